SELECT article_id
FROM stances
WHERE article_id NOT IN (SELECT article_id FROM articles)
