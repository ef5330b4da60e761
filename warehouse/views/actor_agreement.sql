-- actor_agreement: how far two holders take the same sides on the issues that both speak on.
--
-- Grain   one row per pair of holders with at least one shared issue, the first by key named first
-- Reads   mart.actor_issue_matrix
-- Serves  the network of actors; "who is with whom?"
--
-- Congruence and conflict networks of discourse network analysis (Leifeld 2017): of the issues that both take a side on,
-- those with one side are agreements, those with opposite sides conflicts; mixed is neither. The share is
-- agreements / shared issues, so it runs from 0 to 1 and does not grow with talkativeness.
--
-- Columns
--   holder_key: The first holder: the codebook's actor, else the article's name.
--   holder_label: Usual name of the first holder.
--   other_key: The second holder.
--   other_label: Usual name of the second holder.
--   shared_issues: Issues on which both have a stance.
--   agreements: Shared issues with the same side, support or oppose.
--   conflicts: Shared issues with opposite sides.
--   agreement: agreements / shared_issues, from 0 to 1.
--   conflict: conflicts / shared_issues, from 0 to 1.
SELECT
    ours.holder_key,
    any_value(ours.holder_label) AS holder_label,
    theirs.holder_key AS other_key,
    any_value(theirs.holder_label) AS other_label,
    count(*) AS shared_issues,
    count(*) FILTER (WHERE ours.side = theirs.side AND ours.side <> 'mixed') AS agreements,
    count(*) FILTER (WHERE ours.side <> theirs.side AND ours.side <> 'mixed' AND theirs.side <> 'mixed') AS conflicts,
    count(*) FILTER (WHERE ours.side = theirs.side AND ours.side <> 'mixed') / count(*) AS agreement,
    count(*) FILTER (WHERE ours.side <> theirs.side AND ours.side <> 'mixed' AND theirs.side <> 'mixed')
    / count(*) AS conflict
FROM mart.actor_issue_matrix AS ours
INNER JOIN mart.actor_issue_matrix AS theirs ON ours.issue_id = theirs.issue_id AND ours.holder_key < theirs.holder_key
GROUP BY ours.holder_key, theirs.holder_key
