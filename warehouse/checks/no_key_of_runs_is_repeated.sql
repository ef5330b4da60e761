SELECT run_id, count(*) AS times
FROM ops.runs
GROUP BY run_id
HAVING count(*) > 1
