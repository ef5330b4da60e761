"""Small hand-made warehouses: articles and stances whose answers a person can check."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import duckdb
import polars as pl
import pytest

from schemas.tables import EXTRACTED, TABLES
from warehouse.connect import open_warehouse
from warehouse.load import Batch, LoadInput, load

NOW = datetime(2026, 3, 1, 12, tzinfo=UTC)
CODEBOOK_VERSION = "codebook-1"
EXTRACTOR_HASH = "extractor-1"


def key(*parts: object) -> str:
    return hashlib.sha256("|".join(map(str, parts)).encode()).hexdigest()[:20]


def article(name: str, text: str, day: str | None = "2026-03-01", **over: Any) -> dict[str, Any]:
    row = {
        "article_id": key(name), "doc_id": name, "source": f"{name}.txt", "url": None, "title": f"Title of {name}",
        "publisher": "The Gazette", "authors": None,
        "published_at": datetime.fromisoformat(day).replace(tzinfo=UTC) if day else None,
        "published_at_source": "file" if day else None, "language": None, "text": text, "raw_text": text,
        "offset_map": "[]", "words": len(text.split()), "text_hash": key(text),
        "page_id": key(name), "retrieved_at": NOW, "ingested_at": NOW, "run_id": "run-1",
    }  # fmt: skip
    return {**row, **over}


def stance(of: dict[str, Any], sentence: str, holder: str, target: str, **over: Any) -> dict[str, Any]:
    """A stance whose evidence is `sentence` of the article `of`; spans are found in the text."""
    start = of["text"].index(sentence)
    mention_start = of["text"].index(holder, start)
    target_start = of["text"].index(target, start)
    day = of["published_at"].date() if of["published_at"] else None
    row = {
        "stance_id": key(of["article_id"], sentence, holder, target), "article_id": of["article_id"],
        "statement_id": None, "sentence": 0, "holder_id": holder.lower() if holder in ("Kenya", "Finland") else None,
        "holder": holder, "mention": holder, "mention_start": mention_start, "mention_end": mention_start + len(holder),
        "speaker_id": None, "speaker": None, "attribution_level": 1, "issue_id": "ceasefire",
        "issue_polarity": over.get("polarity", "support"), "target": target, "target_start": target_start,
        "target_end": target_start + len(target), "target_key": target.lower().replace(" ", "-"),
        "target_actor_id": None, "polarity": "support", "intensity": 2, "act": "demand", "mode": "indirect",
        "modality": None, "is_negated": False, "condition": None, "evidence": sentence, "evidence_start": start,
        "evidence_end": start + len(sentence), "stated_on": day, "stated_on_source": "published_at" if day else None,
        "score": 0.9, "rule": "verb:demand > object", "extractor": "rules", "extractor_version": "1",
        "codebook_version": CODEBOOK_VERSION, "run_id": "run-1",
    }  # fmt: skip
    row |= over
    if row["issue_id"] is None:
        row["issue_polarity"] = None
    return row


def codebook_frames() -> dict[str, pl.DataFrame]:
    shared = {"codebook_version": CODEBOOK_VERSION}
    actors = [
        {"actor_id": slug, "name": slug.title(), "kind": "state", "country": None, "offices": None, **shared}
        for slug in ("kenya", "finland")
    ]
    issues = [
        {
            "issue_id": issue, "label": issue.title(), "topic": "peace",
            "proposition": f"There should be a {issue}.", "support_means": "for", "oppose_means": "against",
            "example_sentence": None, "is_discovered": False, **shared,
        }
        for issue in ("ceasefire", "tariffs")
    ]  # fmt: skip
    alias = {"actor_id": "kenya", "alias": "Nairobi", "kind": "capital", "from_on": None, "until_on": None, **shared}
    rows = {"actors": actors, "actor_aliases": [alias], "issues": issues}
    return {name: TABLES[name].frame(found) for name, found in rows.items()}


def batch(articles: list[dict[str, Any]], stances: list[dict[str, Any]], name: str = "batch-1") -> Batch:
    frames = {table: TABLES[table].no_rows() for table in EXTRACTED}
    frames |= {"articles": TABLES["articles"].frame(articles), "stances": TABLES["stances"].frame(stances)}
    return Batch(name, "print-1", lambda: frames)


def visit(name: str = "gazette", outcome: str = "read", hour: int = 0, new: int = 0, **over: Any) -> dict[str, Any]:
    """A visit to a source, so many hours after NOW."""
    failed = outcome == "failed"
    row = {
        "run_id": "run-1", "source_name": name, "kind": "feed", "outcome": outcome, "articles_found": new,
        "articles_new": new, "articles_known": 0, "articles_rejected": 0, "failures_in_a_row": int(failed),
        "error": "503" if failed else None, "visited_at": NOW + timedelta(hours=hour),
    }  # fmt: skip
    return row | over


def tell_stories(articles: list[dict[str, Any]]) -> pl.DataFrame:
    """The stories of hand-made articles: those of one text tell one, which the first by day and name leads.

    How likeness is measured is not the warehouse's business: a test that needs other stories gives its own.
    """
    pages: dict[str, list[dict[str, Any]]] = {}
    for row in sorted(articles, key=lambda row: (row["retrieved_at"], row["article_id"])):
        pages.setdefault(row["page_id"], []).append(row)
    newest = sorted(
        (versions[-1] for versions in pages.values()),
        key=lambda row: (row["published_at"] is None, row["published_at"] or NOW, row["doc_id"]),
    )
    leads: dict[str, str] = {}
    for row in newest:
        leads.setdefault(row["text_hash"], row["article_id"])
    told = [
        {
            "article_id": row["article_id"], "story_id": leads[versions[-1]["text_hash"]],
            "is_lead": leads[versions[-1]["text_hash"]] == row["article_id"], "likeness": 1.0,
            "story_articles": sum(one["text_hash"] == versions[-1]["text_hash"] for one in newest),
            "version": number, "versions": len(versions), "is_newest": row is versions[-1],
        }
        for versions in pages.values()
        for number, row in enumerate(versions, 1)
    ]  # fmt: skip
    return TABLES["article_stories"].frame(told)


def evaluation(*figures: dict[str, Any], name: str = "dev.jsonl", **over: Any) -> list[dict[str, Any]]:
    """Rows of one evaluation; each figure gives what differs from an F1 of 0.5 of all stances."""
    shared = {
        "evaluation_id": key(name, *over.values()), "evaluated_at": NOW, "command": f"stancehouse evaluate {name}",
        "gold_name": name, "gold_hash": hashlib.sha256(name.encode()).hexdigest(), "gold_articles": 10, "gold_rows": 80,
        "extractor": "minilm", "extractor_version": "2", "extractor_hash": EXTRACTOR_HASH,
        "codebook_version": CODEBOOK_VERSION,
    }  # fmt: skip
    row = {
        "level": "stance", "class_kind": "all", "class_name": "all", "figure": "f1", "value": 0.5, "low": 0.4,
        "high": 0.6, "support": 80,
    }  # fmt: skip
    return [{**shared, **over, **row, **figure} for figure in figures or ({},)]


def load_input(
    *batches: Batch,
    run_id: str = "run-1",
    rejected: list[pl.DataFrame] | None = None,
    visits: list[dict[str, Any]] | None = None,
    stories: Callable[[], pl.DataFrame] | None = None,
    evaluations: list[dict[str, Any]] | None = None,
) -> LoadInput:
    """A load of the batches; articles of one text are one story unless `stories` tells otherwise."""
    count = {
        "run_id": run_id, "step": "ingest", "table_name": "articles", "rows_in": 1, "rows_accepted": 1,
        "rows_set_aside": 0, "rows_rejected": 0,
    }  # fmt: skip
    return LoadInput(
        run_id, NOW, "articles/", "0.1.0", "print-1", CODEBOOK_VERSION, batches, codebook_frames(), rejected or [],
        TABLES["ops.run_metrics"].frame([count]), TABLES["ops.source_runs"].frame(visits or []),
        stories or (lambda: tell_stories([row for one in batches for row in one.read()["articles"].to_dicts()])),
        TABLES["ops.evaluations"].frame(evaluations or []), EXTRACTOR_HASH,
    )  # fmt: skip


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "warehouse" / "stancehouse.duckdb"


@pytest.fixture
def connection(path: Path) -> Iterator[duckdb.DuckDBPyConnection]:
    with open_warehouse(path, wait_s=5) as opened:
        yield opened


def loaded(
    connection: duckdb.DuckDBPyConnection, articles: list[dict[str, Any]], stances: list[dict[str, Any]]
) -> None:
    load(connection, load_input(batch(articles, stances)))


def rows(connection: duckdb.DuckDBPyConnection, query: str) -> list[dict[str, Any]]:
    return connection.sql(query).pl().to_dicts()
