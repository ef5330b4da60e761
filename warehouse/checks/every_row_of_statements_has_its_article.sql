SELECT article_id
FROM statements
WHERE article_id NOT IN (SELECT article_id FROM articles)
