-- The holders outside the codebook with the most stances.
SELECT holder, stances, articles
FROM mart.unresolved_actors
ORDER BY stances DESC, holder
LIMIT 20
