SELECT run_id, source_name
FROM ops.source_runs
WHERE run_id NOT IN (SELECT run_id FROM ops.runs)
