-- What holders make depend on what, those with the most independent sources first.
SELECT
    holder_label, issue_label, condition_issue_label, condition_example, evidence_example, reports, independent_sources,
    distinct_utterances
FROM mart.deal_conditions
WHERE
    (CAST($issue AS VARCHAR) IS NULL OR issue_id = $issue OR condition_issue_id = $issue)
    AND (CAST($actor AS VARCHAR) IS NULL OR holder_key = $actor)
ORDER BY independent_sources DESC, holder_label, issue_label, condition_issue_label
LIMIT 40
