-- What a report can be asked for: issues and holders with their labels.
SELECT 'issue' AS sort, issue_id AS id, label FROM main.issues
UNION ALL
SELECT DISTINCT 'actor', holder_key, holder_label FROM mart.evidence_browser
UNION ALL
SELECT DISTINCT 'actor', actor_id, name FROM main.actors
ORDER BY sort, id
