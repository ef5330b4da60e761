SELECT stance_id, issue_id, condition_issue_id
FROM stances
WHERE
    (issue_id IS NOT NULL AND issue_id NOT IN (SELECT issue_id FROM issues))
    OR (condition_issue_id IS NOT NULL AND condition_issue_id NOT IN (SELECT issue_id FROM issues))
