-- claims_about_others: what one actor says that another wants, and whether the other's own words bear it out.
--
-- Grain   one row per stance that a speaker reports of another holder
-- Reads   mart.evidence_browser
-- Serves  "who puts words into whose mouth?"
-- Stored  it compares every claim with all that its holder said
--
-- The holder's own words are the sides of its own on the same issue, whatever their day:
--   disputed      some with the claimed side, some with the opposite
--   confirmed     some with the claimed side, none with the opposite
--   contradicted  some with the opposite side, none with the claimed
--   qualified     only undecided or conditional ones where a side is claimed, or the other way round
--   not_stated    none; also where the claim belongs to no issue, so that nothing can be compared
-- The sentence shown is the most intense that decides it, the last by day of several: of `disputed` one that is opposed.
--
-- Columns
--   stance_id: The stance that is claimed.
--   speaker_key: Who makes the claim: the codebook's actor, else the article's name.
--   speaker_label: Usual name of who makes the claim.
--   holder_key: About whom: the codebook's actor, else the article's name.
--   holder_label: Usual name of the holder.
--   issue_id: The issue; null where none fits.
--   issue_label: Short name of the issue; null where none fits.
--   target: What the side is said to be on.
--   claimed_side: The side that the speaker ascribes to the holder on the issue's proposition; on the target as worded where there is no issue.
--   own_words: confirmed, contradicted, disputed, qualified or not_stated.
--   own_reports_same: Own stances of the holder with the claimed side on the issue, each report counted.
--   own_sources_same: Distinct stories that report them.
--   own_utterances_same: Distinct sentences of them.
--   own_reports_opposite: Own stances of the holder with the opposite side on the issue, each report counted.
--   own_sources_opposite: Distinct stories that report them.
--   own_utterances_opposite: Distinct sentences of them.
--   own_stance_id: The stance of the holder's own that decides it; null where there is none.
--   own_evidence: Its sentence; null where there is none.
--   own_stated_on: Its day; null where there is none, or it is unknown.
--   evidence: The sentence of the claim.
--   confidence: Calibrated probability that sentence, holder and side of the claim are right; null where the extractor has none.
--   is_first_telling: Whether no other article of the story, its lead or an earlier one, has a side of the holder on the issue.
--   stated_on: Day of the claim; null where unknown.
--   article_id: The article of the claim.
--   article_title: Headline of that article; null where unknown.
--   publisher: Outlet of that article; null where unknown.
WITH own AS (
    SELECT
        holder_key,
        issue_id,
        issue_polarity AS side,
        count(*) AS reports,
        count(DISTINCT story_id) AS sources,
        count(DISTINCT utterance_id) AS utterances,
        arg_max(stance_id, (intensity, day, stance_id)) AS stance_id,
        arg_max(evidence, (intensity, day, stance_id)) AS evidence,
        arg_max_null(stated_on, (intensity, day, stance_id)) AS stated_on
    FROM (SELECT *, coalesce(stated_on, DATE '0001-01-01') AS day FROM mart.evidence_browser)
    WHERE is_own_side AND issue_id IS NOT NULL
    GROUP BY holder_key, issue_id, issue_polarity
),

-- for each side that may be claimed, which of the holder's own sides is the same, the opposite or another
compared AS (
    SELECT
        own.*,
        claimable.side AS claimed_side,
        CASE
            WHEN own.side = claimable.side THEN 'same'
            WHEN 'mixed' IN (own.side, claimable.side) THEN 'other'
            ELSE 'opposite'
        END AS likeness
    FROM own
    CROSS JOIN (VALUES ('support'), ('oppose'), ('mixed')) AS claimable (side)
),

answers AS (
    SELECT
        holder_key,
        issue_id,
        claimed_side,
        coalesce(max(reports) FILTER (WHERE likeness = 'same'), 0) AS reports_same,
        coalesce(max(sources) FILTER (WHERE likeness = 'same'), 0) AS sources_same,
        coalesce(max(utterances) FILTER (WHERE likeness = 'same'), 0) AS utterances_same,
        coalesce(max(reports) FILTER (WHERE likeness = 'opposite'), 0) AS reports_opposite,
        coalesce(max(sources) FILTER (WHERE likeness = 'opposite'), 0) AS sources_opposite,
        coalesce(max(utterances) FILTER (WHERE likeness = 'opposite'), 0) AS utterances_opposite,
        arg_max(stance_id, likeness_rank) AS stance_id,
        arg_max(evidence, likeness_rank) AS evidence,
        arg_max_null(stated_on, likeness_rank) AS stated_on
    FROM (SELECT *, list_position(['other', 'same', 'opposite'], likeness) AS likeness_rank FROM compared)
    GROUP BY holder_key, issue_id, claimed_side
)

SELECT
    claims.stance_id,
    claims.speaker_key,
    claims.speaker_label,
    claims.holder_key,
    claims.holder_label,
    claims.issue_id,
    claims.issue_label,
    claims.target,
    coalesce(claims.issue_polarity, claims.polarity) AS claimed_side,
    CASE
        WHEN answers.reports_same > 0 AND answers.reports_opposite > 0 THEN 'disputed'
        WHEN answers.reports_same > 0 THEN 'confirmed'
        WHEN answers.reports_opposite > 0 THEN 'contradicted'
        WHEN answers.stance_id IS NOT NULL THEN 'qualified'
        ELSE 'not_stated'
    END AS own_words,
    coalesce(answers.reports_same, 0) AS own_reports_same,
    coalesce(answers.sources_same, 0) AS own_sources_same,
    coalesce(answers.utterances_same, 0) AS own_utterances_same,
    coalesce(answers.reports_opposite, 0) AS own_reports_opposite,
    coalesce(answers.sources_opposite, 0) AS own_sources_opposite,
    coalesce(answers.utterances_opposite, 0) AS own_utterances_opposite,
    answers.stance_id AS own_stance_id,
    answers.evidence AS own_evidence,
    answers.stated_on AS own_stated_on,
    claims.evidence,
    claims.confidence,
    claims.is_first_telling,
    claims.stated_on,
    claims.article_id,
    claims.article_title,
    claims.publisher
FROM mart.evidence_browser AS claims
LEFT JOIN answers
    ON
        claims.holder_key = answers.holder_key
        AND claims.issue_id = answers.issue_id
        AND claims.issue_polarity = answers.claimed_side
WHERE NOT claims.is_own_side
ORDER BY claims.issue_id NULLS LAST, claims.stated_on, claims.stance_id
