SELECT article_id
FROM article_stories
WHERE is_lead AND NOT is_newest
