-- What the warehouse holds, in one row; of a page the newest version counts alone.
WITH counted AS (
    SELECT * FROM stances WHERE article_id IN (SELECT article_id FROM mart.newest_articles)
)

SELECT
    (SELECT count(*) FROM mart.newest_articles) AS articles,
    (SELECT count(DISTINCT story_id) FROM mart.newest_articles) AS stories,
    (SELECT count(DISTINCT publisher) FROM mart.newest_articles) AS publishers,
    (SELECT count(*) FROM counted) AS stances,
    (SELECT count(DISTINCT coalesce(holder_id, holder)) FROM counted) AS holders,
    (SELECT count(DISTINCT issue_id) FROM counted) AS issues,
    (SELECT count(*) FROM counted WHERE issue_id IS NULL) AS without_issue,
    (SELECT count(*) FROM mart.newest_articles WHERE published_at IS NULL) AS without_date,
    (SELECT count(*) FROM ops.rejected_rows) AS rejected,
    (SELECT CAST(min(published_at) AT TIME ZONE 'UTC' AS DATE) FROM mart.newest_articles) AS first_on,
    (SELECT CAST(max(published_at) AT TIME ZONE 'UTC' AS DATE) FROM mart.newest_articles) AS last_on
