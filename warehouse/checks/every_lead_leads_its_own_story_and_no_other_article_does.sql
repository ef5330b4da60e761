SELECT article_id, story_id
FROM article_stories
WHERE is_lead <> (article_id = story_id)
