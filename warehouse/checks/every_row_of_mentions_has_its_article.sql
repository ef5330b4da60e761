SELECT article_id
FROM mentions
WHERE article_id NOT IN (SELECT article_id FROM articles)
