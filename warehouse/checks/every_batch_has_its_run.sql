SELECT batch_id, run_id
FROM ops.batches
WHERE run_id NOT IN (SELECT run_id FROM ops.runs)
