-- The status of each issue by day, the latest first, with the status of the day before it.
SELECT
    issue_id, issue_label, stated_on, status, status_before, status_since, holders_for, holders_against, holders_undecided,
    reports, independent_sources, distinct_utterances, moved_by, moved_by_evidence,
    moved_by_stance_id IN (SELECT stance_id FROM report_stances WHERE is_new) AS is_new
FROM mart.issue_ledger
WHERE issue_id IN (SELECT issue_id FROM report_stances)
ORDER BY issue_id, stated_on DESC NULLS LAST
