-- issue_ledger: where an issue stands on each day on which somebody takes a side on it, and the stance that moved it.
--
-- Grain   one row per issue and day on which a holder takes a side of its own that is no copy
-- Reads   mart.evidence_browser
-- Serves  the report's issue pages; "is it agreed, stalled, rejected?"
-- Stored  it carries every position from day to day
--
-- A position is a holder's prevailing side of a day: the side with the most distinct utterances, copies of a story taken
-- out, else mixed. It stands until the holder takes another day's position, and for 90 days at most. What counts is how
-- many independent sources of those 90 days reported the holder on that side, so that a voice that one article quotes
-- does not contest what all others report. The status of a day follows from the positions that stand, by the first rule
-- that holds:
--   contested            both sides stand, and the lesser has at least a quarter of their sources
--   deferred             more sources have holders undecided or conditional than on either side
--   rejected             a majority against, one of it rejecting or refusing
--   stalled              any other majority against
--   agreed               of those in favour one has signed, ratified, adopted or otherwise accepted by deed
--   agreed_in_principle  two holders or more in favour, one of them accepting without a condition or a "would"
--   proposed             in favour are those alone who demand, propose or float it, and nobody else has answered
--   under_discussion     any other majority in favour
-- What others claim of a holder is no position. Stances without a day cannot be carried: they make a row of their own, with
-- a null day, as if all were of one.
-- The stance that moved it is the day's own that fits the status, the first telling of the most intense and surest.
--
-- Columns
--   issue_id: The issue.
--   issue_label: Short name of the issue.
--   topic: Broad field of politics of the issue.
--   stated_on: The UTC day; null for stances without one.
--   status: proposed, under_discussion, agreed_in_principle, agreed, contested, stalled, rejected or deferred.
--   status_before: Status of the last day before with a row; null on the first, and for stances without a day.
--   status_since: First day of the unbroken run of days with this status; null for stances without a day.
--   holders_for: Holders whose position in favour of the proposition stands that day.
--   holders_against: Holders whose position against it stands.
--   holders_undecided: Holders whose position is undecided or conditional.
--   sources_for: Independent sources of 90 days that report the positions in favour, added up by holder and day.
--   sources_against: Independent sources of 90 days that report the positions against, added up by holder and day.
--   reports: Stances of the day, each report counted.
--   independent_sources: Distinct stories that report them: a copy, exact, edited or cut, does not count again.
--   distinct_utterances: Distinct sentences of the day.
--   moved_by_stance_id: The day's stance that gave the status.
--   moved_by: Its holder's usual name.
--   moved_by_evidence: Its sentence.
WITH stances AS (
    SELECT
        *,
        coalesce(stated_on, DATE '9999-01-01') AS day,
        issue_polarity = 'support'
        AND act = 'accept'
        AND condition IS NULL
        AND coalesce(modality, '') NOT IN ('would', '''d', 'could', 'might', 'may', 'can') AS is_acceptance,
        issue_polarity = 'support' AND act IN ('demand', 'propose', 'float') AS is_proposal,
        issue_polarity = 'oppose' AND act IN ('reject', 'refuse') AS is_rejection
    FROM mart.evidence_browser
    WHERE issue_id IS NOT NULL AND is_own_side
),

days AS (
    SELECT
        issue_id,
        any_value(issue_label) AS issue_label,
        any_value(topic) AS topic,
        day,
        count(*) AS reports,
        count(DISTINCT story_id) AS independent_sources,
        count(DISTINCT utterance_id) AS distinct_utterances
    FROM stances
    GROUP BY issue_id, day
),

counted AS (
    SELECT
        issue_id,
        holder_key,
        day,
        count(DISTINCT utterance_id) FILTER (WHERE is_first_telling AND issue_polarity = 'support') AS utterances_for,
        count(DISTINCT utterance_id) FILTER (WHERE is_first_telling AND issue_polarity = 'oppose') AS utterances_against,
        count(DISTINCT utterance_id) FILTER (WHERE is_first_telling AND issue_polarity = 'mixed') AS utterances_mixed,
        count(DISTINCT story_id) AS sources,
        bool_or(is_acceptance) AS accepts,
        bool_or(is_acceptance AND mode = 'action') AS accepts_by_deed,
        bool_or(is_proposal) AS proposes,
        bool_or(is_rejection) AS rejects
    FROM stances
    GROUP BY issue_id, holder_key, day
    HAVING bool_or(is_first_telling)
),

sided AS (
    SELECT
        *,
        CASE
            WHEN utterances_for > greatest(utterances_against, utterances_mixed) THEN 'support'
            WHEN utterances_against > greatest(utterances_for, utterances_mixed) THEN 'oppose'
            ELSE 'mixed'
        END AS side
    FROM counted
),

positions AS (
    SELECT
        issue_id,
        day,
        least(lead(day) OVER (PARTITION BY issue_id, holder_key ORDER BY day), day + 90) AS ends_on,
        side,
        CAST(sum(sources) OVER same_side AS BIGINT) AS sources,
        bool_or(accepts) OVER same_side AS accepts,
        bool_or(accepts_by_deed) OVER same_side AS accepts_by_deed,
        bool_or(proposes) OVER same_side AS proposes,
        bool_or(rejects) OVER same_side AS rejects
    FROM sided
    WINDOW
        same_side AS (
            PARTITION BY issue_id, holder_key, side
            ORDER BY day
            RANGE BETWEEN INTERVAL 89 DAY PRECEDING AND CURRENT ROW
        )
),

-- each position comes in on its day and goes out on its last
steps AS (
    SELECT issue_id, day, 1 AS step, side, sources, accepts, accepts_by_deed, proposes, rejects FROM positions
    UNION ALL
    SELECT issue_id, ends_on, -1, side, sources, accepts, accepts_by_deed, proposes, rejects FROM positions
),

changes AS (
    SELECT
        issue_id,
        day,
        sum(step) FILTER (WHERE side = 'support') AS holders_for,
        sum(step) FILTER (WHERE side = 'oppose') AS holders_against,
        sum(step) FILTER (WHERE side = 'mixed') AS holders_undecided,
        sum(step * sources) FILTER (WHERE side = 'support') AS sources_for,
        sum(step * sources) FILTER (WHERE side = 'oppose') AS sources_against,
        sum(step * sources) FILTER (WHERE side = 'mixed') AS sources_undecided,
        sum(step) FILTER (WHERE side = 'support' AND accepts) AS accepting,
        sum(step) FILTER (WHERE side = 'support' AND accepts_by_deed) AS accepting_by_deed,
        sum(step) FILTER (WHERE side = 'support' AND proposes AND NOT accepts) AS proposing,
        sum(step) FILTER (WHERE side = 'oppose' AND rejects) AS rejecting
    FROM steps
    GROUP BY issue_id, day
),

standing AS (
    SELECT
        issue_id,
        day,
        CAST(coalesce(sum(holders_for) OVER so_far, 0) AS BIGINT) AS holders_for,
        CAST(coalesce(sum(holders_against) OVER so_far, 0) AS BIGINT) AS holders_against,
        CAST(coalesce(sum(holders_undecided) OVER so_far, 0) AS BIGINT) AS holders_undecided,
        CAST(coalesce(sum(sources_for) OVER so_far, 0) AS BIGINT) AS sources_for,
        CAST(coalesce(sum(sources_against) OVER so_far, 0) AS BIGINT) AS sources_against,
        coalesce(sum(sources_undecided) OVER so_far, 0) AS sources_undecided,
        coalesce(sum(accepting) OVER so_far, 0) AS accepting,
        coalesce(sum(accepting_by_deed) OVER so_far, 0) AS accepting_by_deed,
        coalesce(sum(proposing) OVER so_far, 0) AS proposing,
        coalesce(sum(rejecting) OVER so_far, 0) AS rejecting
    FROM changes
    WINDOW so_far AS (PARTITION BY issue_id ORDER BY day)
),

statuses AS (
    SELECT
        days.*,
        standing.holders_for,
        standing.holders_against,
        standing.holders_undecided,
        standing.sources_for,
        standing.sources_against,
        CASE
            WHEN
                least(sources_for, sources_against) > 0
                AND 4 * least(sources_for, sources_against) >= sources_for + sources_against
                THEN 'contested'
            WHEN sources_undecided > greatest(sources_for, sources_against) THEN 'deferred'
            WHEN sources_against > sources_for AND rejecting > 0 THEN 'rejected'
            WHEN sources_against > sources_for THEN 'stalled'
            WHEN accepting_by_deed > 0 THEN 'agreed'
            WHEN holders_for > 1 AND accepting > 0 THEN 'agreed_in_principle'
            WHEN proposing > 0 AND proposing = holders_for AND holders_against + holders_undecided = 0 THEN 'proposed'
            ELSE 'under_discussion'
        END AS status
    FROM days
    INNER JOIN standing ON days.issue_id = standing.issue_id AND days.day = standing.day
),

movers AS (
    SELECT
        statuses.issue_id,
        statuses.day,
        stances.stance_id,
        stances.holder_label,
        stances.evidence
    FROM statuses
    INNER JOIN stances ON statuses.issue_id = stances.issue_id AND statuses.day = stances.day
    QUALIFY
        row_number() OVER (
            PARTITION BY statuses.issue_id, statuses.day
            ORDER BY
                CASE statuses.status
                    WHEN 'contested' THEN stances.issue_polarity = 'oppose'
                    WHEN 'agreed' THEN stances.is_acceptance AND stances.mode = 'action'
                    WHEN 'agreed_in_principle' THEN stances.is_acceptance
                    WHEN 'rejected' THEN stances.is_rejection
                    WHEN 'stalled' THEN stances.issue_polarity = 'oppose'
                    WHEN 'deferred' THEN stances.issue_polarity = 'mixed'
                    WHEN 'proposed' THEN stances.is_proposal
                    ELSE stances.issue_polarity = 'support'
                END DESC,
                stances.is_first_telling DESC,
                stances.intensity DESC,
                stances.confidence DESC NULLS LAST,
                stances.stance_id
        ) = 1
),

told AS (
    SELECT
        statuses.*,
        movers.stance_id,
        movers.holder_label,
        movers.evidence,
        nullif(statuses.day, DATE '9999-01-01') AS stated_on,
        lag(statuses.status) OVER (PARTITION BY statuses.issue_id ORDER BY statuses.day) AS last_status
    FROM statuses
    INNER JOIN movers ON statuses.issue_id = movers.issue_id AND statuses.day = movers.day
),

turned AS (
    SELECT
        *,
        max(CASE WHEN last_status IS DISTINCT FROM status THEN stated_on END)
            OVER (PARTITION BY issue_id ORDER BY day) AS since
    FROM told
)

SELECT
    issue_id,
    issue_label,
    topic,
    stated_on,
    status,
    CASE WHEN stated_on IS NOT NULL THEN last_status END AS status_before,
    CASE WHEN stated_on IS NOT NULL THEN since END AS status_since,
    holders_for,
    holders_against,
    holders_undecided,
    sources_for,
    sources_against,
    reports,
    independent_sources,
    distinct_utterances,
    stance_id AS moved_by_stance_id,
    holder_label AS moved_by,
    evidence AS moved_by_evidence
FROM turned
ORDER BY issue_id, stated_on
