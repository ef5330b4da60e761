-- issue_salience: how much room each issue takes, per UTC day of publication.
--
-- Grain   one row per issue and day with at least one article on it
-- Reads   article_issues, mart.newest_articles, mart.evidence_browser, issues
-- Serves  the report's overview; "what is being talked about?"
-- Stored  it counts the sentences of every day
--
-- Of a page the newest version counts alone. Articles without a day of publication are together under a null day.
-- Discovered issues are there too (topic 'discovered'). The three counts are here articles, stories and utterances; what
-- others claim of a holder takes room like anything else, and counts.
--
-- Columns
--   issue_id: The issue.
--   issue_label: Short name of the issue.
--   topic: Broad field of politics of the issue.
--   published_on: UTC day of publication; null where unknown.
--   articles: Articles that take up the issue.
--   stories: Distinct stories among them: a copy does not count again.
--   share_of_articles: Those, divided by all articles of the day; from 0 to 1.
--   mentions: How often cues of the issue, or targets on it, stand in them.
--   stances: Stances on the issue in them.
--   distinct_utterances: Distinct sentences with these stances.
--   mean_salience: Mean share of these articles' titles and sentences that is on the issue, titles and leads counted more.
WITH days AS (
    SELECT CAST(published_at AT TIME ZONE 'UTC' AS DATE) AS published_on, count(*) AS articles
    FROM mart.newest_articles
    GROUP BY published_on
),

said AS (
    SELECT
        issue_id,
        CAST(published_at AT TIME ZONE 'UTC' AS DATE) AS published_on,
        count(DISTINCT utterance_id) AS utterances
    FROM mart.evidence_browser
    WHERE issue_id IS NOT NULL
    GROUP BY issue_id, CAST(published_at AT TIME ZONE 'UTC' AS DATE)
)

SELECT
    found.issue_id,
    any_value(issues.label) AS issue_label,
    any_value(issues.topic) AS topic,
    days.published_on,
    count(*) AS articles,
    count(DISTINCT articles.story_id) AS stories,
    count(*) / any_value(days.articles) AS share_of_articles,
    CAST(sum(found.mentions) AS BIGINT) AS mentions,
    CAST(sum(found.stances) AS BIGINT) AS stances,
    coalesce(any_value(said.utterances), 0) AS distinct_utterances,
    avg(found.salience) AS mean_salience
FROM main.article_issues AS found
INNER JOIN mart.newest_articles AS articles ON found.article_id = articles.article_id
INNER JOIN days ON CAST(articles.published_at AT TIME ZONE 'UTC' AS DATE) IS NOT DISTINCT FROM days.published_on
LEFT JOIN said ON found.issue_id = said.issue_id AND days.published_on IS NOT DISTINCT FROM said.published_on
LEFT JOIN main.issues AS issues ON found.issue_id = issues.issue_id
GROUP BY found.issue_id, days.published_on
