-- The cells of the matrix.
SELECT
    holder_key, holder_label, issue_id, issue_label, side, supports, opposes, mixed, reports, independent_sources,
    distinct_utterances
FROM mart.actor_issue_matrix
WHERE (CAST($issue AS VARCHAR) IS NULL OR issue_id = $issue) AND (CAST($actor AS VARCHAR) IS NULL OR holder_key = $actor)
ORDER BY holder_key, issue_id
