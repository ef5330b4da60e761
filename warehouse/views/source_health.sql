-- source_health: how each source fared when it last brought something new, failed, or answered again after a failure.
--
-- Grain   one row per source that ever brought something new or failed
-- Reads   ops.source_runs
-- Serves  whoever runs it; "which source is broken, which has gone quiet?"
--
-- A visit that finds nothing new leaves no row, so `last_visit_at` is that of the last visit with something to tell: a
-- source that answers and has nothing new keeps it. One that fails tells so at each visit.
--
-- Columns
--   source_name: Name of the source in `sources.yaml`; the path where it was given by hand.
--   kind: Kind of the source: feed, sitemap, urls, page or files.
--   last_visit_at: Instant of the last visit with something to tell, UTC.
--   last_outcome: What came of it: read, unchanged or failed.
--   failures_in_a_row: Visits that failed since the last that did not; 0 where the last one did not.
--   last_error: Why the last one failed; null where it did not.
--   articles: Articles stored from the source, in all.
--   articles_last_7_days: Those of the visits of the seven days before `last_visit_at`, its own among them.
--   articles_rejected: Articles turned away, in all.
--   last_article_at: Instant of the last visit that stored an article, UTC; null where none did.
WITH visits AS (
    SELECT
        *,
        max(visited_at) OVER (PARTITION BY source_name) AS last_visit_at,
        row_number() OVER (PARTITION BY source_name ORDER BY visited_at DESC, run_id DESC) AS place
    FROM ops.source_runs
)

SELECT
    source_name,
    any_value(kind) FILTER (WHERE place = 1) AS kind,
    any_value(last_visit_at) AS last_visit_at,
    any_value(outcome) FILTER (WHERE place = 1) AS last_outcome,
    any_value(failures_in_a_row) FILTER (WHERE place = 1) AS failures_in_a_row,
    any_value(error) FILTER (WHERE place = 1) AS last_error,
    CAST(sum(articles_new) AS BIGINT) AS articles,
    CAST(
        coalesce(sum(articles_new) FILTER (WHERE visited_at > last_visit_at - INTERVAL 7 DAY), 0) AS BIGINT
    ) AS articles_last_7_days,
    CAST(sum(articles_rejected) AS BIGINT) AS articles_rejected,
    max(visited_at) FILTER (WHERE articles_new > 0) AS last_article_at
FROM visits
GROUP BY source_name
