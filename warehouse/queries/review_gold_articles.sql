-- The articles on which a decision is in force.
SELECT
    article_id,
    title,
    raw_text,
    published_at
FROM main.articles
WHERE article_id IN (SELECT article_id FROM ops.corrections WHERE state = 'in force')
ORDER BY article_id
