-- unresolved_actors: who takes sides but is not in the codebook, the most frequent first.
--
-- Grain   one row per name of a holder without a codebook actor
-- Reads   stances
-- Serves  the work on the codebook: what to add next
--
-- Columns
--   holder: The name as the articles give it.
--   stances: Stances of that name.
--   articles: Articles that have them.
--   example: One sentence with it.
--   example_stance_id: The stance of that sentence.
SELECT
    holder,
    count(*) AS stances,
    count(DISTINCT article_id) AS articles,
    arg_min(evidence, stance_id) AS example,
    min(stance_id) AS example_stance_id
FROM main.stances
WHERE holder_id IS NULL
GROUP BY holder
