-- actor_issue_matrix: which side each holder takes on each issue, and how often.
--
-- Grain   one row per holder and issue with at least one stance
-- Reads   mart.evidence_browser
-- Serves  the report's matrix; "who stands where?"
--
-- The side is that of the holder's most frequent side on the issue's proposition; a tie, or more mixed than either, is mixed.
-- A net of 1 is always for, -1 always against.
--
-- Columns
--   holder_key: The codebook's actor, else the article's name for the holder.
--   holder_id: The codebook's actor; null where it has none.
--   holder_label: The holder's usual name.
--   issue_id: The issue.
--   issue_label: Short name of the issue.
--   topic: Broad field of politics of the issue.
--   side: support, oppose or mixed: the holder's prevailing side on the issue's proposition.
--   net: Supports less opposes, divided by reports; from -1 to 1.
--   supports: Reports that have the holder for the proposition.
--   opposes: Reports that have the holder against it.
--   mixed: Reports that have the holder undecided or conditional.
--   reports: Stances, each report counted.
--   independent_sources: Distinct stories that report the side: a copy, exact, edited or cut, does not count again.
--   distinct_utterances: Distinct sentences, whatever their number of copies.
--   first_on: First day of a stance; null where no day is known.
--   last_on: Last day of a stance; null where no day is known.
SELECT
    holder_key,
    any_value(holder_id) AS holder_id,
    any_value(holder_label) AS holder_label,
    issue_id,
    any_value(issue_label) AS issue_label,
    any_value(topic) AS topic,
    CASE
        WHEN
            count(*) FILTER (WHERE issue_polarity = 'support')
            > greatest(
                count(*) FILTER (WHERE issue_polarity = 'oppose'), count(*) FILTER (WHERE issue_polarity = 'mixed')
            ) THEN 'support'
        WHEN
            count(*) FILTER (WHERE issue_polarity = 'oppose')
            > greatest(
                count(*) FILTER (WHERE issue_polarity = 'support'), count(*) FILTER (WHERE issue_polarity = 'mixed')
            ) THEN 'oppose'
        ELSE 'mixed'
    END AS side,
    (
        count(*) FILTER (WHERE issue_polarity = 'support') - count(*) FILTER (WHERE issue_polarity = 'oppose')
    ) / count(*) AS net,
    count(*) FILTER (WHERE issue_polarity = 'support') AS supports,
    count(*) FILTER (WHERE issue_polarity = 'oppose') AS opposes,
    count(*) FILTER (WHERE issue_polarity = 'mixed') AS mixed,
    count(*) AS reports,
    count(DISTINCT story_id) AS independent_sources,
    count(DISTINCT lower(evidence)) AS distinct_utterances,
    min(stated_on) AS first_on,
    max(stated_on) AS last_on
FROM mart.evidence_browser
WHERE issue_id IS NOT NULL
GROUP BY holder_key, issue_id
