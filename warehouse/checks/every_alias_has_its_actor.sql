SELECT actor_id, alias
FROM actor_aliases
WHERE actor_id NOT IN (SELECT actor_id FROM actors)
