-- unresolved_actors: who takes sides but is not in the codebook: the work list of whoever extends it.
--
-- Grain   one row per holder without a codebook actor; spellings with one unlisted_id are one holder
-- Reads   mart.unlisted_actors, mart.newest_articles, stances, mentions, actors, actor_aliases
-- Serves  the work on the codebook: what to add next, the most frequent first where ordered by stances
-- Stored  it compares every unknown name with every known one
--
-- Of a page the newest version counts alone. Suggestions are likenesses of spelling (Jaro-Winkler, 0.88 or more, among names that end in a word with one initial),
-- or, for a name of one word, the persons whose last name it is. They are no identification.
--
-- Columns
--   holder: The most frequent name that articles give the holder.
--   unlisted_id: Its id across articles; null for a name of one word and for a description.
--   sort: What it seems to be: person, organisation, described or unclear.
--   stances: Its stances, each report counted.
--   independent_sources: Distinct stories that report them: a copy, exact, edited or cut, does not count again.
--   distinct_utterances: Distinct sentences of them.
--   mentions: How often articles mention it, by name or otherwise.
--   articles: Articles that have its stances.
--   publishers: Outlets of these articles; one that is unknown is not counted.
--   first_on: UTC day of the first of them; null where no day is known.
--   last_on: UTC day of the last of them; null where no day is known.
--   example: One sentence with a stance of it.
--   example_stance_id: The stance of that sentence.
--   suggestions: Up to three codebook actors of a like name, as 'name (actor_id, likeness)' joined by '; '; null for none.
--   codebook_line: Its entry for the `actors:` of a codebook, to paste; null where sort or full name is unknown, or the name known.
WITH holders AS (
    SELECT
        coalesce(unlisted.unlisted_id, stances.holder) AS holder_key,
        any_value(unlisted.unlisted_id) AS unlisted_id,
        mode(unlisted.sort ORDER BY unlisted.sort) AS sort,
        mode(stances.holder ORDER BY stances.holder) AS holder,
        count(*) AS stances,
        count(DISTINCT articles.story_id) AS independent_sources,
        count(DISTINCT lower(stances.evidence)) AS distinct_utterances,
        count(DISTINCT stances.article_id) AS articles,
        count(DISTINCT articles.publisher) AS publishers,
        CAST(min(articles.published_at) AT TIME ZONE 'UTC' AS DATE) AS first_on,
        CAST(max(articles.published_at) AT TIME ZONE 'UTC' AS DATE) AS last_on,
        arg_min(stances.evidence, stances.stance_id) AS example,
        min(stances.stance_id) AS example_stance_id
    FROM main.stances AS stances
    INNER JOIN mart.newest_articles AS articles ON stances.article_id = articles.article_id
    INNER JOIN mart.unlisted_actors AS unlisted ON stances.holder = unlisted.name
    WHERE stances.holder_id IS NULL
    GROUP BY coalesce(unlisted.unlisted_id, stances.holder)
),

mentioned AS (
    SELECT coalesce(unlisted.unlisted_id, mentions.actor) AS holder_key, count(*) AS mentions
    FROM main.mentions AS mentions
    INNER JOIN mart.newest_articles AS articles ON mentions.article_id = articles.article_id
    INNER JOIN mart.unlisted_actors AS unlisted ON mentions.actor = unlisted.name
    WHERE mentions.actor_id IS NULL
    GROUP BY coalesce(unlisted.unlisted_id, mentions.actor)
),

named AS (
    SELECT
        holder_key,
        lower(strip_accents(holder)) AS plain,
        regexp_extract(lower(strip_accents(holder)), '[^ ]+$') AS last_word
    FROM holders
    WHERE sort <> 'described'
),

known AS (
    SELECT DISTINCT
        aliases.actor_id,
        lower(strip_accents(aliases.alias)) AS plain,
        regexp_extract(lower(strip_accents(aliases.alias)), '[^ ]+$') AS last_word,
        actors.kind
    FROM main.actor_aliases AS aliases
    INNER JOIN main.actors AS actors ON aliases.actor_id = actors.actor_id
),

alike AS (
    SELECT
        named.holder_key,
        known.actor_id,
        max(
            CASE
                WHEN known.kind = 'person' AND named.plain = known.last_word THEN 0.9
                ELSE jaro_winkler_similarity(named.plain, known.plain)
            END
        ) AS likeness
    FROM named
    INNER JOIN known ON left(named.last_word, 1) = left(known.last_word, 1)
    GROUP BY named.holder_key, known.actor_id
    HAVING likeness >= 0.88
    QUALIFY row_number() OVER (PARTITION BY named.holder_key ORDER BY likeness DESC, known.actor_id) <= 3
),

suggested AS (
    SELECT
        alike.holder_key,
        max(alike.likeness) AS likeness,
        string_agg(
            actors.name || ' (' || alike.actor_id || ', ' || printf('%.2f', alike.likeness) || ')',
            '; ' ORDER BY alike.likeness DESC, alike.actor_id
        ) AS suggestions
    FROM alike
    INNER JOIN main.actors AS actors ON alike.actor_id = actors.actor_id
    GROUP BY alike.holder_key
),

slugs AS (
    SELECT
        holder_key,
        coalesce(
            replace(unlisted_id, 'unlisted-', ''),
            nullif(trim(regexp_replace(lower(strip_accents(holder)), '[^a-z0-9]+', '-', 'g'), '-'), ''),
            left(md5(holder), 12)
        ) AS slug
    FROM holders
)

SELECT
    holders.holder,
    holders.unlisted_id,
    holders.sort,
    holders.stances,
    holders.independent_sources,
    holders.distinct_utterances,
    coalesce(mentioned.mentions, 0) AS mentions,
    holders.articles,
    holders.publishers,
    holders.first_on,
    holders.last_on,
    holders.example,
    holders.example_stance_id,
    suggested.suggestions,
    CASE
        WHEN suggested.likeness = 1 THEN NULL
        WHEN holders.sort = 'organisation' OR (holders.sort = 'person' AND holders.unlisted_id IS NOT NULL)
            THEN
                '- {actor_id: ' || slugs.slug
                || CASE WHEN slugs.slug IN (SELECT actor_id FROM main.actors) THEN '-2' ELSE '' END
                || ', name: ' || CAST(to_json(holders.holder) AS VARCHAR) || ', kind: ' || holders.sort || '}'
    END AS codebook_line
FROM holders
INNER JOIN slugs ON holders.holder_key = slugs.holder_key
LEFT JOIN mentioned ON holders.holder_key = mentioned.holder_key
LEFT JOIN suggested ON holders.holder_key = suggested.holder_key
