"""An Excel workbook: one sheet a view of `mart`, and a sheet that says what each column means.

Text is always text: nothing that the web wrote becomes a formula, a link or a number. What Excel cannot hold is told,
never lost silently: cells over 32,767 characters are cut and counted, a view over 1,048,575 rows is refused.
"""

from __future__ import annotations

import re
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import duckdb
import xlsxwriter  # type: ignore[import-untyped]

from schemas.errors import InputError
from warehouse.export import Described, Selection, Written, describe, write_each

ROWS = 1_048_575  # under the header
CELL = 32_767
NOT_XML = re.compile("[\ufffe\uffff]")
OPTIONS = {
    "constant_memory": True,
    "strings_to_formulas": False,
    "strings_to_urls": False,
    "strings_to_numbers": False,
    "nan_inf_to_errors": True,
    "default_date_format": "yyyy-mm-dd",
}
WIDE = 60


def write_excel(connection: duckdb.DuckDBPyConnection, target: Path, selection: Selection) -> Written:
    """Write the workbook. Raises `InputError` where a view has more rows than a sheet."""
    views = [table for table in describe(connection) if table.name.startswith("mart.")]
    cut: list[str] = []
    with xlsxwriter.Workbook(str(target), OPTIONS) as book:
        instant = book.add_format({"num_format": "yyyy-mm-dd hh:mm:ss"})
        head = book.add_format({"bold": True, "bottom": 1})
        _dictionary(book, head, views)

        def write(relation: duckdb.DuckDBPyRelation, table: Described) -> int:
            name = table.name.removeprefix("mart.")
            rows = len(relation)
            if rows > ROWS:
                raise InputError(
                    f"mart.{name} has {rows:,} rows, a sheet of Excel {ROWS:,}; limit it with --since, --issue or "
                    "--actor, or take --format parquet"
                )
            sheet = _sheet(book, name, relation.columns, head, rows)
            position = 0
            while chunk := relation.fetchmany(1000):
                for row in chunk:
                    position += 1
                    for column, value in enumerate(row):
                        if _cell(sheet, (position, column), value, instant):
                            cut.append(f"{name}.{relation.columns[column]}")
            return rows

        written = write_each(connection, views, selection, write)
    if cut:
        places = ", ".join(sorted(set(cut)))
        written.notes.append(
            f"{len(cut):,} cells are cut to {CELL:,} characters, the most that Excel holds: {places}; --format parquet "
            "has them whole"
        )
    return written


def _dictionary(book: Any, head: Any, views: list[Described]) -> None:
    columns = ["view", "what a row is", "column", "type", "meaning"]
    fields = [(view, field) for view in views for field in view.fields]
    sheet = _sheet(book, "data dictionary", columns, head, len(fields))
    for row, (view, field) in enumerate(fields, 1):
        values = (view.name.removeprefix("mart."), view.meaning, field.name, field.dtype, field.meaning)
        for column, value in enumerate(values):
            sheet.write_string(row, column, value)


def _sheet(book: Any, name: str, columns: list[str], head: Any, rows: int) -> Any:
    """A sheet with its header, frozen and with filters."""
    sheet = book.add_worksheet(name[:31])
    sheet.freeze_panes(1, 0)
    sheet.autofilter(0, 0, max(rows, 1), len(columns) - 1)
    for number, column in enumerate(columns):
        text = column in ("evidence", "meaning", "what a row is") or column.endswith(("title", "label", "evidence"))
        sheet.set_column(number, number, WIDE if text else max(len(column) + 4, 12))
    for number, column in enumerate(columns):
        sheet.write_string(0, number, column, head)
    return sheet


def _cell(sheet: Any, place: tuple[int, int], value: Any, instant: Any) -> bool:
    """Write one value; whether it had to be cut."""
    if value is None:
        return False
    if isinstance(value, bool):
        sheet.write_boolean(*place, value)
    elif isinstance(value, datetime):
        naive = value.astimezone(UTC).replace(tzinfo=None) if value.tzinfo else value
        sheet.write_datetime(*place, naive, instant)
    elif isinstance(value, date):
        sheet.write_datetime(*place, value)
    elif isinstance(value, int | float):
        sheet.write_number(*place, value)
    else:
        text = NOT_XML.sub("\ufffd", str(value))
        sheet.write_string(*place, text[:CELL])
        return len(text) > CELL
    return False
