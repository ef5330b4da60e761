"""The views of layer `mart`: one file each, its header the one place for meaning, grain and columns.

    views/<name>.sql -> View -> CREATE VIEW mart.<name>, COMMENT ON
                             -> CREATE TABLE mart.<name>, made anew by each load that changed something

A header is the comment block at the top: `-- name: meaning`, then `-- Grain`, `-- Reads`, `-- Serves`, perhaps
`-- Stored`, notes, and a block `-- Columns` with one line `--   column: sentence` for each column.

A view with the line `-- Stored` is so slow to answer that the load keeps its rows: readers wait for a scan, not for a
join of a million stances. It may read only what a load writes, or its rows grow old.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from graphlib import TopologicalSorter
from importlib.resources import files

import duckdb

from warehouse.ddl import identifier, literal

COLUMN = re.compile(r"^--   (\w+): (.+)$")


@dataclass(frozen=True)
class View:
    """One view: its name, meaning, the sentences of its columns, and its query."""

    name: str
    meaning: str
    grain: str
    reads: tuple[str, ...]
    columns: dict[str, str]
    query: str
    is_stored: bool = False

    @property
    def qualified(self) -> str:
        """The name with its layer."""
        return f"mart.{self.name}"


def read_views() -> tuple[View, ...]:
    """All views of this version, each after those that it reads."""
    folder = files("warehouse") / "views"
    names = sorted(entry.name for entry in folder.iterdir() if entry.name.endswith(".sql"))
    views = [_parse(name.removesuffix(".sql"), (folder / name).read_text(encoding="utf-8")) for name in names]
    by_name = {view.qualified: view for view in views}
    order = TopologicalSorter({view.qualified: [read for read in view.reads if read in by_name] for view in views})
    return tuple(by_name[name] for name in order.static_order())


def create_views(connection: duckdb.DuckDBPyConnection) -> None:
    """Make all views, and the stored ones with the rows that they have now."""
    for view in read_views():
        _create(connection, view)


def store_views(connection: duckdb.DuckDBPyConnection) -> None:
    """Make the stored views anew from the rows as they are now, each after those that it reads."""
    for view in read_views():
        if view.is_stored:
            _create(connection, view)


def _create(connection: duckdb.DuckDBPyConnection, view: View) -> None:
    kind, name = "TABLE" if view.is_stored else "VIEW", identifier(view.qualified)
    connection.execute(f"CREATE OR REPLACE {kind} {name} AS {view.query}")
    connection.execute(f"COMMENT ON {kind} {name} IS {literal(view.meaning)}")
    for column, sentence in view.columns.items():
        connection.execute(f"COMMENT ON COLUMN {name}.{identifier(column)} IS {literal(sentence)}")


def _parse(name: str, text: str) -> View:
    header = [line for line in text.splitlines() if line.startswith("--")]
    meaning = header[0].removeprefix(f"-- {name}: ")
    grain = next(line.removeprefix("-- Grain").strip() for line in header if line.startswith("-- Grain"))
    reads = next(line.removeprefix("-- Reads").strip() for line in header if line.startswith("-- Reads"))
    columns = {match[1]: match[2] for line in header if (match := COLUMN.match(line))}
    query = text.rstrip().removesuffix(";")
    is_stored = any(line.startswith("-- Stored") for line in header)
    return View(name, meaning, grain, tuple(reads.split(", ")), columns, query, is_stored)
