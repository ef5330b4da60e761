-- claims_about_others: what one actor says that another wants, and whether the other's own words bear it out.
--
-- Grain   one row per stance that a speaker reports of another holder
-- Reads   mart.evidence_browser
-- Serves  "who puts words into whose mouth?"
--
-- The holder's own words are its stances of level 1 on the same issue, whatever their day: confirmed where at least one has
-- the claimed side and none the opposite, contradicted where it is the other way round, disputed where both are there, and
-- unconfirmed where the holder says nothing of its own.
--
-- Columns
--   stance_id: The stance that is claimed.
--   speaker_label: Who makes the claim.
--   holder_key: About whom: the codebook's actor, else the article's name.
--   holder_label: Usual name of the holder.
--   issue_id: The issue; null where none fits.
--   issue_label: Short name of the issue; null where none fits.
--   target: What the side is said to be on.
--   claimed_side: The side that the speaker ascribes to the holder, on the target as worded.
--   own_words: confirmed, contradicted, disputed or unconfirmed.
--   own_same: Own stances of the holder with the claimed side on the issue.
--   own_opposite: Own stances of the holder with the opposite side on the issue.
--   evidence: The sentence of the claim.
--   stated_on: Day of the claim; null where unknown.
--   article_id: The article of the claim.
WITH own AS (
    SELECT
        holder_key,
        issue_id,
        count(*) FILTER (WHERE issue_polarity = 'support') AS supports,
        count(*) FILTER (WHERE issue_polarity = 'oppose') AS opposes,
        count(*) FILTER (WHERE issue_polarity = 'mixed') AS mixed
    FROM mart.evidence_browser
    WHERE attribution_level = 1 AND issue_id IS NOT NULL
    GROUP BY holder_key, issue_id
),

claims AS (
    SELECT
        claim.*,
        CASE claim.issue_polarity
            WHEN 'support' THEN coalesce(own.supports, 0)
            WHEN 'oppose' THEN coalesce(own.opposes, 0)
            ELSE coalesce(own.mixed, 0)
        END AS own_same,
        CASE claim.issue_polarity
            WHEN 'support' THEN coalesce(own.opposes, 0)
            WHEN 'oppose' THEN coalesce(own.supports, 0)
            ELSE 0
        END AS own_opposite
    FROM mart.evidence_browser AS claim
    LEFT JOIN own ON claim.holder_key = own.holder_key AND claim.issue_id = own.issue_id
    WHERE claim.attribution_level = 2
)

SELECT
    stance_id,
    speaker_label,
    holder_key,
    holder_label,
    issue_id,
    issue_label,
    target,
    polarity AS claimed_side,
    CASE
        WHEN own_same > 0 AND own_opposite > 0 THEN 'disputed'
        WHEN own_same > 0 THEN 'confirmed'
        WHEN own_opposite > 0 THEN 'contradicted'
        ELSE 'unconfirmed'
    END AS own_words,
    own_same,
    own_opposite,
    evidence,
    stated_on,
    article_id
FROM claims
