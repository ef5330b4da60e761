-- How many of the stances asked for are no statement of DNA: those without an issue, those mixed on theirs, claims of others.
SELECT
    count(*) FILTER (WHERE issue_id IS NULL) AS without_issue,
    count(*) FILTER (WHERE issue_polarity = 'mixed') AS mixed,
    count(*) FILTER (WHERE issue_polarity <> 'mixed' AND NOT is_own_side) AS claims
FROM mart.evidence_browser
WHERE
    ($since::DATE IS NULL OR stated_on >= $since::DATE)
    AND ($issue::VARCHAR IS NULL OR issue_id = $issue)
    AND ($actor::VARCHAR IS NULL OR holder_key = $actor)
