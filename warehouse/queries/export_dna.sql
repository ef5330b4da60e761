-- One row per stance with an issue and a side, with the columns of an event list of Discourse Network Analyzer.
--
-- A statement of DNA is an actor's own: what others claim of a holder is left out.
-- `agreement` is the side on the issue's proposition, `target_agreement` that on the target as worded (null if mixed).
SELECT
    stances.stance_id AS "statement ID",
    strftime(coalesce(articles.published_at::TIMESTAMP, stances.stated_on), '%Y-%m-%d %H:%M:%S') AS time,
    articles.doc_id AS "document ID",
    articles.title AS "document title",
    articles.authors AS author,
    articles.publisher AS source,
    issues.topic AS section,
    stances.mode AS type,
    stances.evidence AS text,
    CASE WHEN coalesce(actors.kind, unlisted.sort) = 'person' THEN browser.holder_label END AS person,
    CASE WHEN coalesce(actors.kind, unlisted.sort, '') <> 'person' THEN browser.holder_label END AS organization,
    issues.label AS concept,
    (stances.issue_polarity = 'support')::INTEGER AS agreement,
    stances.evidence_start AS start,
    stances.evidence_end AS stop,
    stances.stated_on AS date,
    issues.proposition,
    stances.target,
    CASE stances.polarity WHEN 'support' THEN 1 WHEN 'oppose' THEN 0 END AS target_agreement
FROM mart.evidence_browser AS browser
INNER JOIN main.stances AS stances ON browser.stance_id = stances.stance_id
INNER JOIN main.articles AS articles ON stances.article_id = articles.article_id
INNER JOIN main.issues AS issues ON stances.issue_id = issues.issue_id
LEFT JOIN main.actors AS actors ON stances.holder_id = actors.actor_id
LEFT JOIN mart.unlisted_actors AS unlisted ON stances.holder_id IS NULL AND stances.holder = unlisted.name
WHERE
    stances.issue_polarity IN ('support', 'oppose')
    AND browser.is_own_side
    AND ($since::DATE IS NULL OR stances.stated_on >= $since::DATE)
    AND ($issue::VARCHAR IS NULL OR stances.issue_id = $issue)
    AND ($actor::VARCHAR IS NULL OR browser.holder_key = $actor)
ORDER BY time, articles.doc_id, stances.evidence_start, stances.stance_id
