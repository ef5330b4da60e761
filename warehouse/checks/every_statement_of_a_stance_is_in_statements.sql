SELECT stance_id, statement_id
FROM stances
WHERE statement_id IS NOT NULL AND statement_id NOT IN (SELECT statement_id FROM statements)
