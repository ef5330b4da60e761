SELECT run_id, source_name, count(*) AS times
FROM ops.source_runs
GROUP BY run_id, source_name
HAVING count(*) > 1
