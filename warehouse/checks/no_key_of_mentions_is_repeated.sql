SELECT article_id, mention_start, mention_end, count(*) AS times
FROM mentions
GROUP BY article_id, mention_start, mention_end
HAVING count(*) > 1
