SELECT statement_id, count(*) AS times
FROM statements
GROUP BY statement_id
HAVING count(*) > 1
