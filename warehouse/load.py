"""Load batches of the store into the warehouse: delete and insert by article, in one transaction.

    batches, codebook, rejections, visits to sources, stories, the run's record -> one transaction -> LoadResult

Which articles tell one story depends on all of them: that table is replaced whole. The same batch twice leaves the
same tables, so two identical runs at once do no harm. A load that finds nothing new writes nothing at all, not even a
row about itself.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from datetime import UTC, datetime

import duckdb
import polars as pl

from schemas.codebook_salience import LEAD_SENTENCES, LEAD_WEIGHT, TITLE_WEIGHT
from schemas.errors import ValidationFailed
from schemas.tables import EXTRACTED, TABLES
from schemas.tables.operations import Batches, Runs
from warehouse.ddl import delete_all, delete_articles, delete_run, insert_from
from warehouse.statements import derive
from warehouse.views import store_views

BY_ARTICLE = ("articles", *EXTRACTED)
CODEBOOK = ("actors", "actor_aliases", "issues")


@dataclass(frozen=True)
class Batch:
    """One batch: its name in the store, and how to read its tables, articles among them, when its turn comes."""

    batch_id: str
    fingerprint: str
    read: Callable[[], dict[str, pl.DataFrame]]


@dataclass(frozen=True)
class LoadInput:
    """All that one load may bring. `batches` are those of the store; which of them are new is decided here.

    `source_runs` has a row for each visit of this run to a source; which of them are news is decided here. `stories`
    gives the rows of `article_stories` for every article of `batches`; it is called only where something is loaded.
    `evaluations` are all that are known; which of them are new is decided here.
    """

    run_id: str
    started_at: datetime
    sources: str
    version: str
    fingerprint: str
    codebook_version: str
    batches: Iterable[Batch]
    codebook: dict[str, pl.DataFrame]
    rejected: Iterable[pl.DataFrame]
    metrics: pl.DataFrame
    source_runs: pl.DataFrame
    stories: Callable[[], pl.DataFrame]
    evaluations: pl.DataFrame
    extractor_hash: str


@dataclass
class LoadResult:
    """What a load changed: rows that each table gained, empty where there was nothing new."""

    rows: dict[str, int] = field(default_factory=dict)
    batches: int = 0

    @property
    def changed(self) -> bool:
        """Whether anything was written."""
        return bool(self.batches or self.rows)


def load(connection: duckdb.DuckDBPyConnection, given: LoadInput) -> LoadResult:
    """Load what is new, all or nothing; a failure leaves the warehouse as it was."""
    connection.begin()
    try:
        result = _load(connection, given)
    except BaseException:
        connection.rollback()
        raise
    connection.commit()
    return result


def _load(connection: duckdb.DuckDBPyConnection, given: LoadInput) -> LoadResult:
    result = LoadResult()
    loaded = dict(connection.sql("SELECT batch_id, fingerprint FROM ops.batches").fetchall())
    for batch in given.batches:
        if loaded.get(batch.batch_id) != batch.fingerprint:
            _load_batch(connection, batch, given.run_id, result)
    _load_codebook(connection, given, result)
    _load_evaluations(connection, given, result)
    for frame in given.rejected:
        _count(result, "ops.rejected_rows", _insert_new_rejections(connection, frame))
    _count(result, "ops.source_runs", _insert_news_of_sources(connection, given.source_runs))
    if not result.changed:
        return result
    _replace_stories(connection, given.stories())
    _derive(connection)
    store_views(connection)
    _record(connection, given)
    return result


def _derive(connection: duckdb.DuckDBPyConnection) -> None:
    """Make what follows from the rows as they are now; the statements take their weights as variables."""
    connection.execute("SET VARIABLE title_weight = ?", [TITLE_WEIGHT])
    connection.execute("SET VARIABLE lead_weight = ?", [LEAD_WEIGHT])
    connection.execute("SET VARIABLE lead_sentences = ?", [LEAD_SENTENCES])
    for statement in derive():
        connection.execute(statement)


def _load_batch(connection: duckdb.DuckDBPyConnection, batch: Batch, run_id: str, result: LoadResult) -> None:
    frames = batch.read()
    article_ids = frames["articles"].select("article_id")
    for name in BY_ARTICLE:
        frame = frames[name].select(TABLES[name].polars_schema().names())
        _delete_articles(connection, name, article_ids)
        _count(result, name, insert(connection, name, frame))
    row = Batches.frame(
        [
            {
                "batch_id": batch.batch_id,
                "fingerprint": batch.fingerprint,
                "articles": article_ids.height,
                "loaded_at": datetime.now(UTC),
                "run_id": run_id,
            }
        ]
    )
    connection.execute("DELETE FROM ops.batches WHERE batch_id = ?", [batch.batch_id])
    insert(connection, "ops.batches", row)
    result.batches += 1


def _load_codebook(connection: duckdb.DuckDBPyConnection, given: LoadInput, result: LoadResult) -> None:
    """Replace the dimensions where another codebook is in force."""
    held = connection.sql("SELECT DISTINCT codebook_version FROM issues WHERE NOT is_discovered").fetchall()
    if held == [(given.codebook_version,)]:
        return
    for name in CODEBOOK:
        connection.execute(delete_all(name))
        _count(result, name, insert(connection, name, given.codebook[name]))


def _load_evaluations(connection: duckdb.DuckDBPyConnection, given: LoadInput, result: LoadResult) -> None:
    """Replace the evaluations where there are others than before."""
    held = set(connection.sql("SELECT evaluation_id FROM ops.evaluations").pl()["evaluation_id"])
    if held != set(given.evaluations["evaluation_id"]):
        connection.execute(delete_all("ops.evaluations"))
        _count(result, "ops.evaluations", insert(connection, "ops.evaluations", given.evaluations))


def _insert_new_rejections(connection: duckdb.DuckDBPyConnection, frame: pl.DataFrame) -> int:
    held = connection.execute(
        "SELECT rejected_id FROM ops.rejected_rows WHERE list_contains(?, rejected_id)",
        [frame["rejected_id"].to_list()],
    ).fetchall()
    new = frame.filter(~pl.col("rejected_id").is_in([row[0] for row in held]))
    return insert(connection, "ops.rejected_rows", new)


def _replace_stories(connection: duckdb.DuckDBPyConnection, stories: pl.DataFrame) -> None:
    """Raises `ValidationFailed` where the stories are not those of just the articles held: nothing is kept then."""
    connection.execute(delete_all("article_stories"))
    insert(connection, "article_stories", stories)
    held = set(connection.sql("SELECT article_id FROM articles").pl()["article_id"])
    told = set(stories["article_id"])
    if held != told:
        raise ValidationFailed(
            f"article_stories: {len(held - told)} articles of the warehouse have no story and {len(told - held)} rows "
            "have no article; another run stored articles meanwhile, so load again"
        )


def _insert_news_of_sources(connection: duckdb.DuckDBPyConnection, frame: pl.DataFrame) -> int:
    """Keep the visits that brought an article, failed, or succeeded where the last one kept had failed; once each."""
    held = connection.sql("SELECT run_id, source_name FROM ops.source_runs").pl()
    failing = connection.sql(
        "SELECT source_name FROM ops.source_runs GROUP BY source_name HAVING arg_max(outcome, visited_at) = 'failed'"
    ).pl()
    is_news = (
        (pl.col("outcome") == "failed")
        | (pl.col("articles_new") > 0)
        | pl.col("source_name").is_in(failing["source_name"].to_list())
    )
    news = frame.filter(is_news).join(held, on=["run_id", "source_name"], how="anti", maintain_order="left")
    return insert(connection, "ops.source_runs", news)


def _delete_articles(connection: duckdb.DuckDBPyConnection, name: str, article_ids: pl.DataFrame) -> None:
    connection.register("incoming_ids", article_ids)
    connection.execute(delete_articles(name, "incoming_ids"))
    connection.unregister("incoming_ids")


def insert(connection: duckdb.DuckDBPyConnection, name: str, frame: pl.DataFrame) -> int:
    """Append the frame to the table, column by column name; the number of rows.

    Raises `ValidationFailed` where the table did not grow by just the frame's rows.
    """
    if frame.is_empty():
        return 0
    connection.register("incoming", frame)
    written = connection.execute(insert_from(name, "incoming", frame.columns)).fetchall()
    connection.unregister("incoming")
    if written != [(frame.height,)]:
        raise ValidationFailed(f"{name}: {frame.height} rows came, {written} were written; nothing is kept")
    return frame.height


def _record(connection: duckdb.DuckDBPyConnection, given: LoadInput) -> None:
    """The run and its counts, once."""
    row = {
        "run_id": given.run_id,
        "started_at": given.started_at,
        "finished_at": datetime.now(UTC),
        "sources": given.sources,
        "stancehouse_version": given.version,
        "fingerprint": given.fingerprint,
        "extractor_hash": given.extractor_hash,
        "codebook_version": given.codebook_version,
    }
    for name, frame in (("ops.runs", Runs.frame([row])), ("ops.run_metrics", given.metrics)):
        connection.execute(delete_run(name), [given.run_id])
        insert(connection, name, frame)
    connection.execute("UPDATE ops.schema_version SET loads = loads + 1")


def _count(result: LoadResult, name: str, rows: int) -> None:
    if rows:
        result.rows[name] = result.rows.get(name, 0) + rows


def state(connection: duckdb.DuckDBPyConnection) -> str:
    """What tells one state of one warehouse from every other: its id, and how many loads have changed it."""
    ((warehouse_id, loads),) = connection.sql("SELECT warehouse_id, loads FROM ops.schema_version").fetchall()
    return f"{warehouse_id}:{loads}"
