"""The Prefect flow: the order of the steps, retries, and a record of the run. All work is done by `flows.steps`.

    run(sources) -> ingest -> extract -> validate -> sign -> load -> publish -> report -> artifact and alerts

No frame goes from task to task; the store is the cache, so Prefect's own is off (`NO_CACHE`). A schedule that fires
twice is harmless: every step does only what is missing, and one load waits for the other.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any

from prefect import flow, task
from prefect.cache_policies import NO_CACHE
from prefect.runtime import flow_run

from flows import steps
from flows.knowledge import Knowledge
from flows.run import Run, Step
from flows.settings import Home, Settings
from flows.sources.config import sources_of
from flows.telling import tell
from schemas.errors import StancehouseError


@flow(name="ingest-and-load")
def ingest_and_load(sources: list[str], home: str | None = None, codebook: str | None = None) -> dict[str, Any]:
    """Read the sources, extract, validate, load and publish; returns the run's counts as plain values.

    A source is a path, a URL, or a `sources.yaml`. `home` and `codebook` are paths; without them the settings of the
    environment and the shipped codebook hold. What the run did is told even where a step fails.
    """
    run = make_run(sources, home, codebook)
    try:
        for step in steps.STEPS:
            _do(step, run)
    finally:
        tell(run)
    return run.summary()


def make_run(sources: list[str], home: str | None = None, codebook: str | None = None) -> Run:
    """A run by the settings of the environment; its id is that of the Prefect flow run."""
    settings = Settings()
    asked = sources_of(sources)
    return Run(
        run_id=str(flow_run.get_id() or steps.new_run_id()),
        sources=asked.sources,
        lasting=asked.lasting,
        home=Home.of(settings, Path(home) if home else None),
        settings=settings,
        knowledge=Knowledge(Path(codebook) if codebook else None, settings),
    )


def _do(step: Step, run: Run) -> None:
    """Do one step as a Prefect task. The run is closed over, so that Prefect neither copies nor hashes it."""

    @task(
        name=step.name, retries=step.retries, retry_delay_seconds=5, retry_condition_fn=_may_pass, cache_policy=NO_CACHE
    )
    def work() -> None:
        step.work(run)

    work()


def _may_pass(task: Any, task_run: Any, state: Any) -> bool:
    """Whether trying again may help: not where the input or the disk is at fault, which our own errors say."""
    return not isinstance(state.result(raise_on_failure=False), StancehouseError)
