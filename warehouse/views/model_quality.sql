-- model_quality: how often the extractor is right, class by class, measured against gold stances.
--
-- Grain   one row per gold, extractor, level, class_kind and class_name
-- Reads   ops.evaluations, ops.runs
-- Serves  the report's "What to be careful about"; a chart that carries its error
--
-- Of several evaluations of one extractor on one gold the latest counts, one with the codebook of the last run before
-- any other. A chart has one row per class where `is_present_extractor AND is_main_gold`: join its side to `class_name`
-- where `class_kind = 'side'`, its mode where `class_kind = 'mode'`. Figures come from gold articles, not from those of
-- the warehouse: on other sources or years the extractor may be better or worse. Intervals are 95 % bootstrap intervals
-- over articles (docs/evaluation.md), null with fewer than ten articles or rows: such a figure says next to nothing.
-- Issues are judged by the codebook's alone: those that a load discovers are not in an evaluation.
--
-- Columns
--   class_label: What the row is about, in words.
--   level: What must be right: detection: passage and holder; stance: the side too; full: the target too.
--   class_kind: What the class is one of: all, side, mode, holder, issue or calibration.
--   class_name: The class, as in stances: support, oppose, mixed; direct, indirect, attitude, action; else all.
--   precision: Share of the predicted stances of the class that are right; null where it is not measured for the class.
--   precision_low: Lower end of its interval; this and all others are null with fewer than ten articles or rows.
--   precision_high: Upper end of its interval.
--   recall: Share of the gold stances of the class that are found and right; null where it is not measured for the class.
--   recall_low: Lower end of its interval.
--   recall_high: Upper end of its interval.
--   f1: Harmonic mean of both.
--   f1_low: Lower end of its interval.
--   f1_high: Upper end of its interval.
--   share_right: Share of the rows found whose side or holder is right; null for other classes.
--   share_right_low: Lower end of its interval.
--   share_right_high: Upper end of its interval.
--   calibration_error: Mean gap between confidence and share right, over bins of confidence; null for other classes.
--   calibration_error_low: Lower end of its interval.
--   calibration_error_high: Upper end of its interval.
--   coverage: Share of the rows found on an issue of the gold that have an issue; null for other classes.
--   class_rows: Gold stances of the class; found or predicted ones where the class is judged among those alone.
--   predicted_rows: Predicted stances of the class; null where precision is not measured for it.
--   gold_name: Name of the gold file.
--   gold_hash: SHA-256 of the gold file.
--   gold_articles: Articles that the gold names.
--   gold_rows: Stances of the gold, of all classes.
--   is_main_gold: Whether this gold has the most stances of those on which the extractor was measured.
--   extractor: Name of the extractor, as in stances.
--   extractor_version: Version of the extractor, as in stances.
--   extractor_hash: Hash of the extractor, as in ops.runs.
--   is_present_extractor: Whether just this extractor made the stances of the warehouse.
--   codebook_version: Hash of the codebook with which it was measured.
--   is_present_codebook: Whether the warehouse was made with that codebook too.
--   evaluated_at: Instant of the evaluation, UTC.
--   evaluation_id: The evaluation: ops.evaluations has its command.
WITH last_run AS (
    SELECT
        arg_max(extractor_hash, finished_at) AS extractor_hash,
        arg_max(codebook_version, finished_at) AS codebook_version
    FROM ops.runs
),

judged AS (
    SELECT
        evaluations.*,
        coalesce(evaluations.extractor_hash = last_run.extractor_hash, false) AS is_present_extractor,
        coalesce(evaluations.codebook_version = last_run.codebook_version, false) AS is_present_codebook
    FROM ops.evaluations AS evaluations
    CROSS JOIN last_run
),

latest AS (
    SELECT *
    FROM judged
    QUALIFY
        dense_rank()
            OVER (
                PARTITION BY gold_hash, extractor_hash
                ORDER BY is_present_codebook DESC, evaluated_at DESC, evaluation_id ASC
            )
        = 1
),

main_gold AS (
    SELECT extractor_hash, arg_max(gold_hash, (gold_rows, evaluated_at, gold_hash)) AS gold_hash
    FROM latest
    GROUP BY extractor_hash
)

SELECT
    CASE latest.class_kind
        WHEN 'all' THEN CASE latest.level
            WHEN 'detection' THEN 'all stances: the right holder in the right sentence'
            WHEN 'stance' THEN 'all stances: holder, sentence and side right'
            ELSE 'all stances: holder, sentence, side and target right'
        END
        WHEN 'side' THEN CASE latest.class_name
            WHEN 'support' THEN 'stances for something'
            WHEN 'oppose' THEN 'stances against something'
            WHEN 'mixed' THEN 'undecided or conditional stances'
            ELSE 'the side, where holder and sentence are right'
        END
        WHEN 'mode' THEN CASE latest.class_name
            WHEN 'direct' THEN 'stances in direct speech'
            WHEN 'indirect' THEN 'stances in reported speech'
            WHEN 'attitude' THEN 'stances as an attitude that the text ascribes'
            ELSE 'stances shown by a deed'
        END
        WHEN 'holder' THEN CASE latest.level
            WHEN 'full' THEN 'the holder, where sentence, side and target are right'
            ELSE 'the holder, where sentence and side are right'
        END
        WHEN 'issue' THEN 'the issue: stances on one issue have one id, and no others have it'
        ELSE 'the confidence: how far it lies from the share that is right'
    END AS class_label,
    latest.level,
    latest.class_kind,
    latest.class_name,
    max(latest.value) FILTER (WHERE latest.figure = 'precision') AS precision,
    max(latest.low) FILTER (WHERE latest.figure = 'precision') AS precision_low,
    max(latest.high) FILTER (WHERE latest.figure = 'precision') AS precision_high,
    max(latest.value) FILTER (WHERE latest.figure = 'recall') AS recall,
    max(latest.low) FILTER (WHERE latest.figure = 'recall') AS recall_low,
    max(latest.high) FILTER (WHERE latest.figure = 'recall') AS recall_high,
    max(latest.value) FILTER (WHERE latest.figure = 'f1') AS f1,
    max(latest.low) FILTER (WHERE latest.figure = 'f1') AS f1_low,
    max(latest.high) FILTER (WHERE latest.figure = 'f1') AS f1_high,
    max(latest.value) FILTER (WHERE latest.figure = 'share_right') AS share_right,
    max(latest.low) FILTER (WHERE latest.figure = 'share_right') AS share_right_low,
    max(latest.high) FILTER (WHERE latest.figure = 'share_right') AS share_right_high,
    max(latest.value) FILTER (WHERE latest.figure = 'calibration_error') AS calibration_error,
    max(latest.low) FILTER (WHERE latest.figure = 'calibration_error') AS calibration_error_low,
    max(latest.high) FILTER (WHERE latest.figure = 'calibration_error') AS calibration_error_high,
    max(latest.value) FILTER (WHERE latest.figure = 'coverage') AS coverage,
    max(latest.support) FILTER (
        WHERE latest.figure IN ('recall', 'f1', 'share_right', 'calibration_error')
    ) AS class_rows,
    max(latest.support) FILTER (
        WHERE latest.figure = 'precision' AND latest.class_kind <> 'issue'
    ) AS predicted_rows,
    latest.gold_name,
    latest.gold_hash,
    latest.gold_articles,
    latest.gold_rows,
    latest.gold_hash = main_gold.gold_hash AS is_main_gold,
    latest.extractor,
    latest.extractor_version,
    latest.extractor_hash,
    latest.is_present_extractor,
    latest.codebook_version,
    latest.is_present_codebook,
    latest.evaluated_at,
    latest.evaluation_id
FROM latest
INNER JOIN main_gold ON latest.extractor_hash = main_gold.extractor_hash
GROUP BY ALL
