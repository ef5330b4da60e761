-- Holders on both sides of an issue in one day, the latest first.
SELECT holder_label, issue_label, stated_on, evidence_for, evidence_against, reports, independent_sources, distinct_utterances
FROM mart.contradictions
WHERE
    (CAST($issue AS VARCHAR) IS NULL OR issue_id = $issue)
    AND (CAST($actor AS VARCHAR) IS NULL OR holder_key = $actor)
ORDER BY stated_on DESC, issue_label, holder_label
LIMIT 20
