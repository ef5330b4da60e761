-- What moved: each new stance of a holder that took, hardened, softened or reversed a side, the gravest first.
SELECT
    stance_id, holder_key, holder_label, issue_id, issue_label, stated_on, change, side, side_before, evidence,
    evidence_before, stated_on_before
FROM mart.position_changes
WHERE
    change <> 'repeated'
    AND stance_id IN (SELECT stance_id FROM report_stances WHERE is_new)
ORDER BY
    list_position(['reversed', 'softened', 'hardened', 'new'], change), stated_on DESC, issue_label, holder_label, stance_id
