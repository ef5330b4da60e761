SELECT stance_id, issue_id
FROM stances
WHERE issue_id IS NOT NULL AND issue_id NOT IN (SELECT issue_id FROM issues)
