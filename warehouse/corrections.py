"""What people decided, as readers see it: ops.corrections follows the store, article by article."""

from __future__ import annotations

import duckdb
import polars as pl

from warehouse.ddl import delete_articles
from warehouse.load import insert

TABLE = "ops.corrections"


def held_decisions(connection: duckdb.DuckDBPyConnection) -> set[tuple[str, bool]]:
    """The decisions that the table holds, each with whether it was taken back."""
    return set(connection.sql("SELECT DISTINCT decision_id, state = 'undone' FROM ops.corrections").fetchall())


def replace_corrections(connection: duckdb.DuckDBPyConnection, corrections: pl.DataFrame) -> int:
    """Put the rows in the place of those of the same articles, all or nothing; how many are new or changed."""
    if corrections.is_empty():
        return 0
    articles = corrections.select("article_id").unique()
    connection.begin()
    try:
        before = connection.table(TABLE).fetchall()
        connection.register("corrected_ids", articles)
        connection.execute(delete_articles(TABLE, "corrected_ids"))
        connection.unregister("corrected_ids")
        insert(connection, TABLE, corrections)
        changed = len(set(connection.table(TABLE).fetchall()) - set(before))
    except BaseException:
        connection.rollback()
        raise
    connection.commit()
    return changed
