-- actor_issue_matrix: which side each holder takes on each issue, and how often.
--
-- Grain   one row per holder and issue with at least one side of the holder's own
-- Reads   mart.evidence_browser
-- Serves  the report's matrix; "who stands where?"
-- Stored  a heat map asks for all of it
--
-- The side is the one with the most distinct utterances; a tie, or more mixed than either, is mixed. A story that forty
-- outlets print is one voice here: copies, edited or cut ones too, are taken out before a side is chosen. The three counts
-- say how much was printed. What others claim of the holder is not counted: mart.claims_about_others has it.
--
-- Columns
--   holder_key: The codebook's actor, else the article's name for the holder.
--   holder_id: The codebook's actor; null where it has none.
--   holder_label: The holder's usual name.
--   issue_id: The issue.
--   issue_label: Short name of the issue.
--   topic: Broad field of politics of the issue.
--   side: support, oppose or mixed: the holder's prevailing side on the issue's proposition.
--   net: (utterances_for - utterances_against) / (utterances_for + utterances_against + utterances_mixed): 1 is always for, -1 always against.
--   utterances_for: Distinct sentences for the proposition, copies of a story taken out.
--   utterances_against: Distinct sentences against it, copies of a story taken out.
--   utterances_mixed: Distinct sentences that have the holder undecided or conditional, copies of a story taken out.
--   supports: Reports that have the holder for the proposition.
--   opposes: Reports that have the holder against it.
--   mixed: Reports that have the holder undecided or conditional.
--   reports: Stances, each report counted.
--   independent_sources: Distinct stories that report the side: a copy, exact, edited or cut, does not count again.
--   distinct_utterances: Distinct sentences, whatever their number of copies.
--   first_on: First day of a stance; null where no day is known.
--   last_on: Last day of a stance; null where no day is known.
WITH counted AS (
    SELECT
        holder_key,
        any_value(holder_id) AS holder_id,
        any_value(holder_label) AS holder_label,
        issue_id,
        any_value(issue_label) AS issue_label,
        any_value(topic) AS topic,
        count(DISTINCT utterance_id) FILTER (WHERE is_first_telling AND issue_polarity = 'support') AS utterances_for,
        count(DISTINCT utterance_id) FILTER (WHERE is_first_telling AND issue_polarity = 'oppose') AS utterances_against,
        count(DISTINCT utterance_id) FILTER (WHERE is_first_telling AND issue_polarity = 'mixed') AS utterances_mixed,
        count(*) FILTER (WHERE issue_polarity = 'support') AS supports,
        count(*) FILTER (WHERE issue_polarity = 'oppose') AS opposes,
        count(*) FILTER (WHERE issue_polarity = 'mixed') AS mixed,
        count(*) AS reports,
        count(DISTINCT story_id) AS independent_sources,
        count(DISTINCT utterance_id) AS distinct_utterances,
        min(stated_on) AS first_on,
        max(stated_on) AS last_on
    FROM mart.evidence_browser
    WHERE issue_id IS NOT NULL AND is_own_side
    GROUP BY holder_key, issue_id
)

SELECT
    holder_key,
    holder_id,
    holder_label,
    issue_id,
    issue_label,
    topic,
    CASE
        WHEN utterances_for > greatest(utterances_against, utterances_mixed) THEN 'support'
        WHEN utterances_against > greatest(utterances_for, utterances_mixed) THEN 'oppose'
        ELSE 'mixed'
    END AS side,
    (utterances_for - utterances_against) / (utterances_for + utterances_against + utterances_mixed) AS net,
    utterances_for,
    utterances_against,
    utterances_mixed,
    supports,
    opposes,
    mixed,
    reports,
    independent_sources,
    distinct_utterances,
    first_on,
    last_on
FROM counted
ORDER BY issue_id, holder_key
