"""Tell what a run did, where people look: an artifact and events in Prefect, a log line for each alert.

    Run -> markdown -> artifact `stancehouse-run`
    a source that fails visit after visit -> event `stancehouse.source.failing`

An automation of Prefect can act on the event; docs/operations.md shows one that sends mail.
"""

from __future__ import annotations

from collections.abc import Sequence

from prefect.artifacts import create_markdown_artifact
from prefect.events import emit_event

from flows.run import Run, VisitRecord, log

ARTIFACT = "stancehouse-run"
FAILING = "stancehouse.source.failing"


def tell(run: Run) -> None:
    """Leave the artifact of the run, and raise an alert for each source that has failed too often."""
    create_markdown_artifact(markdown(run), key=ARTIFACT, description="What the run read, made and rejected")
    for visit in run.visits:
        if visit.failures_in_a_row >= run.settings.alert_after:
            _alert(run, visit)


def markdown(run: Run) -> str:
    """The run in tables: counts per step, rejected rows by reason, and what came of each source."""
    counts = [
        (one.step, one.table_name, one.rows_in, one.rows_accepted, one.rows_set_aside, one.rows_rejected)
        for one in run.counts
    ]
    rejections = [
        (step, check, count) for step, checks in run.rejections.items() for check, count in checks.most_common()
    ]
    failed = [
        (one.source_name, one.kind, one.failures_in_a_row, one.error or "")
        for one in run.visits
        if one.outcome == "failed"
    ]
    read = [
        (one.source_name, one.kind, one.outcome, one.articles_found, one.articles_new, one.articles_known)
        for one in run.visits
        if one.outcome != "failed"
    ]
    parts = [
        f"# Run {run.run_id}",
        _table("Counts per step", ("step", "rows of", "in", "accepted", "set aside", "rejected"), counts),
        _table("Rejected rows by reason", ("step", "check", "rows"), rejections),
        _table("Sources that failed", ("source", "kind", "times in a row", "why"), failed),
        _table("Other sources", ("source", "kind", "outcome", "articles", "new", "known"), read),
    ]
    return "\n\n".join(parts) + "\n"


def _table(title: str, head: tuple[str, ...], rows: Sequence[tuple[object, ...]]) -> str:
    if not rows:
        return f"## {title}\n\nNone."
    lines = [head, tuple("---" for _ in head), *rows]
    return f"## {title}\n\n" + "\n".join("| " + " | ".join(_cell(value) for value in line) + " |" for line in lines)


def _cell(value: object) -> str:
    return str(value).replace("|", "\\|").replace("\n", " ")


def _alert(run: Run, visit: VisitRecord) -> None:
    log.error(
        "ALERT source %s has failed %s times in a row: %s", visit.source_name, visit.failures_in_a_row, visit.error
    )
    emit_event(
        FAILING,
        resource={
            "prefect.resource.id": f"stancehouse.source.{visit.source_name}",
            "prefect.resource.name": visit.source_name,
        },
        payload={"failures_in_a_row": visit.failures_in_a_row, "error": visit.error, "run_id": run.run_id},
    )
