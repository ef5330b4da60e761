-- The sentences of each issue: one row per holder, side and utterance, the first report with the counts of its copies.
--
-- Where there are more than `$most`, each issue and side gives up its oldest first.
WITH utterances AS (
    SELECT
        *,
        count(*) OVER copies AS reports,
        dense_rank() OVER (copies ORDER BY story_id) + dense_rank() OVER (copies ORDER BY story_id DESC) - 1
            AS independent_sources,
        bool_or(is_new) OVER copies AS has_new,
        row_number() OVER (copies ORDER BY is_lead DESC, stated_on NULLS LAST, stance_id) AS copy
    FROM report_stances
    WHERE issue_id IS NOT NULL
    WINDOW copies AS (PARTITION BY issue_id, issue_polarity, holder_key, is_own_side, utterance_id)
),

ranked AS (
    SELECT
        *,
        row_number() OVER (
            PARTITION BY issue_id, issue_polarity ORDER BY stated_on DESC NULLS LAST, holder_label, stance_id
        ) AS place,
        count(*) OVER (PARTITION BY issue_id, issue_polarity) AS utterances_of_side
    FROM utterances
    WHERE copy = 1
)

SELECT
    stance_id, issue_id, issue_polarity, holder_key, holder_label, speaker_label, is_own_side, act, condition, target,
    evidence, stated_on, article_title, publisher, url, reports, independent_sources, has_new AS is_new, utterances_of_side
FROM ranked
QUALIFY row_number() OVER (ORDER BY place, issue_id, issue_polarity) <= $most
ORDER BY issue_id, place
