-- The two-mode network: one row per holder and issue of the stances asked for, signed, with the three counts.
--
-- What others claim of a holder is no side of its own, and left out.
SELECT
    holder_key,
    any_value(holder_label) AS holder_label,
    any_value(holder_id) AS holder_id,
    issue_id,
    any_value(issue_label) AS issue_label,
    any_value(topic) AS topic,
    count(*) FILTER (WHERE issue_polarity = 'support') AS supports,
    count(*) FILTER (WHERE issue_polarity = 'oppose') AS opposes,
    count(*) FILTER (WHERE issue_polarity = 'mixed') AS mixed,
    count(*) AS reports,
    count(DISTINCT story_id) AS independent_sources,
    count(DISTINCT utterance_id) AS distinct_utterances
FROM mart.evidence_browser
WHERE
    issue_id IS NOT NULL
    AND is_own_side
    AND ($since::DATE IS NULL OR stated_on >= $since::DATE)
    AND ($issue::VARCHAR IS NULL OR issue_id = $issue)
    AND ($actor::VARCHAR IS NULL OR holder_key = $actor)
GROUP BY holder_key, issue_id
ORDER BY holder_key, issue_id
