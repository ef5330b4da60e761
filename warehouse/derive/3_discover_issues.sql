-- Each group of targets that recurs in two stories or more is an issue of its own; see 2_group_recurring_targets.sql.
--
-- The label is the most frequent wording without its determiner, of several the shortest, then the first in the alphabet.
INSERT INTO issues BY NAME
WITH found AS (
    SELECT
        recurring.issue_id,
        stances.evidence,
        articles.ingested_at,
        stances.article_id,
        stances.target_start,
        stances.stance_id,
        regexp_replace(
            trim(stances.target, ' "“”''‘’'),
            '(?i)^((the|an?|this|that|these|those|its|their|his|her|our|my|your|any|some|such|no) )+', ''
        ) AS wording
    FROM recurring_targets AS recurring
    INNER JOIN stances ON recurring.stance_id = stances.stance_id
    INNER JOIN articles ON stances.article_id = articles.article_id
),

wordings AS (
    SELECT issue_id, lower(wording) AS same, min(wording) AS wording, count(*) AS times
    FROM found
    GROUP BY issue_id, same
),

labels AS (
    SELECT issue_id, upper(left(wording, 1)) || substr(wording, 2) AS label, wording
    FROM wordings
    QUALIFY row_number() OVER (PARTITION BY issue_id ORDER BY times DESC, length(wording), wording) = 1
),

examples AS (
    SELECT issue_id, arg_min(evidence, (ingested_at, article_id, target_start, stance_id)) AS example_sentence
    FROM found
    GROUP BY issue_id
)

SELECT
    labels.issue_id,
    labels.label,
    'discovered' AS topic,
    'To support is to be for: ' || labels.wording AS proposition,
    'for ' || labels.wording AS support_means,
    'against ' || labels.wording AS oppose_means,
    examples.example_sentence,
    true AS is_discovered,
    (SELECT any_value(codebook_version) FROM issues) AS codebook_version
FROM labels
INNER JOIN examples ON labels.issue_id = examples.issue_id;

UPDATE stances
SET issue_id = recurring.issue_id, issue_polarity = stances.polarity, issue_rule = 'recurs'
FROM recurring_targets AS recurring
WHERE stances.stance_id = recurring.stance_id;
