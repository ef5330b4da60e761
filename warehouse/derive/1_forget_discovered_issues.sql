-- Stances on discovered issues are without an issue again, so that what is discovered follows from the present rows alone.
UPDATE stances
SET issue_id = NULL, issue_polarity = NULL, issue_rule = NULL
WHERE starts_with(issue_id, 'discovered-');

DELETE FROM article_issues
WHERE starts_with(issue_id, 'discovered-');

DELETE FROM issues
WHERE is_discovered;
