SELECT statements.statement_id, statements.cue
FROM statements
INNER JOIN articles ON statements.article_id = articles.article_id
WHERE substr(articles.text, statements.cue_start + 1, statements.cue_end - statements.cue_start) <> statements.cue
