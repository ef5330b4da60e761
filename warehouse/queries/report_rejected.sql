-- What was turned away, by the check that it broke.
SELECT table_name, check_name, count(*) AS times, min(message) AS example
FROM ops.rejected_rows
GROUP BY table_name, check_name
ORDER BY times DESC, table_name, check_name
