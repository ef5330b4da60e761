SELECT batch_id, count(*) AS times
FROM ops.batches
GROUP BY batch_id
HAVING count(*) > 1
