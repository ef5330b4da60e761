"""The one way to validate: split a frame into the rows that keep their table's contract and those that break it.

    frame -> split -> accepted (valid) + rejected (ops.rejected_rows)       accepted + rejected = in

pandera's own `drop_invalid_rows` leaves duplicate keys; here rows are told apart by the row numbers of the
failure cases. A frame with a wrong column or type is our own mistake, not bad data: it raises.
"""

from __future__ import annotations

import hashlib
from collections import Counter
from dataclasses import dataclass
from datetime import datetime

import pandera.errors
import polars as pl

from schemas.errors import ValidationFailed
from schemas.table import Table
from schemas.tables.operations import RejectedRows

VALUE_LIMIT = 200


@dataclass(frozen=True)
class Rejection:
    """Where and when a row was turned away: what every row of ops.rejected_rows shares."""

    table_name: str
    run_id: str
    rejected_at: datetime


@dataclass(frozen=True)
class Checked:
    """A frame split in two: rows of the model, and rows of ops.rejected_rows (one per rejected row)."""

    accepted: pl.DataFrame
    rejected: pl.DataFrame


def rejected_id(table_name: str, source: str, *parts: str | None) -> str:
    """The key of a rejection: the same row rejected again for the same reason has the same one."""
    joined = "\x1f".join((table_name, source, *(part or "" for part in parts)))
    return hashlib.sha256(joined.encode("utf-8", "replace")).hexdigest()[:20]


def split(frame: pl.DataFrame, model: type[Table], rejection: Rejection) -> Checked:
    """Split `frame` by the contract of `model`; both parts keep the order of rows.

    A row that breaks several checks is rejected once, with the first of them. The source of a rejection is the
    row's `source`, else its `article_id`, else the table's name. Raises `ValidationFailed` where columns or types
    are not the model's.
    """
    if frame.is_empty() and frame.schema == model.polars_schema():
        return Checked(frame, RejectedRows.no_rows())
    try:
        model.validate(frame, lazy=True)
    except pandera.errors.SchemaErrors as error:
        cases = error.failure_cases
    else:
        return Checked(frame, RejectedRows.no_rows())
    structural = cases.filter(pl.col("index").is_null())
    if not structural.is_empty():
        first = structural.row(0, named=True)
        raise ValidationFailed(
            f"{rejection.table_name}: the frame breaks {first['check']!r} at {first['failure_case']!r}; "
            f"its columns and types must be those of {model.__name__} in schemas/tables"
        )
    first_cases = cases.sort("index", maintain_order=True).unique("index", keep="first", maintain_order=True)
    bad = first_cases["index"].to_list()
    numbered = frame.with_row_index("__row")
    accepted = numbered.filter(~pl.col("__row").is_in(bad)).drop("__row")
    rows = [
        _describe(frame.row(case["index"], named=True), case, model, rejection)
        for case in first_cases.iter_rows(named=True)
    ]
    rejected = RejectedRows.frame(_with_ids(rows))
    if accepted.height + rejected.height != frame.height:
        raise ValidationFailed(
            f"{rejection.table_name}: {accepted.height} accepted and {rejected.height} rejected rows of {frame.height}"
        )
    return Checked(accepted, rejected)


def _describe(
    row: dict[str, object], case: dict[str, object], model: type[Table], rejection: Rejection
) -> dict[str, object]:
    column = case["column"] if case["column"] in row else None
    value = row[str(column)] if column else case["failure_case"]
    shown = None if value is None else str(value)[:VALUE_LIMIT]
    source = str(row.get("source") or row.get("article_id") or rejection.table_name)
    key = ", ".join(str(row[name]) for name in model.key())
    check = str(case["check"])
    return {
        "table_name": rejection.table_name,
        "source": source,
        "row_key": key,
        "column_name": column,
        "check_name": check,
        "value": shown,
        "message": f"{rejection.table_name}.{column or 'row'} is {shown!r}, which breaks {check}; "
        f"the rule stands in schemas/tables at {model.__name__}",
        "rejected_at": rejection.rejected_at,
        "run_id": rejection.run_id,
    }


def _with_ids(rows: list[dict[str, object]]) -> list[dict[str, object]]:
    """Add the key to each row; rows that agree in everything are told apart by their order."""
    seen: Counter[tuple[object, ...]] = Counter()
    for row in rows:
        parts = tuple(row[name] for name in ("row_key", "column_name", "check_name", "value"))
        identity = (row["table_name"], row["source"], *parts)
        seen[identity] += 1
        occurrence = None if seen[identity] == 1 else str(seen[identity])
        shown = [None if part is None else str(part) for part in parts]
        row["rejected_id"] = rejected_id(str(row["table_name"]), str(row["source"]), *shown, occurrence)
    return rows
