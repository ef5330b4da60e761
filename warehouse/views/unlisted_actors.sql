-- unlisted_actors: the names that articles give to actors outside the codebook, with an id that is one across articles.
--
-- Grain   one row per name of a holder, speaker or mentioned actor without a codebook actor, in the newest version of a page
-- Reads   mart.newest_articles, stances, mentions, actors
-- Serves  mart.unresolved_actors; joining what articles say of one unknown actor
-- Stored  it looks at every mention
--
-- The id is made of the name alone, so it is the same in every article, run and warehouse: two spellings that differ in
-- accents, case or initials are one ("Núria J. Ferrer", "Nuria Ferrer"), and so are two people of one name. A name of one
-- word or a description has no id: "Ferrer" or "the minister" may be anybody. It is never a `holder_id`.
--
-- Sort is a guess, in this order: described where no article names it; a person or an organisation by the pronouns that
-- articles use for it; an organisation where it is written in capitals or shares a word with two organisations or parties
-- of the codebook and with no person; a person where it has two words or more.
--
-- Columns
--   name: The fullest name that an article gives the actor.
--   unlisted_id: 'unlisted-' and the name as a slug; null for a name of one word and for a description.
--   sort: What it seems to be: person, organisation, described ("dockers", "a spokesman") or unclear.
WITH names AS (
    SELECT
        name,
        bool_or(kind = 'name') AS is_named,
        bool_or(kind IN ('name', 'nominal')) AS is_seen,
        count(*) FILTER (WHERE kind = 'pronoun' AND lower(mention) IN ('he', 'him', 'his', 'she', 'her', 'hers')) AS persons,
        count(*) FILTER (WHERE kind = 'pronoun' AND lower(mention) IN ('it', 'its')) AS things
    FROM (
        SELECT article_id, actor AS name, kind, mention FROM main.mentions WHERE actor_id IS NULL AND actor IS NOT NULL
        UNION ALL
        SELECT article_id, holder AS name, NULL AS kind, NULL AS mention FROM main.stances WHERE holder_id IS NULL
        UNION ALL
        SELECT article_id, speaker AS name, NULL AS kind, NULL AS mention
        FROM main.stances
        WHERE speaker_id IS NULL AND speaker IS NOT NULL
    )
    WHERE article_id IN (SELECT article_id FROM mart.newest_articles)
    GROUP BY name
),

codebook_words AS (
    SELECT DISTINCT kind, actor_id, unnest(string_split(lower(name), ' ')) AS word
    FROM main.actors
    WHERE kind <> 'state'
),

words_of_bodies AS (
    SELECT word
    FROM codebook_words
    GROUP BY word
    HAVING count(*) FILTER (WHERE kind <> 'person') >= 2 AND count(*) FILTER (WHERE kind = 'person') = 0 AND length(word) > 3
),

bodies AS (
    SELECT DISTINCT name
    FROM (SELECT name, unnest(string_split(lower(name), ' ')) AS word FROM names)
    WHERE word IN (SELECT word FROM words_of_bodies)
),

sorted AS (
    SELECT
        name,
        CASE
            WHEN (is_seen AND NOT coalesce(is_named, false)) OR left(name, 1) <> upper(left(name, 1)) THEN 'described'
            WHEN persons > things THEN 'person'
            WHEN things > persons THEN 'organisation'
            WHEN regexp_full_match(name, '[A-Z][A-Z&.-]+') OR name IN (SELECT name FROM bodies) THEN 'organisation'
            WHEN contains(name, ' ') THEN 'person'
            ELSE 'unclear'
        END AS sort,
        trim(
            regexp_replace(
                regexp_replace(regexp_replace(strip_accents(lower(name)), '[''’]s\b', '', 'g'), '\b[a-z]\.', '', 'g'),
                '[^a-z0-9]+', '-', 'g'
            ),
            '-'
        ) AS slug
    FROM names
)

SELECT
    name,
    CASE
        WHEN sort = 'described' OR NOT contains(name, ' ') THEN NULL
        WHEN contains(slug, '-') THEN 'unlisted-' || left(slug, 60)
        ELSE 'unlisted-' || left(md5(lower(name)), 12)
    END AS unlisted_id,
    sort
FROM sorted
