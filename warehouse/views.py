"""The views of layer `mart`: one file each, its header the one place for meaning, grain and columns.

    views/<name>.sql -> View -> CREATE VIEW mart.<name>, COMMENT ON

A header is the comment block at the top: `-- name: meaning`, then `-- Grain`, `-- Reads`, `-- Serves`, notes, and a
block `-- Columns` with one line `--   column: sentence` for each column.
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
    """Make all views, with a comment on each and on each of its columns."""
    for view in read_views():
        connection.execute(f"CREATE OR REPLACE VIEW {identifier(view.qualified)} AS {view.query}")
        connection.execute(f"COMMENT ON VIEW {identifier(view.qualified)} IS {literal(view.meaning)}")
        for column, sentence in view.columns.items():
            place = f"{identifier(view.qualified)}.{identifier(column)}"
            connection.execute(f"COMMENT ON COLUMN {place} IS {literal(sentence)}")


def _parse(name: str, text: str) -> View:
    header = [line for line in text.splitlines() if line.startswith("--")]
    meaning = header[0].removeprefix(f"-- {name}: ")
    grain = next(line.removeprefix("-- Grain").strip() for line in header if line.startswith("-- Grain"))
    reads = next(line.removeprefix("-- Reads").strip() for line in header if line.startswith("-- Reads"))
    columns = {match[1]: match[2] for line in header if (match := COLUMN.match(line))}
    query = text.rstrip().removesuffix(";")
    return View(name, meaning, grain, tuple(reads.split(", ")), columns, query)
