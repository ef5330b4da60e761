"""One run: what it was asked to do, what it has counted, and how far it has come. All steps take one.

    Run(sources, home, settings, knowledge)  ->  counts, visits, loaded  ->  summary()

Free of Prefect: the flow makes a run and hands it from step to step.
"""

from __future__ import annotations

import logging
from collections import Counter
from collections.abc import Callable
from contextvars import ContextVar
from dataclasses import asdict, dataclass, field
from datetime import UTC, datetime
from functools import cached_property
from typing import Any
from uuid import uuid4

import polars as pl

from flows.knowledge import Knowledge
from flows.settings import Home, Settings
from flows.sources.visit import Source
from flows.store import Store
from warehouse.load import LoadResult

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
    rows_set_aside: int
    rows_rejected: int


@dataclass(frozen=True)
class VisitRecord:
    """What came of one source in one run; the fields are the columns of ops.source_runs."""

    source_name: str
    kind: str
    outcome: str
    articles_found: int
    articles_new: int
    articles_known: int
    articles_rejected: int
    failures_in_a_row: int
    error: str | None
    visited_at: datetime


@dataclass
class Run:
    """One run: what it was asked to do, and what it has counted so far.

    `lasting` names the sources that remember earlier runs: those of a `sources.yaml`.
    """

    run_id: str
    sources: tuple[Source, ...]
    home: Home
    settings: Settings
    knowledge: Knowledge
    lasting: frozenset[str] = frozenset()
    started_at: datetime = field(default_factory=lambda: datetime.now(UTC))
    counts: list[Count] = field(default_factory=list)
    visits: list[VisitRecord] = field(default_factory=list)
    rejections: dict[str, Counter[str]] = field(default_factory=dict)
    loaded: LoadResult | None = None

    @cached_property
    def store(self) -> Store:
        """The store of the run's home."""
        return Store(self.home.store)

    def reject(self, step: str, rejected: pl.DataFrame) -> None:
        """Keep rows of ops.rejected_rows, and count them by step and check."""
        self.rejections.setdefault(step, Counter()).update(rejected["check_name"])
        self.store.add_rejected(rejected)

    def summary(self) -> dict[str, Any]:
        """What the run did, in plain values."""
        return {
            "run_id": self.run_id,
            "counts": [asdict(one) for one in self.counts],
            "rejections": {step: dict(checks) for step, checks in self.rejections.items() if checks},
            "visits": [{**asdict(one), "visited_at": one.visited_at.isoformat()} for one in self.visits],
            "loaded": dict(self.loaded.rows) if self.loaded else {},
        }

    def count(self, *counts: Count) -> None:
        """Keep the counts and log one line each."""
        for one in counts:
            self.counts.append(one)
            log.info(
                "%s: %s of %s %s; %s set aside, %s rejected",
                one.step,
                one.rows_accepted,
                one.rows_in,
                one.table_name,
                one.rows_set_aside,
                one.rows_rejected,
            )


def new_run_id() -> str:
    """An id for a run that no scheduler has named."""
    return str(uuid4())
