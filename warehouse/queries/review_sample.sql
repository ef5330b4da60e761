-- Stances to review, with all that a coder needs to see and all that finds the stance again.
--
-- Parameters: sample ('random', 'uncertain' or 'issue'), issue_id, seed, size, reviewed (whether rows that were
-- reviewed before come again). A row each of the newest versions of pages alone.
WITH candidates AS (
    SELECT
        stances.*,
        articles.title AS article_title,
        articles.publisher,
        articles.published_at,
        articles.url,
        texts.text,
        texts.offset_map,
        issues.label AS issue_label,
        issues.proposition,
        holders.name AS holder_label,
        CASE $sample
            WHEN 'uncertain' THEN coalesce(stances.confidence, stances.score)
            ELSE 0
        END AS place,
        md5(concat_ws('-', $seed, stances.stance_id)) AS chance
    FROM main.stances AS stances
    INNER JOIN mart.newest_articles AS articles ON stances.article_id = articles.article_id
    INNER JOIN main.articles AS texts ON stances.article_id = texts.article_id
    LEFT JOIN main.issues AS issues ON stances.issue_id = issues.issue_id
    LEFT JOIN main.actors AS holders ON stances.holder_id = holders.actor_id
    WHERE
        ($sample <> 'issue' OR stances.issue_id = $issue_id)
        AND ($reviewed OR stances.reviewed_by IS NULL)
)

SELECT * EXCLUDE (place, chance)
FROM candidates
ORDER BY place, chance
LIMIT $size
