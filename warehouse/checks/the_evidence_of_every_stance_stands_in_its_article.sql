SELECT stances.stance_id, stances.evidence
FROM stances
INNER JOIN articles ON stances.article_id = articles.article_id
WHERE substr(articles.text, stances.evidence_start + 1, stances.evidence_end - stances.evidence_start) <> stances.evidence
