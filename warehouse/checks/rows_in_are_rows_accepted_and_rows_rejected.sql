SELECT *
FROM ops.run_metrics
WHERE rows_in <> rows_accepted + rows_rejected
