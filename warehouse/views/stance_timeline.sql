-- stance_timeline: how often each holder supported or opposed each issue, per UTC day.
--
-- Grain   one row per holder, issue and day with at least one side of the holder's own
-- Reads   mart.evidence_browser
-- Serves  the report's timeline; "when did it move?"
-- Stored  a chart over years asks for all of it
--
-- Days are those of stated_on, not of publication: a story that quotes last week counts last week. Stances without a
-- day are left out here; source_coverage counts the articles without a date. What others claim of the holder is not
-- counted: mart.claims_about_others has it.
--
-- Columns
--   holder_key: The codebook's actor, else the article's name for the holder.
--   holder_label: The holder's usual name.
--   issue_id: The issue.
--   issue_label: Short name of the issue.
--   stated_on: The UTC day.
--   supports: Reports that have the holder for the proposition.
--   opposes: Reports that have the holder against it.
--   mixed: Reports that have the holder undecided or conditional.
--   reports: Stances, each report counted.
--   independent_sources: Distinct stories that report the side: a copy, exact, edited or cut, does not count again.
--   distinct_utterances: Distinct sentences, whatever their number of copies.
SELECT
    holder_key,
    any_value(holder_label) AS holder_label,
    issue_id,
    any_value(issue_label) AS issue_label,
    stated_on,
    count(*) FILTER (WHERE issue_polarity = 'support') AS supports,
    count(*) FILTER (WHERE issue_polarity = 'oppose') AS opposes,
    count(*) FILTER (WHERE issue_polarity = 'mixed') AS mixed,
    count(*) AS reports,
    count(DISTINCT story_id) AS independent_sources,
    count(DISTINCT utterance_id) AS distinct_utterances
FROM mart.evidence_browser
WHERE issue_id IS NOT NULL AND stated_on IS NOT NULL AND is_own_side
GROUP BY holder_key, issue_id, stated_on
ORDER BY issue_id, stated_on, holder_key
