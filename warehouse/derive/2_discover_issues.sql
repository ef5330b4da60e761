-- A target outside the codebook that recurs in two stories or more is an issue of its own. A copy of a story is no second
-- one, and a single word ("the bill", "the zone") is none: it means another thing in another story.
--
-- Its id is made of the target's lemmas, so it is the same in every load; its label is the most frequent wording, of several
-- the shortest, then the first in the alphabet.
INSERT INTO issues BY NAME
WITH recurring AS (
    SELECT stances.target_key
    FROM stances
    INNER JOIN articles ON stances.article_id = articles.article_id
    WHERE stances.issue_id IS NULL AND contains(stances.target_key, '-')
    GROUP BY stances.target_key
    HAVING count(DISTINCT articles.text_hash) >= 2
),

wordings AS (
    SELECT target_key, target, count(*) AS times
    FROM stances
    WHERE issue_id IS NULL AND target_key IN (SELECT target_key FROM recurring)
    GROUP BY target_key, target
),

labels AS (
    SELECT target_key, target AS label
    FROM wordings
    QUALIFY row_number() OVER (PARTITION BY target_key ORDER BY times DESC, length(target), target) = 1
)

SELECT
    'discovered-' || regexp_replace(target_key, '[^a-z0-9]+', '-', 'g') || '-' || left(md5(target_key), 6) AS issue_id,
    label,
    'discovered' AS topic,
    'To support is to be for: ' || label AS proposition,
    'for ' || label AS support_means,
    'against ' || label AS oppose_means,
    CAST(NULL AS VARCHAR) AS example_sentence,
    true AS is_discovered,
    (SELECT any_value(codebook_version) FROM issues) AS codebook_version
FROM labels;

UPDATE stances
SET
    issue_id = 'discovered-' || regexp_replace(target_key, '[^a-z0-9]+', '-', 'g') || '-' || left(md5(target_key), 6),
    issue_polarity = polarity
WHERE
    issue_id IS NULL
    AND 'discovered-' || regexp_replace(target_key, '[^a-z0-9]+', '-', 'g') || '-' || left(md5(target_key), 6)
    IN (SELECT issue_id FROM issues WHERE is_discovered);
