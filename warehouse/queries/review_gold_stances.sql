-- The stances of the articles on which a decision is in force, reviewed or not, in text order.
SELECT
    stances.article_id,
    stances.evidence,
    stances.holder,
    holders.name AS holder_label,
    stances.mention,
    stances.target,
    stances.issue_id,
    stances.polarity,
    stances.mode,
    stances.reviewed_by,
    stances.verdict
FROM main.stances AS stances
LEFT JOIN main.actors AS holders ON stances.holder_id = holders.actor_id
WHERE stances.article_id IN (SELECT article_id FROM ops.corrections WHERE state = 'in force')
ORDER BY stances.article_id, stances.evidence_start, stances.stance_id
