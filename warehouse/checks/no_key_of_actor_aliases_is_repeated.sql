SELECT actor_id, alias, from_on, count(*) AS times
FROM actor_aliases
GROUP BY actor_id, alias, from_on
HAVING count(*) > 1
