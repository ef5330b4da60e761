"""The steps of the pipeline, free of Prefect: each takes a Run, does its part, and counts.

    ingest -> extract -> validate -> load -> publish -> report

What a step has done lies in the store, so each does only what is missing: a second run does nothing, and a killed run
is taken up where it stopped. Every step says in one line what it counted.
"""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterator
from contextvars import ContextVar
from dataclasses import asdict, dataclass, field
from datetime import UTC, datetime
from functools import cached_property, partial
from importlib.metadata import version
from itertools import islice
from pathlib import Path
from typing import Any
from uuid import uuid4

import polars as pl
from filelock import FileLock

from flows.knowledge import Knowledge
from flows.room import room_for
from flows.settings import Home, Settings
from flows.sources import files_of, read_file
from flows.store import Store
from schemas.check import Rejection, split
from schemas.tables import TABLES
from schemas.tables.operations import RunMetrics
from transforms.articles import Ingestion, build_articles
from warehouse.connect import lock, open_published, open_warehouse
from warehouse.load import Batch, LoadInput, LoadResult
from warehouse.load import load as load_into
from warehouse.publish import FILE as PUBLISHED_FILE
from warehouse.publish import publish as publish_to
from warehouse.report import write_report

EXTRACTED, CHECKED = "extracted", "checked"

log = logging.getLogger("stancehouse")
PROGRESS: ContextVar[Callable[[str, int, int], None]] = ContextVar("progress", default=lambda step, done, total: None)


@dataclass(frozen=True)
class Step:
    """One step of the pipeline: its name, its work, and how often it is tried again."""

    name: str
    work: Callable[[Run], Any]
    retries: int = 0


@dataclass(frozen=True)
class Count:
    """Rows of one table that a step took in, and what became of them."""

    step: str
    table_name: str
    rows_in: int
    rows_accepted: int
    rows_rejected: int


@dataclass
class Run:
    """One run: what it was asked to do, and what it has counted so far."""

    run_id: str
    sources: tuple[Path, ...]
    home: Home
    settings: Settings
    knowledge: Knowledge
    started_at: datetime = field(default_factory=lambda: datetime.now(UTC))
    counts: list[Count] = field(default_factory=list)
    known_articles: int = 0
    loaded: LoadResult | None = None

    @cached_property
    def store(self) -> Store:
        """The store of the run's home."""
        return Store(self.home.store)

    def summary(self) -> dict[str, Any]:
        """What the run did, in plain values."""
        return {
            "run_id": self.run_id,
            "known_articles": self.known_articles,
            "counts": [asdict(one) for one in self.counts],
            "loaded": dict(self.loaded.rows) if self.loaded else {},
        }

    def count(self, *counts: Count) -> None:
        """Keep the counts and log one line each."""
        for one in counts:
            self.counts.append(one)
            log.info(
                "%s: %s of %s %s; %s rejected",
                one.step,
                one.rows_accepted,
                one.rows_in,
                one.table_name,
                one.rows_rejected,
            )


def new_run_id() -> str:
    """An id for a run that no scheduler has named."""
    return str(uuid4())


def ingest(run: Run) -> list[str]:
    """Read the sources and store what is new; returns the ids of the new batches.

    One run of a home ingests at a time: two that overlap would put one article into two batches.
    """
    files = files_of(list(run.sources))
    run.home.root.mkdir(parents=True, exist_ok=True)
    with FileLock(run.home.root / "ingest.lock"):
        return _ingest(run, files)


def _ingest(run: Run, files: list[Path]) -> list[str]:
    ingestion = Ingestion(run.run_id, run.started_at, run.settings.max_characters)
    known = run.store.article_ids()
    seen: dict[str, str] = {}
    new_batches: list[str] = []
    read, accepted, rejected = 0, 0, 0
    documents = (document for path in files for document in read_file(path))
    pending: list[pl.DataFrame] = []
    while chunk := list(islice(documents, run.settings.batch_size)):
        checked = build_articles(chunk, ingestion, seen, known)
        read += len(chunk)
        accepted += checked.accepted.height
        rejected += checked.rejected.height
        run.store.add_rejected(checked.rejected)
        pending.append(checked.accepted)
        new_batches += _store_full(run, pending)
    new_batches += _store_full(run, pending, rest=True)
    run.known_articles = read - accepted - rejected  # only now: a retry begins its counting anew
    run.count(Count("ingest", "articles", accepted + rejected, accepted, rejected))
    return new_batches


def _store_full(run: Run, pending: list[pl.DataFrame], *, rest: bool = False) -> Iterator[str]:
    """Store the pending articles in batches of the set size; what is left stays pending, unless it is the rest."""
    if not pending:
        return
    articles = pl.concat(pending)
    pending.clear()
    size = run.settings.batch_size
    while articles.height >= size or (rest and articles.height):
        yield run.store.add_articles(articles.head(size))
        articles = articles.slice(size)
    pending.append(articles)


def extract(run: Run) -> list[str]:
    """Extract from each batch that has no output under this fingerprint; returns the ids of those batches."""
    print_ = run.knowledge.fingerprint
    missing = [batch for batch in run.store.batches() if not run.store.has(EXTRACTED, print_, batch)]
    rows = dict.fromkeys(TABLES, 0)
    for done, batch_id in enumerate(missing):
        PROGRESS.get()("extract", done, len(missing))
        found = run.knowledge.extractor.extract(run.store.articles(batch_id), run.run_id).tables()
        run.store.put(EXTRACTED, print_, batch_id, found)
        for name, frame in found.items():
            rows[name] += frame.height
    if missing:
        PROGRESS.get()("extract", len(missing), len(missing))
        run.count(*(Count("extract", name, count, count, 0) for name, count in rows.items() if count))
    return missing


def validate(run: Run) -> list[str]:
    """Split each extracted table by its contract; returns the ids of the batches checked."""
    print_ = run.knowledge.fingerprint
    missing = [batch for batch in run.store.batches() if not run.store.has(CHECKED, print_, batch)]
    totals: dict[str, list[int]] = {}
    for batch_id in missing:
        accepted: dict[str, pl.DataFrame] = {}
        for name, frame in run.store.get(EXTRACTED, print_, batch_id).items():
            checked = split(frame, TABLES[name], Rejection(name, run.run_id, run.started_at))
            run.store.add_rejected(checked.rejected)
            accepted[name] = checked.accepted
            total = totals.setdefault(name, [0, 0, 0])
            for place, height in enumerate((frame.height, checked.accepted.height, checked.rejected.height)):
                total[place] += height
        run.store.put(CHECKED, print_, batch_id, accepted)
    run.count(*(Count("validate", name, *total) for name, total in totals.items()))
    return missing


def load(run: Run) -> LoadResult:
    """Load every checked batch that the warehouse does not hold yet, in one transaction."""
    with room_for(run.home.warehouse):
        result = _load_first(run) or _load_more(run)
    log.info("load: %s new batches; %s", result.batches, _listed(result.rows) or "nothing new")
    run.loaded = result
    return result


def publish(run: Run) -> bool:
    """Put a whole copy where readers find it, if the warehouse changed since the last one."""
    with (
        room_for(run.home.published),
        open_warehouse(run.home.warehouse, run.settings.lock_wait_s) as connection,
    ):
        written = publish_to(connection, run.home.warehouse, run.home.published)
    log.info("publish: %s", "published anew" if written else "published already")
    return written


def report(run: Run) -> bool:
    """Write the report of what is published, if that changed since the last one."""
    target = run.home.published / "report.html"
    source = run.home.published / PUBLISHED_FILE
    if target.is_file() and target.stat().st_mtime_ns >= source.stat().st_mtime_ns:
        return False
    with room_for(target), open_published(source) as connection:
        write_report(connection, target)
    return True


STEPS = (
    Step("ingest", ingest, retries=2),
    Step("extract", extract),
    Step("validate", validate),
    Step("load", load),
    Step("publish", publish),
    Step("report", report),
)


def rebuild(run: Run) -> LoadResult:
    """Make the warehouse anew from the store, beside the old one, then put it in its place."""
    with room_for(run.home.warehouse), lock(run.home.warehouse, run.settings.lock_wait_s):
        return _make_anew(run)


def _load_first(run: Run) -> LoadResult | None:
    """Make a warehouse where none is, whole or not at all; None where there is one."""
    if run.home.warehouse.is_file():
        return None
    with lock(run.home.warehouse, run.settings.lock_wait_s):
        return None if run.home.warehouse.is_file() else _make_anew(run)  # another run may have made it meanwhile


def _load_more(run: Run) -> LoadResult:
    with open_warehouse(run.home.warehouse, run.settings.lock_wait_s) as connection:
        return load_into(connection, _load_input(run))


def _make_anew(run: Run) -> LoadResult:
    """The caller holds the lock of the warehouse."""
    warehouse = run.home.warehouse
    fresh = warehouse.with_name("rebuilt.duckdb")
    for leftover in (fresh, _wal(fresh)):
        leftover.unlink(missing_ok=True)
    with open_warehouse(fresh, run.settings.lock_wait_s) as connection:
        result = load_into(connection, _load_input(run))
        connection.execute("CHECKPOINT")  # all of it into the one file, which is then renamed
    _wal(warehouse).unlink(missing_ok=True)  # of a killed load: DuckDB would replay it into the new file
    fresh.replace(warehouse)
    return result


def _wal(file: Path) -> Path:
    return file.with_name(file.name + ".wal")


def _load_input(run: Run) -> LoadInput:
    codebook, store, print_ = run.knowledge.codebook, run.store, run.knowledge.fingerprint
    rows = {"actors": codebook.actor_rows(), "actor_aliases": codebook.alias_rows(), "issues": codebook.issue_rows()}
    return LoadInput(
        run_id=run.run_id,
        started_at=run.started_at,
        sources="; ".join(str(source) for source in run.sources),
        version=version("stancehouse"),
        fingerprint=print_,
        codebook_version=codebook.version,
        batches=(
            Batch(batch_id, print_, partial(_read_batch, store, print_, batch_id))
            for batch_id in store.batches()
            if store.has(CHECKED, print_, batch_id)
        ),
        codebook={name: TABLES[name].frame(found) for name, found in rows.items()},
        rejected=store.rejected(),
        metrics=RunMetrics.frame([{"run_id": run.run_id, **asdict(one)} for one in run.counts]),
    )


def _read_batch(store: Store, print_: str, batch_id: str) -> dict[str, pl.DataFrame]:
    return {"articles": store.articles(batch_id), **store.get(CHECKED, print_, batch_id)}


def _listed(rows: dict[str, int]) -> str:
    return ", ".join(f"{count:,} {name}" for name, count in rows.items())
