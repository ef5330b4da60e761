-- How many of the stances asked for have no agreement: those without an issue, and those mixed on theirs.
SELECT
    count(*) FILTER (WHERE issue_id IS NULL) AS without_issue,
    count(*) FILTER (WHERE issue_polarity = 'mixed') AS mixed
FROM mart.evidence_browser
WHERE
    ($since::DATE IS NULL OR stated_on >= $since::DATE)
    AND ($issue::VARCHAR IS NULL OR issue_id = $issue)
    AND ($actor::VARCHAR IS NULL OR holder_key = $actor)
