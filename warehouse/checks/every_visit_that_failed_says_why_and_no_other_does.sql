SELECT run_id, source_name, outcome, error
FROM ops.source_runs
WHERE (outcome = 'failed') <> (error IS NOT NULL)
