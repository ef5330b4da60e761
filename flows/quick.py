"""Extract without Prefect, store or warehouse: files in, rows out."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import UTC, datetime
from pathlib import Path

import polars as pl

from flows.knowledge import Knowledge
from flows.settings import Settings
from flows.sources import read_sources
from schemas.check import Checked
from schemas.errors import InputError
from transforms.articles import Ingestion, build_articles
from transforms.documents import RawDocument, Unreadable

TABLES = {"stances": "stances", "statements": "statements", "mentions": "mentions", "issues": "article_issues"}
RUN_ID = "quick-look"


def extract_files(files: list[Path], what: str, codebook: Path | None) -> pl.DataFrame:
    """The rows of one table (`stances`, `statements`, `mentions` or `issues`) found in the files, `doc_id` first.

    Raises `InputError` where a document cannot be read: a quick look has no place to keep rejections.
    """
    checked = check_documents(read_sources(files))
    if checked.rejected.height:
        raise InputError("\n".join(checked.rejected["message"].to_list()))
    return extract_table(checked.accepted, what, codebook)


def check_documents(documents: Iterable[RawDocument | Unreadable]) -> Checked:
    """Articles of the documents, and what is none."""
    settings = Settings()
    return build_articles(documents, Ingestion(RUN_ID, datetime.now(UTC), settings.max_characters))


def extract_table(articles: pl.DataFrame, what: str, codebook: Path | None) -> pl.DataFrame:
    """The rows of one table found in a frame of Articles, `doc_id` first."""
    found = Knowledge(codebook).extractor.extract(articles, RUN_ID).tables()[TABLES[what]]
    names = articles.select("article_id", "doc_id")
    return found.join(names, on="article_id", how="left", maintain_order="left").select("doc_id", *found.columns)
