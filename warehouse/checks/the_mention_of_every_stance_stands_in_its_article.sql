SELECT stances.stance_id, stances.mention
FROM stances
INNER JOIN articles ON stances.article_id = articles.article_id
WHERE substr(articles.text, stances.mention_start + 1, stances.mention_end - stances.mention_start) <> stances.mention
