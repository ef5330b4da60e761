SELECT stances.stance_id, stances.target
FROM stances
INNER JOIN articles ON stances.article_id = articles.article_id
WHERE substr(articles.text, stances.target_start + 1, stances.target_end - stances.target_start) <> stances.target
