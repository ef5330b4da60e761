-- The issues and holders that an export can be limited to.
SELECT DISTINCT issue_id, holder_key
FROM mart.evidence_browser
