-- deal_conditions: which issue holders make depend on which other: "a ceasefire only if guarantees".
--
-- Grain   one row per holder, issue and issue of the condition
-- Reads   mart.evidence_browser
-- Serves  "what is traded for what?"; a graph from issue to issue
--
-- What others claim of a holder is not counted. A stance counts where its condition is about an issue of the codebook; of the rest, `condition` in mart.evidence_browser
-- has the words. Conditions are rare in news, and the extractor finds few of them: a missing row means little.
--
-- Columns
--   holder_key: The codebook's actor, else the article's name for the holder.
--   holder_label: The holder's usual name.
--   issue_id: The issue that the side is taken on.
--   issue_label: Short name of the issue.
--   condition_issue_id: The issue that it is made to depend on.
--   condition_issue_label: Short name of the issue of the condition.
--   supports: Reports that have the holder for the proposition, under the condition.
--   opposes: Reports that have the holder against it, unless the condition is met.
--   mixed: Reports that have the holder undecided until then.
--   reports: Stances, each report counted.
--   independent_sources: Distinct stories that report them: a copy, exact, edited or cut, does not count again.
--   distinct_utterances: Distinct sentences.
--   condition_example: The words of the first condition, by key of its stance.
--   evidence_example: The sentence of the first, by key of its stance.
SELECT
    stances.holder_key,
    any_value(stances.holder_label) AS holder_label,
    stances.issue_id,
    any_value(stances.issue_label) AS issue_label,
    stances.condition_issue_id,
    any_value(stances.condition_issue_label) AS condition_issue_label,
    count(*) FILTER (WHERE stances.issue_polarity = 'support') AS supports,
    count(*) FILTER (WHERE stances.issue_polarity = 'oppose') AS opposes,
    count(*) FILTER (WHERE stances.issue_polarity = 'mixed') AS mixed,
    count(*) AS reports,
    count(DISTINCT stances.story_id) AS independent_sources,
    count(DISTINCT stances.utterance_id) AS distinct_utterances,
    arg_min(stances.condition, stances.stance_id) AS condition_example,
    arg_min(stances.evidence, stances.stance_id) AS evidence_example
FROM mart.evidence_browser AS stances
WHERE
    stances.is_own_side
    AND stances.issue_id IS NOT NULL
    AND stances.condition_issue_id IS NOT NULL
    AND stances.condition_issue_id <> stances.issue_id
GROUP BY stances.holder_key, stances.issue_id, stances.condition_issue_id
