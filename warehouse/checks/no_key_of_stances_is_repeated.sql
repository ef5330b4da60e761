SELECT stance_id, count(*) AS times
FROM stances
GROUP BY stance_id
HAVING count(*) > 1
