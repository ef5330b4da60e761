SELECT correction_id, count(*) AS times
FROM ops.corrections
GROUP BY correction_id
HAVING count(*) > 1
