"""Print rows and explanations for people, or write them as JSON lines or CSV for programs."""

from __future__ import annotations

import json
import sys
from collections.abc import Iterator
from datetime import timedelta
from decimal import Decimal
from io import StringIO
from math import isfinite
from pathlib import Path
from typing import Any

import polars as pl
from rich.console import Console
from rich.table import Table
from rich.text import Text

from schemas.errors import InputError
from warehouse.export_target import whole_file

SHOWN = {  # what a person wants to see first; programs get every column
    "stances": ("holder", "polarity", "target", "issue_id", "evidence"),
    "statements": ("speaker", "cue", "content", "quote_type"),
    "mentions": ("mention", "kind", "actor", "actor_id", "resolution"),
    "issues": ("doc_id", "issue_id", "mentions", "stances", "salience"),
}
HEADINGS = {"polarity": "side", "issue_id": "issue"}
COLOURS = {"support": "green", "oppose": "red", "mixed": "yellow"}
WIDTH = 160
WIDE = ("evidence", "content", "description", "comment")


def write_rows(frame: pl.DataFrame, what: str, form: str, output: Path | None) -> None:
    """Write the rows to `output`, else to the terminal, as `table`, `jsonl`, `json`, `csv` or `parquet`."""
    if form == "parquet":
        if output is None:
            raise InputError("parquet is not for a terminal; name a file with --output")
        with whole_file(output) as place:
            frame.write_parquet(place)
    elif output:
        _write_file(output, _as_text(frame, what, form))
    elif form == "table":
        wide_console().print(_shown(frame, what))
        Console().print(f"{frame.height} rows" if frame.height != 1 else "1 row", style="dim")
    else:
        sys.stdout.write(_as_text(frame, what, form))


def _shown(frame: pl.DataFrame, what: str) -> Table:
    return as_table(frame.select(SHOWN.get(what, tuple(frame.columns))))


def _as_text(frame: pl.DataFrame, what: str, form: str) -> str:
    if form == "jsonl":
        return "".join(json.dumps(row, ensure_ascii=False) + "\n" for row in _plain_rows(frame))
    if form == "json":
        return json.dumps(list(_plain_rows(frame)), ensure_ascii=False, indent=1) + "\n"
    if form == "csv":
        return _flat(frame).write_csv()
    console = Console(file=StringIO(), width=WIDTH)
    with console.capture() as captured:
        console.print(_shown(frame, what))
    return captured.get()


def _write_file(path: Path, text: str) -> None:
    try:
        path.write_text(text, encoding="utf-8")
    except OSError as error:
        raise InputError(f"cannot write '{path}': {error.strerror}; give another file with --output") from error


def wide_console() -> Console:
    """The terminal, at its width; a pipe or file has none, and gets WIDTH columns."""
    console = Console()
    return console if console.is_terminal else Console(width=WIDTH)


def as_table(frame: pl.DataFrame) -> Table:
    """The frame as a table of rich; a side is told by its word, and coloured."""
    table = Table(header_style="bold", pad_edge=False, box=None, padding=(0, 2, 0, 0), expand=True)
    for column in frame.columns:
        heading = HEADINGS.get(column, column)
        if column == "polarity":
            table.add_column(heading, no_wrap=True)
        else:
            table.add_column(heading, overflow="fold", ratio=3 if column in WIDE else 1)
    for row in frame.iter_rows(named=True):
        table.add_row(*(_cell(name, value) for name, value in row.items()))
    return table


def print_explanation(rows: dict[str, dict[str, Any]]) -> None:
    """The parts of an explanation, each under its heading; what is null is left out."""
    console = Console()
    for heading, fields in rows.items():
        console.print(Text(heading, style="bold"))
        for name, value in fields.items():
            if value is not None:
                console.print(Text(f"  {name:<22} {value}"))


def _cell(name: str, value: Any) -> Text:
    if value is None:
        return Text("—", style="dim")
    if isinstance(value, float):
        return Text(f"{value:.3f}")
    return Text(" ".join(str(value).split()), style=COLOURS.get(str(value), ""))


def _plain_rows(frame: pl.DataFrame) -> Iterator[dict[str, Any]]:
    return ({name: _plain(value) for name, value in row.items()} for row in frame.iter_rows(named=True))


def _plain(value: Any) -> Any:
    """The value as JSON has it: days and instants in ISO 8601, bytes in hexadecimal, no number that is none."""
    if isinstance(value, dict):
        return {name: _plain(one) for name, one in value.items()}
    if isinstance(value, list):
        return [_plain(one) for one in value]
    if isinstance(value, Decimal):
        return int(value) if value == value.to_integral_value() else float(value)
    if isinstance(value, float) and not isfinite(value):
        return None
    if hasattr(value, "isoformat"):
        return value.isoformat()
    return value.hex() if isinstance(value, bytes) else str(value) if isinstance(value, timedelta) else value


def _flat(frame: pl.DataFrame) -> pl.DataFrame:
    """Lists and structs as JSON in one cell: CSV has no other place for them."""
    nested = [name for name, dtype in frame.schema.items() if dtype.is_nested() or dtype == pl.Binary]
    cells = {
        name: [None if one is None else json.dumps(_plain(one), ensure_ascii=False) for one in frame[name].to_list()]
        for name in nested
    }
    return frame.with_columns(pl.Series(name, values, pl.String) for name, values in cells.items())
