SELECT article_id
FROM articles
WHERE article_id NOT IN (SELECT article_id FROM article_stories)
