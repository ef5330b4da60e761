-- What the warehouse holds, in one row.
SELECT
    (SELECT count(*) FROM articles) AS articles,
    (SELECT count(DISTINCT publisher) FROM articles) AS publishers,
    (SELECT count(*) FROM stances) AS stances,
    (SELECT count(DISTINCT coalesce(holder_id, holder)) FROM stances) AS holders,
    (SELECT count(DISTINCT issue_id) FROM stances) AS issues,
    (SELECT count(*) FROM stances WHERE issue_id IS NULL) AS without_issue,
    (SELECT count(*) FROM articles WHERE published_at IS NULL) AS without_date,
    (SELECT count(*) FROM ops.rejected_rows) AS rejected,
    (SELECT CAST(min(published_at) AT TIME ZONE 'UTC' AS DATE) FROM articles) AS first_on,
    (SELECT CAST(max(published_at) AT TIME ZONE 'UTC' AS DATE) FROM articles) AS last_on
