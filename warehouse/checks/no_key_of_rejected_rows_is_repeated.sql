SELECT rejected_id, count(*) AS times
FROM ops.rejected_rows
GROUP BY rejected_id
HAVING count(*) > 1
