"""Print rows and explanations for people, or write them as JSON lines or CSV for programs."""

from __future__ import annotations

import json
import sys
from io import StringIO
from pathlib import Path
from typing import Any

import polars as pl
from rich.console import Console
from rich.table import Table
from rich.text import Text

from schemas.errors import InputError

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
    """Write the rows to `output`, else to the terminal, as `table`, `jsonl` or `csv`."""
    if output:
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
        return _jsonl(frame)
    if form == "csv":
        return frame.write_csv()
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


def _jsonl(frame: pl.DataFrame) -> str:
    def plain(value: Any) -> Any:
        return value.isoformat() if hasattr(value, "isoformat") else value

    rows = ({name: plain(value) for name, value in row.items()} for row in frame.iter_rows(named=True))
    return "".join(json.dumps(row, ensure_ascii=False) + "\n" for row in rows)
