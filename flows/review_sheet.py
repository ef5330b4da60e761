"""A review as a spreadsheet: one row a stance, empty columns for what is right, instructions, and the data hidden.

    Review -> .xlsx (sheets: Review, Instructions, Issues, data) -> filled in -> FilledFile

Every cell is written as text: a title that begins with "=" is words, never a formula.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

import fastexcel
import xlsxwriter  # type: ignore[import-untyped]

from flows.review_form import ANSWERS, SHOWN, VERDICTS, Filled, FilledFile, Review, as_json
from schemas.errors import InputError
from schemas.table import POLARITIES

SHEET, DATA, HELP, ISSUES = "Review", "data", "Instructions", "Issues"
TO_FILL = ("verdict", *ANSWERS.values(), "comment")
COLUMNS = ("key", "article_id", *SHOWN, *TO_FILL)
WIDTHS = {"before": 40, "sentence": 60, "after": 40, "issue": 30, "target": 24, "comment": 30}
PIECE = 30_000  # a cell holds 32,767 characters
SPARE_ROWS = 200  # for stances that the coder adds
INSTRUCTIONS = (
    "Read the sentence, then say whether the row is right. Leave a row empty to skip it.",
    "verdict: right (all is right), corrected (a value is not: write the right one), wrong (there is no such stance).",
    "right side: what the holder is toward the target as worded: support, oppose or mixed.",
    "right side on issue: the side toward the issue's proposition; needed only where it does not follow the side.",
    "right holder: the holder's name or the actor's key; the full name, not a pronoun.",
    "right target: words of the sentence, copied letter by letter.",
    "right issue: a key of the sheet Issues, or 'none'.",
    "A stance that is missing: below the last row, verdict 'missing', the article_id and the sentence copied from",
    "another row of the article or from the warehouse, and right holder, right target and right side.",
    "Do not change the columns before 'verdict'. Rows may be sorted and filtered. Nothing typed is read as a formula.",
)


def write_sheet(
    review: Review, issues: Iterable[dict[str, Any]], path: Path, filled: Mapping[str, Mapping[str, str]] | None = None
) -> None:
    """Write the spreadsheet; `filled` gives answers by key and column. Raises `InputError` where it cannot be."""
    book = xlsxwriter.Workbook(str(path), {"strings_to_formulas": False, "strings_to_urls": False, "in_memory": True})
    sheet = book.add_worksheet(SHEET)
    _write_rows(book, sheet, review, filled or {})
    help_sheet = book.add_worksheet(HELP)
    help_sheet.set_column(0, 0, 120)
    for number, line in enumerate(INSTRUCTIONS):
        help_sheet.write_string(number, 0, line)
    listed = book.add_worksheet(ISSUES)
    listed.set_column(0, 2, 50)
    rows = [("issue", "label", "what support supports")]
    rows += [(one["issue_id"], one["label"], one["proposition"]) for one in issues if not one["is_discovered"]]
    for number, row in enumerate(rows):
        for column, value in enumerate(row):
            listed.write_string(number, column, value)
    _add_lists(sheet, len(review.shown) + SPARE_ROWS, len(rows) - 1)
    _write_data(book.add_worksheet(DATA), review)
    try:
        book.close()
    except (OSError, xlsxwriter.exceptions.XlsxWriterException) as error:
        raise InputError(f"cannot write '{path}': {error}; give another file") from error


def read_sheet(path: Path) -> FilledFile:
    """The spreadsheet as it came back. Raises `InputError` where it is none of ours."""
    try:
        book = fastexcel.read_excel(path)
        cells = book.load_sheet(SHEET, dtypes="string").to_polars().to_dicts()
        data = book.load_sheet(DATA, dtypes="string").to_polars().to_dicts()
    except (fastexcel.FastExcelError, OSError) as error:
        raise InputError(f"'{path}' is no review file: {error}; make one with `stancehouse review export`") from error
    pieces: dict[str, str] = {}
    for row in data:
        pieces[row["key"]] = pieces.get(row["key"], "") + row["json"]
    if "review" not in pieces or (cells and not {"key", *TO_FILL} <= set(cells[0])):
        raise InputError(f"'{path}' lacks columns or data of a review file; fill in the file as it was exported")
    told = {key: json.loads(text) for key, text in pieces.items()}
    review_id = str(told.pop("review"))
    return FilledFile(review_id, told, [_filled(row, f"{path}, row {number}") for number, row in enumerate(cells, 2)])


def _filled(row: Mapping[str, str | None], place: str) -> Filled:
    told = {name: (row.get(name) or "").strip() for name in COLUMNS}
    return Filled(
        place=place,
        key=told["key"] or None,
        verdict=told["verdict"],
        answers={column: told[name] for column, name in ANSWERS.items()},
        comment=told["comment"],
        article_id=told["article_id"],
        sentence=told["sentence"],
    )


def _write_rows(book: Any, sheet: Any, review: Review, filled: Mapping[str, Mapping[str, str]]) -> None:
    head = book.add_format({"bold": True, "bg_color": "#dddddd"})
    shown = book.add_format({"text_wrap": True, "valign": "top"})
    to_fill = book.add_format({"text_wrap": True, "valign": "top", "bg_color": "#fff7d6", "num_format": "@"})
    for column, name in enumerate(COLUMNS):
        sheet.write_string(0, column, name, head)
        sheet.set_column(column, column, WIDTHS.get(name, 16), to_fill if name in TO_FILL else None)
    sheet.set_column(0, 1, None, None, {"level": 1})
    sheet.freeze_panes(1, 0)
    for number, (key, cells) in enumerate(review.cells.items(), 1):
        told = {"key": key, "article_id": review.shown[key]["article_id"], **cells, **filled.get(key, {})}
        for column, name in enumerate(COLUMNS):
            if value := told.get(name):
                sheet.write_string(number, column, value[:PIECE], to_fill if name in TO_FILL else shown)
    sheet.autofilter(0, 0, max(1, len(review.cells)), len(COLUMNS) - 1)


def _add_lists(sheet: Any, rows: int, issues: int) -> None:
    """The cells with a closed list of answers."""
    source = f"={ISSUES}!$A$2:$A${issues + 1}"
    lists: dict[str, Any] = {
        "verdict": list(VERDICTS),
        ANSWERS["polarity"]: list(POLARITIES),
        ANSWERS["issue_polarity"]: list(POLARITIES),
        ANSWERS["issue_id"]: source,
    }
    for name, choices in lists.items():
        is_open = name == ANSWERS["issue_id"]  # 'none' stands beside the list
        rule = {"validate": "list", "source": choices, "error_type": "warning" if is_open else "stop"}
        column = COLUMNS.index(name)
        sheet.data_validation(1, column, rows, column, rule)


def _write_data(sheet: Any, review: Review) -> None:
    sheet.very_hidden()
    rows = [("key", "json"), ("review", as_json(review.review_id))]
    for key, shown in review.shown.items():
        text = as_json(shown)
        rows += [(key, text[start : start + PIECE]) for start in range(0, len(text), PIECE)]
    for number, row in enumerate(rows):
        for column, value in enumerate(row):
            sheet.write_string(number, column, value)
