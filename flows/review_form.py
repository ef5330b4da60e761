"""What a review file holds, whatever its format: the stances shown, and what a coder filled in.

    stances of the warehouse -> Review (rows to show) -> .xlsx or .json -> filled in -> Filled (a row each)

A file carries each stance whole, as JSON beside what the coder sees, so that what the coder does to the shown cells,
the order of rows, or the warehouse meanwhile, changes nothing about which stance is meant.
"""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from schemas.tables.extracted import Stances
from transforms.corrections_find import raw_span
from transforms.extract import row_id

CONTEXT = 300  # characters before and after the sentence
VERDICTS = ("right", "corrected", "wrong", "missing")
ANSWERS = {  # what a coder fills in, by the column of stances that it puts right
    "polarity": "right side",
    "issue_polarity": "right side on issue",
    "holder": "right holder",
    "target": "right target",
    "issue_id": "right issue",
}
SHOWN = ("article", "published", "before", "sentence", "after", "holder", "target", "side", "issue", "side on issue")


@dataclass(frozen=True)
class Review:
    """The stances of a review file: what is shown by key, the words around each, and the text of its article."""

    review_id: str
    shown: dict[str, dict[str, Any]]
    cells: dict[str, dict[str, str]]
    texts: dict[str, str]


@dataclass(frozen=True)
class Filled:
    """A row that a coder filled in: its key, none where the coder added it, its answers, and where it stands.

    `near` is about where in the article the sentence of an added row begins; `decided_at` when the row was filled in,
    where the file tells.
    """

    place: str
    key: str | None
    verdict: str = ""
    answers: dict[str, str] = field(default_factory=dict)
    comment: str = ""
    article_id: str = ""
    sentence: str = ""
    near: int = 0
    coder: str | None = None
    decided_at: datetime | None = None

    @property
    def is_empty(self) -> bool:
        """Whether the coder left the row as it was."""
        return not (self.verdict or self.comment or any(self.answers.values()))

    @property
    def is_added(self) -> bool:
        """Whether it is a stance that was missing."""
        return self.key is None and self.verdict.casefold() == "missing"


@dataclass(frozen=True)
class FilledFile:
    """A review as it came back in a file."""

    review_id: str
    shown: dict[str, dict[str, Any]]
    rows: list[Filled]


def make_review(stances: Iterable[dict[str, Any]], exported_at: datetime) -> Review:
    """A review of the stances that `warehouse.review.review_sample` gave."""
    shown, cells, texts = {}, {}, {}
    for row in stances:
        key = row["stance_id"]
        shown[key] = shown_stance(row)
        cells[key] = _cells(row)
        texts[key] = row["text"]
    return Review(row_id(exported_at.isoformat(), *shown), shown, cells, texts)


def shown_stance(row: dict[str, Any]) -> dict[str, Any]:
    """The stance as JSON can hold it, with the places of its passage and its holder in the raw text."""
    start, end = raw_span(row["offset_map"], row["evidence_start"], row["evidence_end"])
    mention_start, _ = raw_span(row["offset_map"], row["mention_start"], row["mention_end"])
    plain = {name: row.get(name) for name in Stances.polars_schema()}
    if isinstance(plain["stated_on"], date):
        plain["stated_on"] = plain["stated_on"].isoformat()
    return {**plain, "raw_start": start, "raw_end": end, "raw_mention_start": mention_start}


def _cells(row: dict[str, Any]) -> dict[str, str]:
    text, start, end = row["text"], row["evidence_start"], row["evidence_end"]
    label = row["holder_label"]
    issue = f"{row['issue_label']} ({row['issue_id']}): {row['proposition']}" if row["issue_label"] else row["issue_id"]
    published = row["published_at"]
    found = {
        "article": row["article_title"],
        "published": published.date().isoformat() if published else None,
        "before": text[max(0, start - CONTEXT) : start].strip(),
        "sentence": row["evidence"],
        "after": text[end : end + CONTEXT].strip(),
        "holder": row["holder"] if label in (None, row["holder"]) else f"{row['holder']} ({label})",
        "target": row["target"],
        "side": row["polarity"],
        "issue": issue,
        "side on issue": row["issue_polarity"],
    }
    return {name: value or "" for name, value in found.items()}


def as_json(value: Any) -> str:
    """JSON in ASCII: no format, and no program that a coder uses, changes a letter of it."""
    return json.dumps(value, ensure_ascii=True, sort_keys=True)
