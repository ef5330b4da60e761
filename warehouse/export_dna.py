"""An event list as Discourse Network Analyzer 3 exports it, and more: one row a stance with an issue and a side.

    stances -> "statement ID";"time";"document ID";"document title";...;"person";"organization";"concept";"agreement"

The first thirteen columns are DNA's, in its order and with its separator; it has no others, and programs that read
its lists by name do not mind ours. Offsets are Unicode code points of articles.text; DNA's own count UTF-16 units.
"""

from __future__ import annotations

import csv
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any

import duckdb

from warehouse.export import Selection, Written, sql

DNA_COLUMNS = (
    "statement ID", "time", "document ID", "document title", "author", "source", "section", "type", "text",
    "person", "organization", "concept", "agreement",
)  # fmt: skip
OUR_COLUMNS = ("start", "stop", "date", "proposition", "target", "target_agreement")
COLUMNS = (*DNA_COLUMNS, *OUR_COLUMNS)


def write_dna(connection: duckdb.DuckDBPyConnection, target: Path, selection: Selection) -> Written:
    """Write the event list; a note counts what is left out: stances without an issue, mixed ones, claims of others."""
    found = connection.execute(sql("export_dna"), selection.parameters())
    rows = found.fetchall()
    write_event_list(rows, target)
    written = Written()
    written.rows["stances"] = len(rows)
    left = connection.execute(sql("export_dna_left_out"), selection.parameters()).fetchone() or (0, 0, 0)
    written.notes.append(
        f"left out: {left[0]:,} stances without an issue, {left[1]:,} mixed on theirs, {left[2]:,} that others claim"
    )
    return written


def write_event_list(rows: Iterable[Sequence[Any]], target: Path) -> None:
    """Write rows of COLUMNS; a null is an empty cell, every cell is quoted, a quote is doubled."""
    with target.open("w", encoding="utf-8", newline="") as file:
        out = csv.writer(file, delimiter=";", quoting=csv.QUOTE_ALL, lineterminator="\n")
        out.writerow(COLUMNS)
        out.writerows(rows)
