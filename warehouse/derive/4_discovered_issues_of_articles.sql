-- Rows of article_issues for discovered issues. Salience is that of schemas/codebook_salience.py: the weighted share of
-- title and sentences. A sentence is on the issue where a stance in it is; the title, where it holds a wording of the
-- targets. How many sentences an article has is not stored: the last with a mention, statement or stance stands for it.
INSERT INTO article_issues BY NAME
WITH on_issue AS (
    SELECT
        stances.article_id,
        stances.issue_id,
        count(*) AS stances,
        count(DISTINCT stances.target_start) AS mentions,
        max(stances.codebook_version) AS codebook_version,
        max(stances.run_id) AS run_id
    FROM stances
    INNER JOIN recurring_targets AS recurring ON stances.stance_id = recurring.stance_id
    GROUP BY stances.article_id, stances.issue_id
),

sentences_on_issue AS (
    SELECT article_id, issue_id, sum(weight) AS weight
    FROM (
        SELECT DISTINCT
            stances.article_id,
            stances.issue_id,
            stances.sentence,
            CASE WHEN stances.sentence < getvariable('lead_sentences') THEN getvariable('lead_weight') ELSE 1 END AS weight
        FROM stances
        INNER JOIN recurring_targets AS recurring ON stances.stance_id = recurring.stance_id
    )
    GROUP BY article_id, issue_id
),

titles AS (
    SELECT DISTINCT articles.article_id, stances.issue_id
    FROM stances
    INNER JOIN recurring_targets AS recurring ON stances.stance_id = recurring.stance_id
    INNER JOIN articles ON stances.article_id = articles.article_id
    INNER JOIN issues ON stances.issue_id = issues.issue_id
    WHERE contains(lower(articles.title), lower(issues.label)) OR contains(lower(articles.title), lower(stances.target))
),

lengths AS (
    SELECT article_id, max(sentence) + 1 AS sentences
    FROM (
        SELECT article_id, sentence FROM mentions
        UNION ALL
        SELECT article_id, sentence FROM statements
        UNION ALL
        SELECT article_id, sentence FROM stances
    )
    GROUP BY article_id
)

SELECT
    on_issue.article_id,
    on_issue.issue_id,
    on_issue.mentions,
    on_issue.stances,
    (
        sentences_on_issue.weight + CASE WHEN titles.issue_id IS NOT NULL THEN getvariable('title_weight') ELSE 0 END
    ) / (
        lengths.sentences + least(lengths.sentences, getvariable('lead_sentences')) * (getvariable('lead_weight') - 1)
        + CASE WHEN articles.title IS NOT NULL THEN getvariable('title_weight') ELSE 0 END
    ) AS salience,
    'discovery' AS extractor,
    '1' AS extractor_version,
    on_issue.codebook_version,
    on_issue.run_id
FROM on_issue
INNER JOIN articles ON on_issue.article_id = articles.article_id
INNER JOIN lengths ON on_issue.article_id = lengths.article_id
INNER JOIN sentences_on_issue
    ON on_issue.article_id = sentences_on_issue.article_id AND on_issue.issue_id = sentences_on_issue.issue_id
LEFT JOIN titles ON on_issue.article_id = titles.article_id AND on_issue.issue_id = titles.issue_id;

DROP TABLE recurring_targets;
