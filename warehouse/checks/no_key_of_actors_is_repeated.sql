SELECT actor_id, count(*) AS times
FROM actors
GROUP BY actor_id
HAVING count(*) > 1
