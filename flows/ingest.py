"""Ingest: visit each source, make articles of what it gives, and store what is new.

    sources -> visit -> documents -> build_articles -> batches of the store + rejections + one record a visit

A source that fails does not stop the others. What a source remembers is written only after all that it gave is stored,
so that a killed run asks again for what it had not stored yet.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from itertools import islice

import polars as pl
from filelock import FileLock

from flows.fetching.fetcher import Fetcher
from flows.fetching.settings import FetchSettings
from flows.run import Count, Run, VisitRecord, log
from flows.sources.memory import Memories, Remembered
from flows.sources.visit import Found, Memory, Source, SourceFailed, Visit
from schemas.check import rejected_id
from schemas.tables.operations import RejectedRows
from transforms.articles import Ingestion, build_articles
from transforms.identity import canonical_url, page_key


def ingest(run: Run) -> list[str]:
    """Read the sources and store what is new; returns the ids of the new batches.

    One run of a home ingests at a time: two that overlap would put one article into two batches.
    """
    run.home.root.mkdir(parents=True, exist_ok=True)
    with FileLock(run.home.root / "ingest.lock"), Fetcher(FetchSettings()) as fetcher:
        return _Ingest(run, fetcher).all()


@dataclass
class _Tally:
    """What one source gave."""

    read: int = 0
    new: int = 0
    rejected: int = 0


@dataclass
class _Ingest:
    """One run's reading of all its sources."""

    run: Run
    fetcher: Fetcher
    articles: set[str] = field(default_factory=set)
    pages: dict[str, datetime] = field(default_factory=dict)
    seen: dict[str, str] = field(default_factory=dict)
    pending: list[pl.DataFrame] = field(default_factory=list)
    batches: list[str] = field(default_factory=list)

    def all(self) -> list[str]:
        """Visit every source in turn; the new batches."""
        self.run.rejections["ingest"] = Counter()  # a retry begins its counting anew
        for keys in self.run.store.article_keys():
            self.articles.update(keys["article_id"])
            self._note_pages(keys)
        memories = Memories(self.run.store)
        visited = [(source, memories.of(source.name)) for source in self.run.sources]
        records = [self._visit(source, remembered) for source, remembered in visited]
        self.batches += self._store_full(rest=True)
        for (source, remembered), record in zip(visited, records, strict=True):
            if source.name in self.run.lasting:
                memories.keep(source.name, replace(remembered, failures_in_a_row=record.failures_in_a_row))
        self._count(records)
        return self.batches

    def _visit(self, source: Source, remembered: Remembered) -> VisitRecord:
        visit = self._new_visit(source, remembered.memory)
        tally, error = _Tally(), None
        try:
            documents = source.read(visit)
            while chunk := list(islice(documents, self.run.settings.batch_size)):
                self._take(chunk, tally)
        except SourceFailed as failure:
            error = str(failure)
            log.warning("source %s failed: %s", source.name, error)
            self.run.reject("ingest", self._failure(source, error))
        known = visit.known + tally.read - tally.new - tally.rejected
        return VisitRecord(
            source_name=source.name,
            kind=source.kind,
            outcome="failed" if error else "unchanged" if visit.is_unchanged else "read",
            articles_found=tally.read + visit.known,
            articles_new=tally.new,
            articles_known=known,
            articles_rejected=tally.rejected,
            failures_in_a_row=remembered.failures_in_a_row + 1 if error else 0,
            error=error,
            visited_at=visit.started_at,
        )

    def _new_visit(self, source: Source, memory: Memory) -> Visit:
        settings = self.run.settings
        return Visit(
            fetcher=self.fetcher,
            memory=memory if source.name in self.run.lasting else Memory(),
            knows_page=self._knows_page,
            started_at=datetime.now(UTC),
            earliest_year=settings.earliest_year,
            max_bytes=settings.max_bytes,
        )

    def _take(self, chunk: list[Found], tally: _Tally) -> None:
        """Make articles of some documents, keep the rejections, store the batches that are full."""
        settings = self.run.settings
        ingestion = Ingestion(self.run.run_id, self.run.started_at, settings.max_characters, settings.earliest_year)
        checked = build_articles(chunk, ingestion, self.seen, self.articles)
        tally.read += len(chunk)
        tally.new += checked.accepted.height
        tally.rejected += checked.rejected.height
        self.run.reject("ingest", checked.rejected)
        self._note_pages(checked.accepted)
        self.pending.append(checked.accepted)
        self.batches += self._store_full()

    def _knows_page(self, url: str, retrieved_at: datetime | None) -> bool:
        """Whether a version of the page is known that was retrieved at that instant or later, or at all."""
        known = self.pages.get(page_key(canonical_url(url)) or "")
        return known is not None and (retrieved_at is None or known >= retrieved_at)

    def _note_pages(self, articles: pl.DataFrame) -> None:
        for page_id, retrieved_at in articles.select("page_id", "retrieved_at").iter_rows():
            self.pages[page_id] = max(retrieved_at, self.pages.get(page_id, retrieved_at))

    def _store_full(self, *, rest: bool = False) -> Iterator[str]:
        """Store the pending articles in batches of the set size; what is left stays pending, unless it is the rest."""
        if not self.pending:
            return
        articles = pl.concat(self.pending)
        self.pending.clear()
        size = self.run.settings.batch_size
        while articles.height >= size or (rest and articles.height):
            yield self.run.store.add_articles(articles.head(size))
            articles = articles.slice(size)
        self.pending.append(articles)

    def _failure(self, source: Source, error: str) -> pl.DataFrame:
        """The row of ops.rejected_rows of a source that failed."""
        row = {
            "rejected_id": rejected_id("sources", source.name, "source_can_be_read", error),
            "table_name": "sources",
            "source": source.name,
            "check_name": "source_can_be_read",
            "message": error,
            "rejected_at": self.run.started_at,
            "run_id": self.run.run_id,
        }
        return RejectedRows.frame([row])

    def _count(self, records: list[VisitRecord]) -> None:
        """Count articles and sources, once all is done."""
        self.run.visits = records
        failed = sum(one.outcome == "failed" for one in records)
        unchanged = sum(one.outcome == "unchanged" for one in records)
        found, new, known, rejected = (
            sum(getattr(one, name) for one in records)
            for name in ("articles_found", "articles_new", "articles_known", "articles_rejected")
        )
        self.run.count(
            Count("ingest", "sources", len(records), len(records) - failed - unchanged, unchanged, failed),
            Count("ingest", "articles", found, new, known, rejected),
        )
