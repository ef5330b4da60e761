-- contradictions: one holder, one issue, one day, and opposite sides: the two sentences side by side.
--
-- Grain   one row per holder, issue and day with a stance for and a stance against
-- Reads   mart.evidence_browser
-- Serves  "who said both?"; a check of the extractor, whose errors gather here
-- Stored  it looks at every stance
--
-- Of several sentences on a side the most intense is shown, of those the first by key. Stances without a day are left out.
-- Claims of others about the holder are left out too: A may well say the opposite of what B says of A.
--
-- Columns
--   holder_key: The codebook's actor, else the article's name for the holder.
--   holder_label: The holder's usual name.
--   issue_id: The issue.
--   issue_label: Short name of the issue.
--   stated_on: The UTC day.
--   reports: Stances of either side, each report counted.
--   independent_sources: Distinct stories that report them: a copy, exact, edited or cut, does not count again.
--   distinct_utterances: Distinct sentences.
--   stance_id_for: The stance in favour of the proposition.
--   evidence_for: Its sentence.
--   stance_id_against: The stance against the proposition.
--   evidence_against: Its sentence.
WITH own AS (
    SELECT *
    FROM mart.evidence_browser
    WHERE
        issue_id IS NOT NULL AND stated_on IS NOT NULL AND is_own_side
        AND issue_polarity IN ('support', 'oppose')
),

both_sides AS (
    SELECT
        holder_key,
        any_value(holder_label) AS holder_label,
        issue_id,
        any_value(issue_label) AS issue_label,
        stated_on,
        count(*) AS reports,
        count(DISTINCT story_id) AS independent_sources,
        count(DISTINCT utterance_id) AS distinct_utterances,
        arg_min(stance_id, (-intensity, stance_id)) FILTER (WHERE issue_polarity = 'support') AS stance_id_for,
        arg_min(evidence, (-intensity, stance_id)) FILTER (WHERE issue_polarity = 'support') AS evidence_for,
        arg_min(stance_id, (-intensity, stance_id)) FILTER (WHERE issue_polarity = 'oppose') AS stance_id_against,
        arg_min(evidence, (-intensity, stance_id)) FILTER (WHERE issue_polarity = 'oppose') AS evidence_against
    FROM own
    GROUP BY holder_key, issue_id, stated_on
)

SELECT *
FROM both_sides
WHERE stance_id_for IS NOT NULL AND stance_id_against IS NOT NULL
ORDER BY issue_id, stated_on, holder_key
