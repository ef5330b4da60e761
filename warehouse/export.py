"""Ways out of the published file: which tables and rows, and what each column means.

    published/stancehouse.duckdb -> Dictionary, Selection -> relations -> Parquet, CSV, Arrow, Excel, a data package

A table without a column for one of the limits asked for is left out and named: whole, it would belie the others.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from datetime import date
from difflib import get_close_matches
from importlib.resources import files
from pathlib import Path

import duckdb
import pyarrow as pa
from duckdb import CaseExpression, ColumnExpression, ConstantExpression, Expression, FunctionExpression

from schemas.errors import NotFound
from warehouse.ddl import identifier

DAYS = ("stated_on", "published_on", "published_at")  # what a row is dated by; the first that it has counts
ACTORS = ("holder_key", "other_key", "holder_id", "actor_id")
FORMULA = r"^[=+\-@\t\r＝＋－＠]"  # how a cell begins that a spreadsheet may compute
INSTANT = "%Y-%m-%dT%H:%M:%S.%fZ"


@dataclass(frozen=True)
class Field:
    """One column of a table of the file."""

    name: str
    dtype: str
    meaning: str


@dataclass(frozen=True)
class Described:
    """One table or view of the file: its name with layer, what a row is, and its columns."""

    name: str
    meaning: str
    fields: tuple[Field, ...]


@dataclass(frozen=True)
class Selection:
    """Which rows: stated since a day, on one issue, by one actor; null is no limit."""

    since: date | None = None
    issue: str | None = None
    actor: str | None = None

    def parameters(self) -> dict[str, date | str | None]:
        """The limits as named parameters of a query."""
        return {"since": self.since, "issue": self.issue, "actor": self.actor}

    def limits(self) -> list[tuple[str, tuple[str, ...]]]:
        """The limits asked for, each with the columns that can keep it."""
        asked = ((self.since, "since", DAYS), (self.issue, "issue", ("issue_id",)), (self.actor, "actor", ACTORS))
        return [(name, columns) for value, name, columns in asked if value is not None]


@dataclass
class Written:
    """What an export wrote: rows by name, and what the reader should know."""

    rows: Counter[str] = field(default_factory=Counter)
    notes: list[str] = field(default_factory=list)


def describe(connection: duckdb.DuckDBPyConnection) -> list[Described]:
    """Every table and view of the file, in the order of its layers, with the sentences of its columns."""
    found: dict[str, Described] = {}
    for name, meaning, column, dtype, sentence in connection.execute(sql("export_columns")).fetchall():
        known = found.get(name, Described(name, meaning or "", ()))
        found[name] = Described(name, known.meaning, (*known.fields, Field(column, dtype, sentence or "")))
    return list(found.values())


def check_selection(connection: duckdb.DuckDBPyConnection, selection: Selection) -> None:
    """Raises `NotFound` for an issue or an actor of which the file has no stance, with the nearest that it has."""
    for value, option, column in ((selection.issue, "issue", "issue_id"), (selection.actor, "actor", "holder_key")):
        if value is None:
            continue
        known = [row[0] for row in connection.sql(sql("export_known")).select(column).distinct().fetchall() if row[0]]
        if value not in known:
            near = get_close_matches(value, known, 3, 0.5) or sorted(known)[:3]
            raise NotFound(
                f"no stance has {column} '{value}' (--{option}); such as {', '.join(near)} are in mart.evidence_browser"
            )


def select(
    connection: duckdb.DuckDBPyConnection, table: Described, selection: Selection
) -> duckdb.DuckDBPyRelation | None:
    """The rows of the table that the selection asks for; null where the table has no column to limit it by."""
    relation = connection.sql(f"FROM {identifier(table.name)}")
    has = set(relation.columns)
    if any(not has.intersection(columns) for _, columns in selection.limits()):
        return None
    if selection.since is not None:
        day = next(column for column in DAYS if column in has)
        relation = relation.filter(ColumnExpression(day) >= ConstantExpression(selection.since))
    if selection.issue is not None:
        relation = relation.filter(ColumnExpression("issue_id") == ConstantExpression(selection.issue))
    if selection.actor is not None:
        relation = relation.filter(_is_actor(selection.actor, [column for column in ACTORS if column in has]))
    return relation


def write_each(
    connection: duckdb.DuckDBPyConnection,
    tables: Iterable[Described],
    selection: Selection,
    write: Callable[[duckdb.DuckDBPyRelation, Described], int],
) -> Written:
    """Hand the asked rows of each table to `write`, which returns their number; what is left out is noted."""
    written = Written()
    left_out = []
    for table in tables:
        relation = select(connection, table, selection)
        if relation is None:
            left_out.append(table.name)
        else:
            written.rows[table.name] = write(relation, table)
    if left_out:
        limits = " and ".join(f"--{name}" for name, _ in selection.limits())
        written.notes.append(f"left out, for they have no column to limit by {limits}: {', '.join(left_out)}")
    return written


def write_parquet(connection: duckdb.DuckDBPyConnection, folder: Path, selection: Selection) -> Written:
    """One file a table; those with `stated_on` are folders by month, `stated_month=2026-03/`."""

    def write(relation: duckdb.DuckDBPyRelation, table: Described) -> int:
        rows = len(relation)
        if "stated_on" in relation.columns and rows:
            by_month = relation.project("*, strftime(stated_on, '%Y-%m') AS stated_month")
            by_month.write_parquet(str(folder / table.name), partition_by=["stated_month"])
        else:
            relation.write_parquet(str(folder / f"{table.name}.parquet"))
        return rows

    return write_each(connection, describe(connection), selection, write)


def write_csv(connection: duckdb.DuckDBPyConnection, folder: Path, selection: Selection, *, safe: bool) -> Written:
    """One UTF-8 file a table. `safe` puts an apostrophe before text that a spreadsheet would compute."""

    def write(relation: duckdb.DuckDBPyRelation, table: Described) -> int:
        return csv_file(relation, folder / f"{table.name}.csv", safe=safe)

    written = write_each(connection, describe(connection), selection, write)
    if not safe:
        written.notes.append(
            "text that begins with = + - @ is kept as it is: for a spreadsheet take --format xlsx, or --safe"
        )
    return written


def csv_file(relation: duckdb.DuckDBPyRelation, target: Path, *, safe: bool = False) -> int:
    """Write one CSV file; instants are ISO 8601 in UTC, a null is empty, an empty text is two quotes."""
    (safe_text(relation) if safe else relation).write_csv(str(target), timestamp_format=INSTANT, header=True)
    return len(relation)


def write_arrow(connection: duckdb.DuckDBPyConnection, folder: Path, selection: Selection) -> Written:
    """One Arrow IPC file (Feather V2) a table, uncompressed, so that every reader can map it."""

    def write(relation: duckdb.DuckDBPyRelation, table: Described) -> int:
        rows = 0
        reader = pa.RecordBatchReader.from_stream(relation)
        with pa.OSFile(str(folder / f"{table.name}.arrow"), "wb") as file, pa.ipc.new_file(file, reader.schema) as out:
            for batch in reader:
                out.write_batch(batch)
                rows += batch.num_rows
        return rows

    return write_each(connection, describe(connection), selection, write)


def safe_text(relation: duckdb.DuckDBPyRelation) -> duckdb.DuckDBPyRelation:
    """The rows with an apostrophe before each text that a spreadsheet may take for a formula."""

    def guarded(name: str, dtype: object) -> Expression:
        column = ColumnExpression(name)
        if str(dtype) != "VARCHAR":
            return column
        begins = FunctionExpression("regexp_matches", column, ConstantExpression(FORMULA))
        quoted = FunctionExpression("concat", ConstantExpression("'"), column)
        return CaseExpression(begins, quoted).otherwise(column).alias(name)

    return relation.select(*(guarded(*pair) for pair in zip(relation.columns, relation.types, strict=True)))


def sql(name: str) -> str:
    """The text of one of the queries."""
    return (files("warehouse") / "queries" / f"{name}.sql").read_text(encoding="utf-8")


def _is_actor(actor: str, columns: list[str]) -> Expression:
    wanted = ConstantExpression(actor)
    found = ColumnExpression(columns[0]) == wanted
    for column in columns[1:]:
        found = found | (ColumnExpression(column) == wanted)
    return found
