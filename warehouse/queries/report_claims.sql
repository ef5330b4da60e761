-- What one actor says that another wants, beside what the other says: what its own words do not bear out first. Copies of
-- a story are left out.
SELECT
    speaker_label, holder_label, issue_label, claimed_side, own_words, evidence, own_evidence,
    round(confidence, 2) AS confidence, stated_on
FROM mart.claims_about_others
WHERE
    issue_id IS NOT NULL
    AND is_first_telling
    AND (CAST($issue AS VARCHAR) IS NULL OR issue_id = $issue)
    AND (CAST($actor AS VARCHAR) IS NULL OR holder_key = $actor OR speaker_key = $actor)
ORDER BY
    list_position(['contradicted', 'disputed', 'qualified', 'not_stated', 'confirmed'], own_words),
    stated_on DESC NULLS LAST, stance_id
LIMIT 20
