"""Run the pipeline from the command line: say what happens, show progress, print what came out."""

from __future__ import annotations

import logging
import os
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

from rich.console import Console
from rich.markup import escape
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn

from flows.settings import Home, Settings

if TYPE_CHECKING:
    from flows.evaluating import Evaluation, Request

console = Console(highlight=False)
DEFAULTS = {  # Prefect reads these when it is imported; what the user has set stays
    "PREFECT_SERVER_EPHEMERAL_STARTUP_TIMEOUT_SECONDS": "90",
    "PREFECT_SERVER_ALLOW_EPHEMERAL_MODE": "true",
    "PREFECT_SERVER_ANALYTICS_ENABLED": "false",
    "DO_NOT_TRACK": "1",
}


def run_flow(sources: list[str], home: Path, codebook: Path | None, *, show_stances: bool, verbose: bool) -> None:
    """Run the Prefect flow over the sources and print its outcome.

    A bad path or codebook, and a warehouse of another version, are told before Prefect starts, which takes a while.
    """
    from flows.knowledge import Knowledge
    from flows.sources.config import sources_of
    from warehouse.connect import require_same_schemas

    sources_of(sources)
    if codebook is not None:
        Knowledge(codebook).codebook  # noqa: B018 - reading it raises where it breaks a rule
    place = Home.of(Settings(), home)
    require_same_schemas(place.warehouse)
    _prepare_prefect(place, verbose=verbose)
    with _progress():
        from flows.pipeline import ingest_and_load

        summary = ingest_and_load(sources, str(home), str(codebook) if codebook else None)
    _print_summary(summary, place)
    if show_stances:
        _print_stances(place)
    _print_places(place)


def publish_home(home: Path) -> None:
    """Publish the warehouse of a home, and its report."""
    from flows import steps

    run = _run(home, None)
    _need_warehouse(run.home)
    steps.publish(run)
    steps.report(run)
    _print_places(run.home)


def rebuild_home(home: Path, codebook: Path | None) -> None:
    """Extract what is missing, make the warehouse anew from the store, publish."""
    from flows import steps

    run = _run(home, codebook)
    with _progress():
        steps.extract(run)
        steps.validate(run)
        steps.sign(run)
    result = steps.rebuild(run)
    console.print(f"rebuilt from {result.batches} batches: " + _listed(result.rows))
    steps.publish(run)
    steps.report(run)
    _print_places(run.home)


def check_home(home: Path) -> None:
    """Run all checks; raises `ChecksFailed` where one returns rows."""
    from warehouse.check import require_sound
    from warehouse.connect import open_warehouse

    place = Home.of(Settings(), home)
    _need_warehouse(place)
    with open_warehouse(place.warehouse, Settings().lock_wait_s) as connection:
        for result in require_sound(connection):
            console.print(f"[green]holds[/]  {result.sentence}")


def record_home(home: Path, request: Request, evaluation: Evaluation, *, as_json: bool) -> None:
    """Keep an evaluation in a home, and say so; beside JSON that is told on standard error."""
    from flows.recording import record_evaluation

    done = record_evaluation(_run(home, request.codebook), request, evaluation)
    known = "recorded" if done.is_new else "known before"
    place = (
        "mart.model_quality has them"
        if done.is_loaded
        else "kept in the store; the warehouse is of another version, extractor or codebook, or not there: "
        "`stancehouse run` or `stancehouse rebuild` puts them in"
    )
    told = Console(highlight=False, stderr=as_json)
    told.print(f"evaluation {done.evaluation_id}, {done.figures} figures: {known}; {place}", soft_wrap=True)


def _run(home: Path, codebook: Path | None) -> Any:
    from flows import steps
    from flows.knowledge import Knowledge

    settings = Settings()
    return steps.Run(steps.new_run_id(), (), Home.of(settings, home), settings, Knowledge(codebook, settings))


def _need_warehouse(home: Home) -> None:
    from schemas.errors import NotFound

    if not home.warehouse.is_file():
        raise NotFound(f"no warehouse at '{home.warehouse}'; make one with `stancehouse run SOURCE`, or give --home")


def _prepare_prefect(home: Home, *, verbose: bool) -> None:
    """Settings that Prefect reads on import; without a server's address it keeps its own data in the home."""
    for name, value in DEFAULTS.items():
        os.environ.setdefault(name, value)
    os.environ.setdefault("PREFECT_LOGGING_LEVEL", "INFO" if verbose else "WARNING")
    if "PREFECT_API_URL" not in os.environ:
        own = Path(os.environ.setdefault("PREFECT_HOME", str(home.root / "prefect")))
        own.mkdir(parents=True, exist_ok=True)  # Prefect's server does not make it
        console.print("starting Prefect's own server for this run; that takes some 10 to 30 seconds", style="dim")


@contextmanager
def _progress() -> Iterator[None]:
    """Log lines of the steps on the terminal, and a bar for what takes long."""
    from flows.run import PROGRESS

    handler = logging.StreamHandler()
    handler.setFormatter(logging.Formatter("%(message)s"))
    logger = logging.getLogger("stancehouse")
    logger.addHandler(handler)
    logger.setLevel(logging.INFO)
    logger.propagate = False  # Prefect would show each line a second time
    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeRemainingColumn())
    with Progress(*columns, console=Console(stderr=True), transient=True) as bar:
        token = PROGRESS.set(_shown_on(bar))
        try:
            yield
        finally:
            PROGRESS.reset(token)
            logger.removeHandler(handler)


def _shown_on(bar: Progress) -> Callable[[str, int, int], None]:
    tasks: dict[str, Any] = {}

    def show(step: str, done: int, total: int) -> None:
        if step not in tasks:
            tasks[step] = bar.add_task(f"{step}, batches of articles", total=total)
        bar.update(tasks[step], completed=done)

    return show


def _print_summary(summary: dict[str, Any], home: Home) -> None:
    counts = {(one["step"], one["table_name"]): one for one in summary["counts"]}
    ingested = counts["ingest", "articles"]
    rejected = f"{ingested['rows_rejected']} rejected" + (
        " (see ops.rejected_rows)" if ingested["rows_rejected"] else ""
    )
    console.print(
        f"{ingested['rows_accepted']} new articles, {ingested['rows_set_aside']} known before, {rejected}", style="bold"
    )
    for visit in summary["visits"]:
        if visit["outcome"] == "failed":
            failure = f"{escape(visit['source_name'])}: {escape(visit['error'])}"
            console.print(f"[red]source failed[/] {failure}", soft_wrap=True)
    if foreign := counts.get(("extract", "articles"), {}).get("rows_set_aside"):
        console.print(f"{foreign} articles are not in English: stored, not extracted")
    loaded = "loaded " + _listed(summary["loaded"]) if summary["loaded"] else "nothing new: no table has changed"
    console.print(loaded, soft_wrap=True)


def _print_stances(home: Home) -> None:
    from flows.show import as_table, wide_console
    from warehouse.query import published_query

    frame = published_query(
        home.published / "stancehouse.duckdb",
        "SELECT holder_label AS holder, polarity, target, coalesce(issue_label, '') AS issue, evidence "
        "FROM mart.evidence_browser WHERE is_first_telling ORDER BY stated_on NULLS LAST, article_id, evidence, holder",
    )
    wide_console().print(as_table(frame))


def _print_places(home: Home) -> None:
    for label, path in (
        ("warehouse", home.warehouse),
        ("published", home.published / "stancehouse.duckdb"),
        ("Parquet", home.published / "parquet"),
        ("report", home.published / "report.html"),
    ):
        console.print(f"{label:<10} {path}", soft_wrap=True)


def _listed(rows: dict[str, int]) -> str:
    return ", ".join(f"{count:,} {name}" for name, count in rows.items())
