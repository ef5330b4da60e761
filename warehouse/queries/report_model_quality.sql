-- How good the model is: of this extractor on the largest gold; where it was never measured, the latest of another
-- version of it, else of another extractor.
WITH chosen AS (
    SELECT gold_hash, extractor_hash
    FROM mart.model_quality
    WHERE is_main_gold
    ORDER BY
        is_present_extractor DESC,
        extractor IN (SELECT extractor FROM main.stances) DESC,
        evaluated_at DESC,
        extractor_hash ASC
    LIMIT 1
)

SELECT
    class_label,
    coalesce(
        format('{:.2f} ({:.2f}–{:.2f})', precision, precision_low, precision_high),
        format('{:.2f}, of too few', precision)
    ) AS precision,
    coalesce(
        format('{:.2f} ({:.2f}–{:.2f})', recall, recall_low, recall_high), format('{:.2f}, of too few', recall)
    ) AS recall,
    coalesce(format('{:.2f} ({:.2f}–{:.2f})', f1, f1_low, f1_high), format('{:.2f}, of too few', f1)) AS f1,
    CASE class_kind
        WHEN 'calibration'
            THEN
                'off by ' || coalesce(
                    format('{:.2f} ({:.2f}–{:.2f})', calibration_error, calibration_error_low, calibration_error_high),
                    format('{:.2f}, of too few', calibration_error)
                )
        ELSE
            coalesce(
                format('{:.2f} ({:.2f}–{:.2f})', share_right, share_right_low, share_right_high),
                format('{:.2f}, of too few', share_right)
            )
    END AS share_right,
    class_rows,
    predicted_rows,
    gold_name,
    gold_articles,
    gold_rows,
    extractor,
    extractor_hash,
    is_present_extractor,
    is_present_codebook,
    CAST(evaluated_at AT TIME ZONE 'UTC' AS DATE) AS evaluated_on
FROM mart.model_quality
INNER JOIN chosen USING (gold_hash, extractor_hash)
WHERE class_kind IN ('all', 'side', 'holder', 'calibration')
ORDER BY
    list_position(['all', 'side', 'holder', 'calibration'], class_kind),
    class_name = 'all',
    list_position(['detection', 'stance', 'full'], level),
    list_position(['support', 'oppose', 'mixed'], class_name)
