"""One decision of a person about a stance, and what is known of it.

    rows of schemas.tables.decisions  ->  Decision

The rule that a newcomer would break: a decision says what was *shown*, too. By that it is found again when spans,
words or keys have changed, and by that the row is put back when the extractor no longer finds it.
"""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import polars as pl

from schemas.tables.decisions import Decisions
from transforms.extract import row_id


@dataclass(frozen=True)
class Decision:
    """One coder's decision on one stance as shown; `fields` holds the columns put right, a null value is none."""

    decision_id: str
    review_id: str
    review_key: str
    article_id: str
    shown: dict[str, Any]
    verdict: str
    fields: dict[str, str | None]
    comment: str | None
    coder: str
    decided_at: datetime
    undone_by: str | None = None
    undone_at: datetime | None = None

    def value(self, column: str) -> str | None:
        """What the coder says is right, else what was shown and left so."""
        found = self.fields[column] if column in self.fields else self.shown.get(column)
        return None if found is None else str(found)

    def says_the_same_as(self, other: Decision) -> bool:
        """Whether both decide alike on the same row of the same review file."""
        return (self.row, self.verdict, self.fields, self.comment) == (
            other.row,
            other.verdict,
            other.fields,
            other.comment,
        )

    @property
    def row(self) -> tuple[str, str, str]:
        """The row of a review file, and who filled it in."""
        return self.review_id, self.review_key, self.coder


def with_id(decision: Decision) -> Decision:
    """The decision under the key that its content gives it."""
    told = json.dumps([decision.verdict, decision.fields, decision.comment], sort_keys=True)
    key = row_id(*decision.row, decision.article_id, told, decision.decided_at.isoformat())
    return Decision(**{**decision.__dict__, "decision_id": key})


def as_frame(decisions: Iterable[Decision]) -> pl.DataFrame:
    """Rows of `Decisions`."""
    return Decisions.frame(
        [
            {
                **{name: getattr(one, name) for name in Decisions.polars_schema()},
                "shown": json.dumps(one.shown, sort_keys=True),
                "fields": json.dumps(one.fields, sort_keys=True),
            }
            for one in decisions
        ]
    )


def from_frames(decisions: pl.DataFrame, undone: pl.DataFrame) -> list[Decision]:
    """The decisions in the order in which they were made; one that was taken back says by whom and when."""
    back = {row["decision_id"]: row for row in undone.sort("undone_at", descending=True).iter_rows(named=True)}
    found = []
    for row in decisions.sort("decided_at", "decision_id").iter_rows(named=True):
        taken = back.get(row["decision_id"], {})
        told = {**row, "shown": json.loads(row["shown"]), "fields": json.loads(row["fields"])}
        found.append(Decision(**told, undone_by=taken.get("undone_by"), undone_at=taken.get("undone_at")))
    return found


def new_among(decisions: Iterable[Decision], held: Iterable[Decision]) -> list[Decision]:
    """Those that differ from what the same coder said last about the same row of the same review file."""
    known = list(held)
    last: dict[tuple[str, str, str], Decision] = {one.row: one for one in known}
    keys = {one.decision_id for one in known}  # an older export, read in once more after a newer one
    return [
        one
        for one in decisions
        if one.decision_id not in keys and (one.row not in last or not one.says_the_same_as(last[one.row]))
    ]
