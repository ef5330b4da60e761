-- The figures of the latest evaluation that the warehouse holds.
SELECT figure, value, evaluated_at, extractor
FROM ops.evaluations
WHERE evaluated_at = (SELECT max(evaluated_at) FROM ops.evaluations)
ORDER BY figure
