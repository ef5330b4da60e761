SELECT article_id, count(*) AS times
FROM article_stories
GROUP BY article_id
HAVING count(*) > 1
