-- Every column of every table and view with its type and meaning, layer by layer.
SELECT
    CASE WHEN columns.schema_name = 'main' THEN '' ELSE columns.schema_name || '.' END || columns.table_name AS name,
    coalesce(tables.comment, views.comment) AS meaning,
    columns.column_name,
    columns.data_type,
    columns.comment AS sentence
FROM duckdb_columns() AS columns
LEFT JOIN duckdb_tables() AS tables
    ON columns.schema_name = tables.schema_name AND columns.table_name = tables.table_name
LEFT JOIN duckdb_views() AS views ON columns.schema_name = views.schema_name AND columns.table_name = views.view_name
WHERE
    columns.database_name = current_database()
    AND columns.schema_name IN ('main', 'ops', 'mart')
    AND columns.table_name <> 'schema_version'
    AND NOT columns.internal
ORDER BY
    CASE columns.schema_name WHEN 'mart' THEN 0 WHEN 'main' THEN 1 ELSE 2 END,
    columns.table_name,
    columns.column_index
