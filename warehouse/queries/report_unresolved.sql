-- The holders outside the codebook with the most stances.
SELECT holder, stances, independent_sources, distinct_utterances
FROM mart.unresolved_actors
ORDER BY stances DESC, holder
LIMIT 20
