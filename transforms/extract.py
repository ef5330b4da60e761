"""What every extractor is: articles in; mentions, statements, stances and issues out.

    articles (schemas Articles) -> Extractor.extract -> Extracted (four frames of schemas.tables)

The default (`transforms.extractor`) and an LLM are extractors alike: they pass the same schemas and the same evidence
checks, and are scored by the same command.
"""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from typing import Protocol

import polars as pl


@dataclass(frozen=True)
class Extracted:
    """What an extractor found in a batch; each frame has the columns of its table, rows in text order."""

    mentions: pl.DataFrame
    statements: pl.DataFrame
    stances: pl.DataFrame
    article_issues: pl.DataFrame

    def tables(self) -> dict[str, pl.DataFrame]:
        """The frames by table name."""
        return {
            "mentions": self.mentions,
            "statements": self.statements,
            "stances": self.stances,
            "article_issues": self.article_issues,
        }


class Extractor(Protocol):
    """Finds who takes which side on what. `name` and `version` go into every row."""

    name: str
    version: str

    def extract(self, articles: pl.DataFrame, run_id: str) -> Extracted:
        """Extract from a frame of Articles; an article without any finding gives no row."""
        ...


def row_id(*parts: object) -> str:
    """A stable key of 20 hexadecimal digits from what identifies a row; it holds no run and no score."""
    return hashlib.sha256("\x1f".join(str(part) for part in parts).encode()).hexdigest()[:20]
