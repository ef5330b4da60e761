-- issue_ledger: what the stances of each day make of an issue, and the stance that did most.
--
-- Grain   one row per issue and day with at least one stance
-- Reads   mart.evidence_browser
-- Serves  the report's issue pages; "is it agreed, stalled, rejected?"
--
-- The status follows from the day's stances by these rules, the first that holds:
--   contested               at least one holder for and another against
--   deferred                one holder alone, on both sides
--   agreed                  a deed in favour (signed, ratified, adopted), nobody against
--   agreed_in_principle     two holders or more in favour, at least one accepting, nobody against
--   rejected                somebody against by rejecting or refusing, nobody for
--   stalled                 somebody against otherwise, nobody for
--   deferred                only undecided or conditional stances
--   proposed                somebody demands, proposes or floats it, nobody against
--   under_discussion        any other stance in favour
-- A day's status knows nothing of the days before: a side of yesterday that nobody repeats does not contest today.
-- The stance that moved it is the day's most intense one of the sort that gave the status, of several the first by key.
--
-- Columns
--   issue_id: The issue.
--   issue_label: Short name of the issue.
--   topic: Broad field of politics of the issue.
--   stated_on: The UTC day; null for stances without one.
--   status: proposed, under_discussion, agreed_in_principle, agreed, contested, stalled, rejected or deferred.
--   holders_for: Holders in favour of the proposition that day.
--   holders_against: Holders against it that day.
--   reports: Stances, each report counted.
--   independent_sources: Distinct stories that report them: a copy, exact, edited or cut, does not count again.
--   distinct_utterances: Distinct sentences.
--   moved_by_stance_id: The stance that gave the status.
--   moved_by: Its holder's usual name.
--   moved_by_evidence: Its sentence.
WITH days AS (
    SELECT
        issue_id,
        any_value(issue_label) AS issue_label,
        any_value(topic) AS topic,
        stated_on,
        count(DISTINCT holder_key) AS holders,
        count(DISTINCT holder_key) FILTER (WHERE issue_polarity = 'support') AS holders_for,
        count(DISTINCT holder_key) FILTER (WHERE issue_polarity = 'oppose') AS holders_against,
        count(*) FILTER (WHERE issue_polarity = 'support' AND act = 'accept' AND mode = 'action') AS deeds_for,
        count(*) FILTER (WHERE issue_polarity = 'support' AND act = 'accept') AS acceptances,
        count(*) FILTER (WHERE issue_polarity = 'support' AND act IN ('demand', 'propose', 'float')) AS proposals,
        count(*) FILTER (WHERE issue_polarity = 'oppose' AND act IN ('reject', 'refuse')) AS rejections,
        count(*) AS reports,
        count(DISTINCT story_id) AS independent_sources,
        count(DISTINCT lower(evidence)) AS distinct_utterances
    FROM mart.evidence_browser
    WHERE issue_id IS NOT NULL
    GROUP BY issue_id, stated_on
),

statuses AS (
    SELECT
        *,
        CASE
            WHEN holders_for > 0 AND holders_against > 0 AND holders > 1 THEN 'contested'
            WHEN holders_for > 0 AND holders_against > 0 THEN 'deferred'
            WHEN holders_for > 0 AND deeds_for > 0 THEN 'agreed'
            WHEN holders_for > 1 AND acceptances > 0 THEN 'agreed_in_principle'
            WHEN holders_against > 0 AND rejections > 0 THEN 'rejected'
            WHEN holders_against > 0 THEN 'stalled'
            WHEN holders_for = 0 THEN 'deferred'
            WHEN proposals > 0 THEN 'proposed'
            ELSE 'under_discussion'
        END AS status
    FROM days
),

movers AS (
    SELECT
        statuses.issue_id,
        statuses.stated_on,
        stances.stance_id,
        stances.holder_label,
        stances.evidence
    FROM statuses
    INNER JOIN mart.evidence_browser AS stances
        ON
            statuses.issue_id = stances.issue_id
            AND statuses.stated_on IS NOT DISTINCT FROM stances.stated_on
    QUALIFY
        row_number() OVER (
            PARTITION BY statuses.issue_id, statuses.stated_on
            ORDER BY
                CASE statuses.status
                    WHEN 'contested' THEN stances.issue_polarity = 'oppose'
                    WHEN 'agreed' THEN
                        stances.issue_polarity = 'support' AND stances.act = 'accept' AND stances.mode = 'action'
                    WHEN 'agreed_in_principle' THEN stances.issue_polarity = 'support' AND stances.act = 'accept'
                    WHEN 'rejected' THEN stances.issue_polarity = 'oppose' AND stances.act IN ('reject', 'refuse')
                    WHEN 'stalled' THEN stances.issue_polarity = 'oppose'
                    WHEN 'deferred' THEN stances.issue_polarity = 'mixed'
                    WHEN 'proposed' THEN
                        stances.issue_polarity = 'support' AND stances.act IN ('demand', 'propose', 'float')
                    ELSE stances.issue_polarity = 'support'
                END DESC,
                stances.intensity DESC,
                stances.stance_id
        ) = 1
)

SELECT
    statuses.issue_id,
    statuses.issue_label,
    statuses.topic,
    statuses.stated_on,
    statuses.status,
    statuses.holders_for,
    statuses.holders_against,
    statuses.reports,
    statuses.independent_sources,
    statuses.distinct_utterances,
    movers.stance_id AS moved_by_stance_id,
    movers.holder_label AS moved_by,
    movers.evidence AS moved_by_evidence
FROM statuses
INNER JOIN movers
    ON statuses.issue_id = movers.issue_id AND statuses.stated_on IS NOT DISTINCT FROM movers.stated_on
