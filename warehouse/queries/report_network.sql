-- Pairs of holders with a side in common or against one another, those with the most of it first.
SELECT
    holder_key, holder_label, other_key, other_label, shared_issues, agreements, conflicts, reports, independent_sources,
    distinct_utterances
FROM mart.actor_agreement
WHERE
    agreements + conflicts > 0
    AND (CAST($actor AS VARCHAR) IS NULL OR holder_key = $actor OR other_key = $actor)
    AND (
        CAST($issue AS VARCHAR) IS NULL
        OR (
            holder_key IN (SELECT holder_key FROM report_stances) AND other_key IN (SELECT holder_key FROM report_stances)
        )
    )
ORDER BY agreements + conflicts DESC, holder_key, other_key
LIMIT 200
