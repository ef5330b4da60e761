-- The stances of the report's scope, read once for the queries beside this one.
--
-- What is new: without a day, what stands in the articles that the last run stored; with one, what was stated from it on,
-- or, without a day of its own, stored from it on.
CREATE OR REPLACE TEMP TABLE report_stances AS
WITH last_run AS (SELECT arg_max(run_id, ingested_at) AS run_id FROM main.articles)

SELECT
    stances.*,
    CASE
        WHEN CAST($since AS DATE) IS NULL THEN articles.run_id = last_run.run_id
        ELSE coalesce(stances.stated_on, CAST(articles.ingested_at AT TIME ZONE 'UTC' AS DATE)) >= CAST($since AS DATE)
    END AS is_new
FROM mart.evidence_browser AS stances
INNER JOIN main.articles AS articles ON stances.article_id = articles.article_id
CROSS JOIN last_run
WHERE
    (CAST($issue AS VARCHAR) IS NULL OR stances.issue_id = $issue)
    AND (CAST($actor AS VARCHAR) IS NULL OR stances.holder_key = $actor)
