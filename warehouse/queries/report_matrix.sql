-- The cells of the matrix.
SELECT holder_key, holder_label, issue_id, issue_label, side, supports, opposes, mixed, reports
FROM mart.actor_issue_matrix
ORDER BY holder_key, issue_id
