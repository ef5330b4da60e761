SELECT mentions.article_id, mentions.mention
FROM mentions
INNER JOIN articles ON mentions.article_id = articles.article_id
WHERE substr(articles.text, mentions.mention_start + 1, mentions.mention_end - mentions.mention_start) <> mentions.mention
