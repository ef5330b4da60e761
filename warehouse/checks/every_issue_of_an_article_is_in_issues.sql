SELECT article_id, issue_id
FROM article_issues
WHERE issue_id NOT IN (SELECT issue_id FROM issues)
