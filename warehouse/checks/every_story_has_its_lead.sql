SELECT article_id, story_id
FROM article_stories
WHERE story_id NOT IN (SELECT article_id FROM article_stories WHERE is_lead)
