SELECT *
FROM ops.run_metrics
WHERE rows_in <> rows_accepted + rows_set_aside + rows_rejected
