-- actor_agreement: how far two holders take the same sides on the issues that both speak on.
--
-- Grain   one row per pair of holders with at least one shared issue, the first by key named first
-- Reads   mart.actor_issue_matrix, mart.evidence_browser
-- Serves  the network of actors; "who is with whom?"
-- Stored  it compares all pairs
--
-- Congruence and conflict networks of discourse network analysis (Leifeld 2017): of the issues that both take a side on,
-- those with one side are agreements, those with opposite sides conflicts; mixed is neither. Divided by the shared issues
-- the shares do not grow with talkativeness, but rest on little where `shared_issues` is small; the weights are divided
-- by the mean number of issues of the two (the manual's "average activity"), so that a pair with one issue in common out
-- of twenty weighs little.
--
-- Only the 500 holders with the most independent sources are compared: pairs grow with the square of their number, and a
-- name of one article tells nothing of alliances. `stancehouse export --format graphml` takes all.
--
-- Columns
--   holder_key: The first holder: the codebook's actor, else the article's name.
--   holder_label: Usual name of the first holder.
--   other_key: The second holder.
--   other_label: Usual name of the second holder.
--   shared_issues: Issues on which both have a side.
--   agreements: Shared issues with the same side, support or oppose.
--   conflicts: Shared issues with opposite sides.
--   agreement: agreements / shared_issues, from 0 to 1.
--   conflict: conflicts / shared_issues, from 0 to 1.
--   agreement_weight: agreements / ((issues of the first + issues of the second) / 2), from 0 to 1.
--   conflict_weight: conflicts / ((issues of the first + issues of the second) / 2), from 0 to 1.
--   reports: Stances of the two on the shared issues, each report counted.
--   independent_sources: Distinct stories that report them, counted once for each shared issue.
--   distinct_utterances: Distinct sentences of them, counted once for each shared issue.
WITH holders AS (
    SELECT holder_key, count(*) AS issues
    FROM mart.actor_issue_matrix
    GROUP BY holder_key
    ORDER BY sum(independent_sources) DESC, holder_key
    LIMIT 500
),

sides AS (
    SELECT matrix.*, holders.issues
    FROM mart.actor_issue_matrix AS matrix
    INNER JOIN holders ON matrix.holder_key = holders.holder_key
),

pairs AS (
    SELECT
        ours.holder_key,
        any_value(ours.holder_label) AS holder_label,
        theirs.holder_key AS other_key,
        any_value(theirs.holder_label) AS other_label,
        count(*) AS shared_issues,
        count(*) FILTER (WHERE ours.side = theirs.side AND ours.side <> 'mixed') AS agreements,
        count(*) FILTER (WHERE ours.side <> theirs.side AND ours.side <> 'mixed' AND theirs.side <> 'mixed') AS conflicts,
        any_value(ours.issues + theirs.issues) / 2 AS mean_issues,
        sum(ours.reports + theirs.reports) AS reports,
        sum(ours.independent_sources + theirs.independent_sources) AS sources,
        sum(ours.distinct_utterances + theirs.distinct_utterances) AS utterances
    FROM sides AS ours
    INNER JOIN sides AS theirs ON ours.issue_id = theirs.issue_id AND ours.holder_key < theirs.holder_key
    GROUP BY ours.holder_key, theirs.holder_key
),

-- the stories and the sentences of each holder on each issue
told AS (
    SELECT DISTINCT stances.holder_key, stances.issue_id, kinds.kind, kinds.thing
    FROM mart.evidence_browser AS stances
    INNER JOIN holders ON stances.holder_key = holders.holder_key
    CROSS JOIN LATERAL (
        VALUES ('story', stances.story_id), ('utterance', stances.utterance_id)
    ) AS kinds (kind, thing)
    WHERE stances.issue_id IS NOT NULL AND stances.is_own_side
),

-- what both are in is in the sums of `pairs` twice
in_both AS (
    SELECT
        ours.holder_key,
        theirs.holder_key AS other_key,
        count(*) FILTER (WHERE ours.kind = 'story') AS sources,
        count(*) FILTER (WHERE ours.kind = 'utterance') AS utterances
    FROM told AS ours
    INNER JOIN told AS theirs
        ON
            ours.issue_id = theirs.issue_id
            AND ours.kind = theirs.kind
            AND ours.thing = theirs.thing
            AND ours.holder_key < theirs.holder_key
    GROUP BY ours.holder_key, theirs.holder_key
)

SELECT
    pairs.holder_key,
    pairs.holder_label,
    pairs.other_key,
    pairs.other_label,
    pairs.shared_issues,
    pairs.agreements,
    pairs.conflicts,
    pairs.agreements / pairs.shared_issues AS agreement,
    pairs.conflicts / pairs.shared_issues AS conflict,
    pairs.agreements / pairs.mean_issues AS agreement_weight,
    pairs.conflicts / pairs.mean_issues AS conflict_weight,
    CAST(pairs.reports AS BIGINT) AS reports,
    CAST(pairs.sources - coalesce(in_both.sources, 0) AS BIGINT) AS independent_sources,
    CAST(pairs.utterances - coalesce(in_both.utterances, 0) AS BIGINT) AS distinct_utterances
FROM pairs
LEFT JOIN in_both ON pairs.holder_key = in_both.holder_key AND pairs.other_key = in_both.other_key
ORDER BY pairs.holder_key, pairs.other_key
