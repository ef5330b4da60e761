"""From the store into the warehouse, and from there to where readers find it: load, publish, report, rebuild.

    checked batches + what people decided + codebook + rejections + stories + evaluations -> load -> publish -> report

The warehouse is derived: whatever it holds can be made again from the store, and `rebuild` does so.
"""

from __future__ import annotations

from dataclasses import asdict
from functools import partial
from importlib.metadata import version
from pathlib import Path

import duckdb
import polars as pl

from flows.correcting import STAGE, Correcting
from flows.fingerprint import signing_fingerprint
from flows.measured import known_evaluations
from flows.room import room_for
from flows.run import Run, log
from flows.store import Store
from schemas.errors import SchemaMismatch
from schemas.tables import TABLES
from schemas.tables.articles import ArticleStories
from schemas.tables.operations import RunMetrics, SourceRuns
from transforms.stories import group_stories
from warehouse.connect import lock, open_published, open_warehouse
from warehouse.load import Batch, LoadInput, LoadResult
from warehouse.load import load as load_into
from warehouse.publish import FILE as PUBLISHED_FILE
from warehouse.publish import publish as publish_to
from warehouse.report import write_report

CHECKED, SIGNED = STAGE, "signed"
STORY_COLUMNS = ["article_id", "page_id", "published_at", "retrieved_at", "ingested_at"]


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


def bring_in(run: Run) -> bool:
    """Load and publish, if the warehouse is of this version, extractor and codebook; whether it is.

    For what reaches the store in between: decisions of people, evaluations.
    """
    if not run.home.warehouse.is_file():
        return False
    try:
        with open_warehouse(run.home.warehouse, run.settings.lock_wait_s) as connection:
            last = connection.sql("SELECT arg_max(fingerprint, finished_at) FROM ops.runs").fetchall()
    except SchemaMismatch:
        return False  # the store holds what is new; who called says that a rebuild is due
    if last != [(run.knowledge.fingerprint,)]:
        return False
    load(run)
    publish(run)
    report(run)
    return True


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
        return _load_and_show(connection, run)


def _load_and_show(connection: duckdb.DuckDBPyConnection, run: Run) -> LoadResult:
    """Load with what people decided put in, and list that in ops.corrections."""
    correcting = Correcting(run)
    correcting.tell_lost()
    result = load_into(connection, _load_input(run, correcting))
    if changed := correcting.show(connection):
        result.rows["ops.corrections"] = changed
    return result


def _make_anew(run: Run) -> LoadResult:
    """The caller holds the lock of the warehouse."""
    warehouse = run.home.warehouse
    fresh = warehouse.with_name("rebuilt.duckdb")
    for leftover in (fresh, _wal(fresh)):
        leftover.unlink(missing_ok=True)
    with open_warehouse(fresh, run.settings.lock_wait_s) as connection:
        result = _load_and_show(connection, run)
        connection.execute("CHECKPOINT")  # all of it into the one file, which is then renamed
    _wal(warehouse).unlink(missing_ok=True)  # of a killed load: DuckDB would replay it into the new file
    fresh.replace(warehouse)
    return result


def _wal(file: Path) -> Path:
    return file.with_name(file.name + ".wal")


def _load_input(run: Run, correcting: Correcting) -> LoadInput:
    codebook, store = run.knowledge.codebook, run.store
    print_, signing = run.knowledge.fingerprint, signing_fingerprint()
    batch_ids = [one for one in store.batches() if store.has(CHECKED, print_, one) and store.has(SIGNED, signing, one)]
    rows = {"actors": codebook.actor_rows(), "actor_aliases": codebook.alias_rows(), "issues": codebook.issue_rows()}
    return LoadInput(
        run_id=run.run_id,
        started_at=run.started_at,
        sources="; ".join(source.name for source in run.sources),
        version=version("stancehouse"),
        fingerprint=print_,
        codebook_version=codebook.version,
        batches=[Batch(one, print_ + correcting.mark(one), partial(_read_batch, correcting, one)) for one in batch_ids],
        codebook={name: TABLES[name].frame(found) for name, found in rows.items()},
        rejected=store.rejected(),
        metrics=RunMetrics.frame([{"run_id": run.run_id, **asdict(one)} for one in run.counts]),
        source_runs=SourceRuns.frame([{"run_id": run.run_id, **asdict(one)} for one in run.visits]),
        stories=partial(_stories, store, signing, batch_ids),
        evaluations=known_evaluations(store),
        extractor_hash=run.knowledge.extractor_hash,
    )


def _read_batch(correcting: Correcting, batch_id: str) -> dict[str, pl.DataFrame]:
    return correcting.put_in(batch_id, correcting.read(batch_id))


def _stories(store: Store, signing: str, batch_ids: list[str]) -> pl.DataFrame:
    """The stories of all articles that the warehouse holds after this load."""
    signed = [
        store.articles(batch_id, STORY_COLUMNS).join(
            store.get(SIGNED, signing, batch_id)["signatures"], on="article_id", how="left", maintain_order="left"
        )
        for batch_id in batch_ids
    ]
    return group_stories(pl.concat(signed)) if signed else ArticleStories.no_rows()


def _listed(rows: dict[str, int]) -> str:
    return ", ".join(f"{count:,} {name}" for name, count in rows.items())
