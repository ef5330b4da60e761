-- How good the model is, class by class.
SELECT *
FROM mart.model_quality
LIMIT 40
