SELECT statements.statement_id, statements.content
FROM statements
INNER JOIN articles ON statements.article_id = articles.article_id
WHERE substr(articles.text, statements.content_start + 1, statements.content_end - statements.content_start) <> statements.content
