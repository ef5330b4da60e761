-- position_changes: how each holder's side on each issue moved from one stance to the next.
--
-- Grain   one row per distinct utterance of a holder on an issue, in order of day
-- Reads   mart.evidence_browser
-- Serves  the report's "what changed"; "who moved?"
-- Stored  it puts every stance in order
--
-- A copy of a sentence is no new stance: the first report counts. Neither is what a copy of a story has in other words where
-- its lead, or an earlier copy, has the holder on the issue. Within a day the order is that of the articles'
-- publication, then of the sentences in an article. Stances without a day cannot be ordered and are left out; so is what
-- others claim of the holder.
-- softened: from a side to mixed, or the same side with less intensity; hardened: from mixed to a side, or more intensity.
--
-- Columns
--   stance_id: The stance after the change.
--   holder_key: The codebook's actor, else the article's name for the holder.
--   holder_label: The holder's usual name.
--   issue_id: The issue.
--   issue_label: Short name of the issue.
--   stated_on: Day of the stance.
--   change: new, repeated, hardened, softened or reversed.
--   side: The side after, on the issue's proposition.
--   side_before: The side before; null for the first.
--   intensity: Strength of the wording after.
--   intensity_before: Strength of the wording before; null for the first.
--   confidence: Calibrated probability that sentence, holder and side after are right; null where the extractor has none.
--   confidence_before: The same of the stance before; null for the first too.
--   evidence: The sentence after.
--   evidence_before: The sentence before; null for the first.
--   stated_on_before: Day of the stance before; null for the first.
--   stance_id_before: The stance before; null for the first.
WITH firsts AS (
    SELECT *
    FROM mart.evidence_browser
    WHERE issue_id IS NOT NULL AND stated_on IS NOT NULL AND is_own_side AND is_first_telling
    QUALIFY
        row_number() OVER (
            PARTITION BY holder_key, issue_id, utterance_id ORDER BY stated_on, published_at, article_id, evidence_start, stance_id
        ) = 1
),

ordered AS (
    SELECT
        *,
        lag(issue_polarity) OVER sequence AS side_before,
        lag(intensity) OVER sequence AS intensity_before,
        lag(confidence) OVER sequence AS confidence_before,
        lag(evidence) OVER sequence AS evidence_before,
        lag(stated_on) OVER sequence AS stated_on_before,
        lag(stance_id) OVER sequence AS stance_id_before
    FROM firsts
    WINDOW sequence AS (PARTITION BY holder_key, issue_id ORDER BY stated_on, published_at, article_id, evidence_start, stance_id)
)

SELECT
    stance_id,
    holder_key,
    holder_label,
    issue_id,
    issue_label,
    stated_on,
    CASE
        WHEN side_before IS NULL THEN 'new'
        WHEN issue_polarity = side_before AND intensity > intensity_before THEN 'hardened'
        WHEN issue_polarity = side_before AND intensity < intensity_before THEN 'softened'
        WHEN issue_polarity = side_before THEN 'repeated'
        WHEN issue_polarity = 'mixed' THEN 'softened'
        WHEN side_before = 'mixed' THEN 'hardened'
        ELSE 'reversed'
    END AS change,
    issue_polarity AS side,
    side_before,
    intensity,
    intensity_before,
    confidence,
    confidence_before,
    evidence,
    evidence_before,
    stated_on_before,
    stance_id_before
FROM ordered
ORDER BY issue_id, stated_on, stance_id
