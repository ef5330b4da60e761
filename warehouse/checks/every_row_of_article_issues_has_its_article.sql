SELECT article_id
FROM article_issues
WHERE article_id NOT IN (SELECT article_id FROM articles)
