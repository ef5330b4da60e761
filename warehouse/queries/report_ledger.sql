-- The status of each issue by day, the latest first, with the status of the day before it.
SELECT
    issue_id, issue_label, stated_on, status, holders_for, holders_against, reports, independent_sources,
    distinct_utterances, moved_by, moved_by_evidence,
    moved_by_stance_id IN (SELECT stance_id FROM report_stances WHERE is_new) AS is_new,
    lag(status) OVER (PARTITION BY issue_id ORDER BY stated_on NULLS FIRST) AS status_before
FROM mart.issue_ledger
WHERE issue_id IN (SELECT issue_id FROM report_stances)
ORDER BY issue_id, stated_on DESC NULLS LAST
