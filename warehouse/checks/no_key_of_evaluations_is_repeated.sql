SELECT evaluation_id, level, class_kind, class_name, figure, count(*) AS times
FROM ops.evaluations
GROUP BY evaluation_id, level, class_kind, class_name, figure
HAVING count(*) > 1
