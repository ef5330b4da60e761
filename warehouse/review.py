"""Ask the published file for what people review: a sample of stances, an article, the decisions."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from importlib.resources import files
from pathlib import Path
from typing import Any

import polars as pl

from warehouse.connect import open_published


@dataclass(frozen=True)
class Sample:
    """Which stances: `random`, `uncertain` (the least certain first) or `issue` (those on `issue_id`, at random)."""

    sample: str
    size: int
    issue_id: str | None = None
    seed: int = 0
    reviewed: bool = False


def review_sample(path: Path, sample: Sample) -> list[dict[str, Any]]:
    """The stances of the sample; the same seed gives the same rows of the same warehouse."""
    with open_published(path) as connection:
        return connection.execute(_sql("review_sample"), asdict(sample)).pl().to_dicts()


def review_articles(path: Path, article_id: str) -> list[dict[str, Any]]:
    """The articles whose key starts with `article_id`."""
    with open_published(path) as connection:
        return connection.execute(_sql("review_article"), [article_id]).pl().to_dicts()


def review_list(path: Path) -> pl.DataFrame:
    """The decisions that the published file holds, the last first."""
    with open_published(path) as connection:
        return connection.execute(_sql("review_list")).pl()


def review_gold(path: Path) -> tuple[list[dict[str, Any]], list[dict[str, Any]]]:
    """The articles on which a decision is in force, and their stances."""
    with open_published(path) as connection:
        articles, stances = (
            connection.execute(_sql(name)).pl().to_dicts() for name in ("review_gold_articles", "review_gold_stances")
        )
    return articles, stances


def all_rows(path: Path, name: str) -> list[dict[str, Any]]:
    """Every row of a table of the published file."""
    with open_published(path) as connection:
        return connection.table(name).pl().to_dicts()


def _sql(name: str) -> str:
    return (files("warehouse") / "queries" / f"{name}.sql").read_text(encoding="utf-8")
