-- The sentences of each issue, the latest first.
SELECT stance_id, issue_id, issue_polarity, holder_label, speaker_label, target, evidence, stated_on, article_title, publisher
FROM mart.evidence_browser
WHERE issue_id IS NOT NULL
ORDER BY stated_on DESC NULLS LAST, holder_label, stance_id
