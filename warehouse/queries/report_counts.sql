-- What the report is of, in one row: all articles read, and the stances of its scope.
SELECT
    (SELECT count(*) FROM mart.newest_articles) AS articles,
    (SELECT count(DISTINCT story_id) FROM mart.newest_articles) AS stories,
    (SELECT count(DISTINCT publisher) FROM mart.newest_articles) AS publishers,
    count(*) AS stances,
    count(DISTINCT story_id) AS independent_sources,
    count(DISTINCT utterance_id) AS distinct_utterances,
    count(DISTINCT holder_key) AS holders,
    count(DISTINCT issue_id) AS issues,
    count(*) FILTER (WHERE issue_id IS NULL) AS without_issue,
    count(*) FILTER (WHERE is_new) AS new_stances,
    count(DISTINCT article_id) FILTER (WHERE is_new) AS new_articles,
    count(DISTINCT story_id) FILTER (WHERE is_new) AS new_sources,
    count(DISTINCT utterance_id) FILTER (WHERE is_new) AS new_utterances,
    avg(confidence) AS mean_confidence,
    count(confidence) AS with_confidence,
    (SELECT count(DISTINCT run_id) FROM main.articles) AS runs,
    (SELECT CAST(max(ingested_at) AT TIME ZONE 'UTC' AS DATE) FROM main.articles) AS last_run_on,
    (SELECT count(*) FROM mart.newest_articles WHERE published_at IS NULL) AS without_date,
    (SELECT count(*) FROM ops.rejected_rows) AS rejected,
    (SELECT CAST(min(published_at) AT TIME ZONE 'UTC' AS DATE) FROM mart.newest_articles) AS first_on,
    (SELECT CAST(max(published_at) AT TIME ZONE 'UTC' AS DATE) FROM mart.newest_articles) AS last_on
FROM report_stances
