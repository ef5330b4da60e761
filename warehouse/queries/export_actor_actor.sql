-- The one-mode network: pairs of holders who take a side on at least one issue both, of the stances asked for.
--
-- A holder's side on an issue is found as in mart.actor_issue_matrix, of the stances asked for alone: support or oppose
-- where one has the most distinct utterances, copies of a story taken out; else it has none.
WITH counted AS (
    SELECT
        holder_key,
        any_value(holder_label) AS holder_label,
        issue_id,
        count(DISTINCT utterance_id) FILTER (WHERE issue_polarity = 'support') AS supports,
        count(DISTINCT utterance_id) FILTER (WHERE issue_polarity = 'oppose') AS opposes,
        count(DISTINCT utterance_id) FILTER (WHERE issue_polarity = 'mixed') AS mixed
    FROM mart.evidence_browser
    WHERE
        issue_id IS NOT NULL
        AND is_own_side
        AND is_first_telling
        AND ($since::DATE IS NULL OR stated_on >= $since::DATE)
        AND ($issue::VARCHAR IS NULL OR issue_id = $issue)
    GROUP BY holder_key, issue_id
),

sides AS (
    SELECT
        holder_key,
        holder_label,
        issue_id,
        supports > opposes AS is_for
    FROM counted
    WHERE supports <> opposes AND greatest(supports, opposes) > mixed
)

SELECT
    ours.holder_key,
    any_value(ours.holder_label) AS holder_label,
    theirs.holder_key AS other_key,
    any_value(theirs.holder_label) AS other_label,
    count(*) AS shared_issues,
    count(*) FILTER (WHERE ours.is_for = theirs.is_for) AS agreements,
    count(*) FILTER (WHERE ours.is_for <> theirs.is_for) AS conflicts
FROM sides AS ours
INNER JOIN sides AS theirs ON ours.issue_id = theirs.issue_id AND ours.holder_key < theirs.holder_key
WHERE $actor::VARCHAR IS NULL OR ours.holder_key = $actor OR theirs.holder_key = $actor
GROUP BY ours.holder_key, theirs.holder_key
ORDER BY ours.holder_key, theirs.holder_key
