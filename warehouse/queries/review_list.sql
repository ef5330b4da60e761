-- Every decision of every coder, the last first, with what it says in one line.
SELECT
    decision_id,
    coder,
    max(corrected_at) AS decided_at,
    any_value(verdict) AS verdict,
    coalesce(
        string_agg(
            column_name || ': ' || coalesce(old_value, '-') || ' -> ' || coalesce(new_value, '-'), '; '
            ORDER BY column_name
        ) FILTER (WHERE column_name <> 'verdict'),
        ''
    ) AS changes,
    any_value(state) AS state,
    any_value(undone_by) AS undone_by,
    any_value(holder) AS holder,
    any_value(target) AS target,
    any_value(evidence) AS evidence,
    any_value(comment) AS comment
FROM ops.corrections
GROUP BY decision_id, coder
ORDER BY decided_at DESC, decision_id
