SELECT issue_id, count(*) AS times
FROM issues
GROUP BY issue_id
HAVING count(*) > 1
