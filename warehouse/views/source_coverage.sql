-- source_coverage: what each outlet contributed, and what of it was rich in stances.
--
-- Grain   one row per publisher; articles without one are together under null
-- Reads   articles, stances
-- Serves  the report's data quality; "whom do we read?"
--
-- Columns
--   publisher: The outlet; null for articles that name none.
--   articles: Articles of the outlet.
--   distinct_texts: Distinct texts among them: an exact copy does not count again.
--   articles_with_stances: Articles with at least one stance.
--   articles_without_date: Articles whose day of publication is unknown.
--   stances: Stances found in them.
--   stances_without_issue: Stances whose target belongs to no issue.
--   first_on: UTC day of the earliest article; null where no day is known.
--   last_on: UTC day of the latest article; null where no day is known.
WITH found AS (
    SELECT article_id, count(*) AS stances, count(*) FILTER (WHERE issue_id IS NULL) AS without_issue
    FROM main.stances
    GROUP BY article_id
)

SELECT
    articles.publisher,
    count(*) AS articles,
    count(DISTINCT articles.text_hash) AS distinct_texts,
    count(found.article_id) AS articles_with_stances,
    count(*) FILTER (WHERE articles.published_at IS NULL) AS articles_without_date,
    CAST(coalesce(sum(found.stances), 0) AS BIGINT) AS stances,
    CAST(coalesce(sum(found.without_issue), 0) AS BIGINT) AS stances_without_issue,
    CAST(min(articles.published_at) AT TIME ZONE 'UTC' AS DATE) AS first_on,
    CAST(max(articles.published_at) AT TIME ZONE 'UTC' AS DATE) AS last_on
FROM main.articles AS articles
LEFT JOIN found ON articles.article_id = found.article_id
GROUP BY articles.publisher
