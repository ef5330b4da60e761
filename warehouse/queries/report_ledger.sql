-- The status of each issue by day, the latest first.
SELECT issue_id, stated_on, status, holders_for, holders_against, moved_by
FROM mart.issue_ledger
ORDER BY issue_id, stated_on DESC NULLS LAST
