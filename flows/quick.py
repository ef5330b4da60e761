"""Extract and evaluate without Prefect, store or warehouse: files in, rows out."""

from __future__ import annotations

import json
from collections.abc import Iterable
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import polars as pl

from flows.knowledge import Knowledge
from flows.settings import Settings
from flows.sources import read_sources
from schemas.check import Checked
from schemas.errors import InputError
from transforms.articles import Ingestion, build_articles
from transforms.documents import RawDocument, Unreadable
from transforms.evaluate import StanceFigures, as_predictions, score_stances

TABLES = {"stances": "stances", "statements": "statements", "mentions": "mentions", "issues": "article_issues"}
RUN_ID = "quick-look"


def extract_files(files: list[Path], what: str, codebook: Path | None) -> pl.DataFrame:
    """The rows of one table (`stances`, `statements`, `mentions` or `issues`) found in the files, `doc_id` first.

    Raises `InputError` where a document cannot be read: a quick look has no place to keep rejections.
    """
    checked = _articles(read_sources(files))
    if checked.rejected.height:
        raise InputError("\n".join(checked.rejected["message"].to_list()))
    return _extract(checked.accepted, what, codebook)


def evaluate_files(gold: Path, articles: Path, codebook: Path | None) -> StanceFigures:
    """Score the extractor on the articles that the gold file names.

    Raises `InputError` where a gold line is no JSON object, or an article of the gold is missing.
    """
    rows = _read_gold(gold)
    wanted = {row["doc_id"] for row in rows}
    documents = [one for one in read_sources([articles]) if isinstance(one, Unreadable) or one.doc_id in wanted]
    checked = _articles(documents)
    if missing := wanted - set(checked.accepted["doc_id"]):
        raise InputError(
            f"{articles} has no readable article for {len(missing)} of the gold's (first: {sorted(missing)[0]!r}); "
            "give the file that the gold rows were made from"
        )
    return score_stances(rows, as_predictions(_extract(checked.accepted, "stances", codebook).to_dicts()))


def _articles(documents: Iterable[RawDocument | Unreadable]) -> Checked:
    settings = Settings()
    return build_articles(documents, Ingestion(RUN_ID, datetime.now(UTC), settings.max_characters))


def _extract(articles: pl.DataFrame, what: str, codebook: Path | None) -> pl.DataFrame:
    found = Knowledge(codebook).extractor.extract(articles, RUN_ID).tables()[TABLES[what]]
    names = articles.select("article_id", "doc_id")
    return found.join(names, on="article_id", how="left", maintain_order="left").select("doc_id", *found.columns)


def _read_gold(path: Path) -> list[dict[str, Any]]:
    if not path.is_file():
        raise InputError(f"gold file '{path}' is not there; check the path")
    rows = []
    for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1):
        if not line.strip():
            continue
        try:
            row = json.loads(line)
            row["doc_id"]
        except (ValueError, TypeError, KeyError) as error:
            raise InputError(f"{path}:{number}: no JSON object with a doc_id; mend that line") from error
        rows.append(row)
    return rows
