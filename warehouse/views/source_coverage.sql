-- source_coverage: what each outlet contributed, and what of it was rich in stances.
--
-- Grain   one row per publisher; articles without one are together under null
-- Reads   mart.newest_articles, mart.evidence_browser
-- Serves  the report's data quality; "whom do we read?"
-- Stored  it counts the sentences of every outlet
--
-- Of a page the newest version counts alone. Articles are the stories that the outlet led and the copies that it took.
--
-- Columns
--   publisher: The outlet; null for articles that name none.
--   articles: Articles of the outlet.
--   stories: Distinct stories among them: one that it printed twice counts once.
--   copies: Articles among them that are not the lead of their story: another article, of any outlet, told it before.
--   articles_with_stances: Articles with at least one stance.
--   articles_without_date: Articles whose day of publication is unknown.
--   stances: Stances found in them.
--   distinct_utterances: Distinct sentences with these stances.
--   stances_without_issue: Stances whose target belongs to no issue.
--   first_on: UTC day of the earliest article; null where no day is known.
--   last_on: UTC day of the latest article; null where no day is known.
WITH found AS (
    SELECT article_id, count(*) AS stances, count(*) FILTER (WHERE issue_id IS NULL) AS without_issue
    FROM mart.evidence_browser
    GROUP BY article_id
),

said AS (
    SELECT publisher, count(DISTINCT utterance_id) AS utterances
    FROM mart.evidence_browser
    GROUP BY publisher
)

SELECT
    articles.publisher,
    count(*) AS articles,
    count(DISTINCT articles.story_id) AS stories,
    count(*) FILTER (WHERE NOT articles.is_lead) AS copies,
    count(found.article_id) AS articles_with_stances,
    count(*) FILTER (WHERE articles.published_at IS NULL) AS articles_without_date,
    CAST(coalesce(sum(found.stances), 0) AS BIGINT) AS stances,
    coalesce(any_value(said.utterances), 0) AS distinct_utterances,
    CAST(coalesce(sum(found.without_issue), 0) AS BIGINT) AS stances_without_issue,
    CAST(min(articles.published_at) AT TIME ZONE 'UTC' AS DATE) AS first_on,
    CAST(max(articles.published_at) AT TIME ZONE 'UTC' AS DATE) AS last_on
FROM mart.newest_articles AS articles
LEFT JOIN found ON articles.article_id = found.article_id
LEFT JOIN said ON articles.publisher IS NOT DISTINCT FROM said.publisher
GROUP BY articles.publisher
