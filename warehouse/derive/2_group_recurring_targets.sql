-- Targets outside the codebook, each with the group of near-equal targets that it belongs to: see docs/decisions/0006.
--
-- A group is named for its leader, the key that came first, by (ingested_at, article_id, place in the text). A key
-- follows the first leader that is near to it, and a leader is a key with no near one before it. So what arrives later
-- can join a group, never rename or merge groups: a new version of a page keeps the place of the old one. A key near to followers alone stands alone.
--
-- Near are two keys of the same words, or two noun phrases with the same head of whose words, both together, 60 % are
-- shared. A noun phrase is told by its determiner ("the new ferry line"), since "close the ferry line" must not join
-- "the ferry line": its head is the last word, and a preposition or a second determiner shows that it goes on.
--
-- A group recurs where the newest versions of pages of two stories have it: neither a copy of a story nor an older
-- version of a page is a second one.
--
-- Left out: single words ("the bill" means another thing in another story) and targets that are actors.
CREATE OR REPLACE TEMP TABLE recurring_targets AS
WITH candidates AS (
    SELECT
        stances.stance_id,
        stances.target_key,
        CASE WHEN stories.is_newest THEN stories.story_id END AS story_id, -- an older version only keeps its place
        articles.ingested_at,
        stances.article_id,
        stances.target_start,
        regexp_matches(stances.target, '(?i)^(the|an?|this|that|these|those|its|their|his|her|our|my|your) ')
        AND NOT regexp_matches(
            stances.target,
            '(?i) (the|an?|its|their|his|her|our|my|your|that|which|who|of|to|in|on|for|from|by|with|at|over|under|about'
            || '|against|between|into|after|before|as|and|or|should|must|will|would|can|could|be|is|are|was|were) '
        ) AS is_noun_phrase
    FROM stances
    INNER JOIN articles ON stances.article_id = articles.article_id
    INNER JOIN article_stories AS stories ON stances.article_id = stories.article_id
    WHERE
        stances.issue_id IS NULL
        AND stances.issue_rule IS DISTINCT FROM 'correction' -- a person has said that it is on no issue
        AND stances.target_actor_id IS NULL
        AND contains(stances.target_key, '-')
        AND NOT EXISTS (
            SELECT 1
            FROM mentions
            WHERE
                mentions.article_id = stances.article_id
                AND mentions.kind = 'name'
                AND mentions.mention_end = stances.target_end
                AND mentions.mention_start <= stances.target_start + 4
        )
),

keys AS (
    SELECT
        target_key,
        list_sort(list_distinct(string_split(target_key, '-'))) AS words,
        CASE
            WHEN arg_min(is_noun_phrase, (ingested_at, article_id, target_start, stance_id)) -- the first wording decides
                THEN regexp_extract(target_key, '[^-]+$')
        END AS head,
        row_number() OVER (ORDER BY min((ingested_at, article_id, target_start, target_key))) AS place
    FROM candidates
    GROUP BY target_key
),

near AS (
    SELECT later.target_key, earlier.target_key AS leader, earlier.place
    FROM keys AS later
    INNER JOIN keys AS earlier ON later.words = earlier.words AND later.place > earlier.place
    UNION ALL
    SELECT later.target_key, earlier.target_key AS leader, earlier.place
    FROM keys AS later
    INNER JOIN keys AS earlier ON later.head = earlier.head AND later.place > earlier.place
    WHERE
        len(list_intersect(later.words, earlier.words)) >= 2
        AND len(list_intersect(later.words, earlier.words)) / len(list_distinct(list_concat(later.words, earlier.words)))
        >= 0.6
),

groups AS (
    SELECT target_key, arg_min(leader, place) AS leader
    FROM near
    WHERE leader NOT IN (SELECT target_key FROM near)
    GROUP BY target_key
)

SELECT
    candidates.stance_id,
    'discovered-' || trim(left(regexp_replace(coalesce(groups.leader, candidates.target_key), '[^a-z0-9]+', '-', 'g'), 60), '-')
    || '-' || left(md5(coalesce(groups.leader, candidates.target_key)), 6) AS issue_id
FROM candidates
LEFT JOIN groups ON candidates.target_key = groups.target_key
WHERE candidates.story_id IS NOT NULL
QUALIFY count(DISTINCT candidates.story_id) OVER (PARTITION BY coalesce(groups.leader, candidates.target_key)) >= 2;
