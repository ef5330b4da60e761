-- The article whose key starts with the parameter, as far as a stance that a coder adds needs it.
SELECT
    article_id,
    text,
    offset_map,
    published_at
FROM main.articles
WHERE starts_with(article_id, ?)
