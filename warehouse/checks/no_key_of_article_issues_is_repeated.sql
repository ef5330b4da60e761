SELECT article_id, issue_id, count(*) AS times
FROM article_issues
GROUP BY article_id, issue_id
HAVING count(*) > 1
