"""SQL made from the schemas: tables with types and comments, and what moves rows in and out of them.

    schemas.tables.TABLES -> CREATE TABLE, COMMENT ON, INSERT, DELETE

Only names of tables and columns are put into SQL here, quoted; values are parameters. Other SQL stands in files.

Keys are not declared as PRIMARY KEY: DuckLake has none, and an index slows delete-and-insert. A check proves them.
"""

from __future__ import annotations

from collections.abc import Iterator

import polars as pl

from schemas.table import Column, Table
from schemas.tables import TABLES

LAYERS = ("ops", "mart")
TYPES: dict[type[pl.DataType], str] = {
    pl.String: "VARCHAR",
    pl.Int64: "BIGINT",
    pl.Float64: "DOUBLE",
    pl.Boolean: "BOOLEAN",
    pl.Date: "DATE",
    pl.Datetime: "TIMESTAMPTZ",
}


def identifier(name: str) -> str:
    """A possibly qualified name, each part quoted.

    >>> identifier("ops.runs")
    '"ops"."runs"'
    """
    return ".".join('"' + part.replace('"', '""') + '"' for part in name.split("."))


def literal(text: str) -> str:
    """A string of SQL: COMMENT ON takes no parameters.

    >>> literal("the holder's side")
    "'the holder''s side'"
    """
    return "'" + text.replace("'", "''") + "'"


def create_statements() -> Iterator[str]:
    """The statements that make all layers and tables, with their comments."""
    for layer in LAYERS:
        yield f"CREATE SCHEMA IF NOT EXISTS {identifier(layer)}"
    for name, table in TABLES.items():
        yield _create(name, table)
        yield f"COMMENT ON TABLE {identifier(name)} IS {literal(table.grain())}"
        for column in table.columns():
            yield f"COMMENT ON COLUMN {identifier(name)}.{identifier(column.name)} IS {literal(column.description)}"


def sql_type(column: Column) -> str:
    """The column's type in DuckDB."""
    return TYPES[type(column.dtype)]


def insert_from(name: str, source: str, columns: list[str]) -> str:
    """Append the rows of the registered `source`, column by column name."""
    named = ", ".join(identifier(column) for column in columns)
    return f"INSERT INTO {identifier(name)} ({named}) SELECT {named} FROM {identifier(source)}"


def delete_articles(name: str, source: str) -> str:
    """Delete the rows of the articles whose ids the registered `source` holds."""
    return f"DELETE FROM {identifier(name)} WHERE article_id IN (SELECT article_id FROM {identifier(source)})"


def delete_run(name: str) -> str:
    """Delete the rows of one run; its id is the parameter."""
    return f"DELETE FROM {identifier(name)} WHERE run_id = ?"


def delete_all(name: str) -> str:
    """Delete every row."""
    return f"DELETE FROM {identifier(name)}"


def copy_to_parquet(name: str, target: str) -> str:
    """Write a table or view to a Parquet file."""
    return f"COPY (FROM {identifier(name)}) TO {literal(target)} (FORMAT parquet)"


def _create(name: str, table: type[Table]) -> str:
    columns = ", ".join(_column(column) for column in table.columns())
    return f"CREATE TABLE IF NOT EXISTS {identifier(name)} ({columns})"


def _column(column: Column) -> str:
    null = "" if column.nullable else " NOT NULL"
    return f"{identifier(column.name)} {sql_type(column)}{null}"
