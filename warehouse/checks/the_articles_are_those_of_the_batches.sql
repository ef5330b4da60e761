SELECT sum(articles) AS in_batches, (SELECT count(*) FROM articles) AS in_articles
FROM ops.batches
HAVING coalesce(sum(articles), 0) <> (SELECT count(*) FROM articles)
