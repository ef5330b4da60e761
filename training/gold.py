"""Read annotated articles: texts, gold stances, and gold statements where there are some."""

from __future__ import annotations

import json
from collections import defaultdict
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import Any


@dataclass
class Annotated:
    """One article with its gold rows; `statements` is null where nobody annotated them."""

    doc_id: str
    text: str
    day: date | None
    stances: list[dict[str, Any]] = field(default_factory=list)
    statements: list[dict[str, Any]] | None = None


def read_annotated(articles: Path, stances: Path, statements: Path | None = None) -> list[Annotated]:
    """The articles that the file of stances names, in its order of doc_id; optional rows are left out."""
    rows: dict[str, list[dict[str, Any]]] = defaultdict(list)
    for row in read_lines(stances):
        found = rows[row["doc_id"]]
        if row.get("evidence") and not row.get("optional"):
            found.append(row)
    spoken: dict[str, list[dict[str, Any]]] = defaultdict(list)
    for row in read_lines(statements) if statements else []:
        found = spoken[row["doc_id"]]
        if row.get("content"):
            found.append(row)
    return [
        Annotated(one["doc_id"], one["text"], _day(one), rows[one["doc_id"]], spoken.get(one["doc_id"]))
        for one in sorted(read_lines(articles), key=lambda one: str(one["doc_id"]))
        if one["doc_id"] in rows
    ]


def read_lines(path: Path) -> list[dict[str, Any]]:
    """The objects of a JSONL file."""
    return [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines() if line.strip()]


def _day(article: dict[str, Any]) -> date | None:
    written = article.get("published_at") or article.get("date")
    return date.fromisoformat(written[:10]) if written else None
