"""What a warehouse was made from: when any of it changes, the file must be rebuilt from the store."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator

from warehouse.ddl import create_statements, identifier, literal
from warehouse.statements import derive
from warehouse.views import read_views

TABLE = "ops.schema_version"
GRAIN = "One row: the schemas that the file was made from, and how many loads changed it."
COLUMNS = {
    "schema_hash": (
        "VARCHAR",
        "Hash of all tables, views and derived SQL; where it differs, `stancehouse rebuild`.",
    ),
    "loads": ("BIGINT", "Loads that changed the warehouse."),
    "warehouse_id": ("VARCHAR", "A random name of this file, new with each rebuild."),
}


def create_version() -> Iterator[str]:
    """The statements that make the table, with its comments."""
    columns = ", ".join(f"{identifier(name)} {kind} NOT NULL" for name, (kind, _) in COLUMNS.items())
    yield f"CREATE TABLE {identifier(TABLE)} ({columns})"
    yield f"COMMENT ON TABLE {identifier(TABLE)} IS {literal(GRAIN)}"
    for name, (_, sentence) in COLUMNS.items():
        yield f"COMMENT ON COLUMN {identifier(TABLE)}.{identifier(name)} IS {literal(sentence)}"


def schema_hash() -> str:
    """A hash of all tables with their comments, of all views, and of what a load derives."""
    parts = [*create_statements(), *(view.query for view in read_views()), *derive()]
    return hashlib.sha256("\n".join(parts).encode()).hexdigest()[:16]
