SELECT run_id, step, table_name, count(*) AS times
FROM ops.run_metrics
GROUP BY run_id, step, table_name
HAVING count(*) > 1
