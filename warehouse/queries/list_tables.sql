-- Every table and view, the facts first, with what one row is. A view whose rows are stored is a view all the same.
SELECT
    CASE schema_name WHEN 'main' THEN '' ELSE schema_name || '.' END || name AS name,
    kind,
    comment
FROM (
    SELECT schema_name, table_name AS name, CASE schema_name WHEN 'mart' THEN 'view' ELSE 'table' END AS kind, comment
    FROM duckdb_tables()
    WHERE NOT internal
    UNION ALL
    SELECT schema_name, view_name AS name, 'view' AS kind, comment FROM duckdb_views() WHERE NOT internal
)
ORDER BY schema_name <> 'main', schema_name = 'ops', name
