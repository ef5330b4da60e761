SELECT stance_id, issue_id, issue_polarity
FROM stances
WHERE (issue_id IS NULL) <> (issue_polarity IS NULL)
