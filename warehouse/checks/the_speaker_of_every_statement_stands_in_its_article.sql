SELECT statements.statement_id, statements.speaker_mention
FROM statements
INNER JOIN articles ON statements.article_id = articles.article_id
WHERE
    substr(articles.text, statements.speaker_start + 1, statements.speaker_end - statements.speaker_start)
    <> statements.speaker_mention
