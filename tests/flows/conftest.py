"""What the tests of the pipeline share: short articles, a run without Prefect, and one real Prefect server."""

from __future__ import annotations

import os
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Callable, Iterator
from pathlib import Path

import duckdb
import pytest

from flows import steps
from flows.evaluating import Evaluation, Request, evaluate_files
from flows.knowledge import Knowledge
from flows.settings import Home, Settings
from flows.sources.config import sources_of
from schemas.tables import TABLES
from warehouse.views import read_views

GOLD = Path(__file__).parents[1] / "gold"
TEXTS = {
    "truce": "Kenya demands a ceasefire. Finland rejected the truce, its foreign minister said on Monday.",
    "levy": "Henrik Aalto called the carbon levy a disgrace. “We will vote against it,” he said.",
    "port": "Dockers rejected the offer. The union demanded higher pay, according to Mirela Duma.",
    "court": "The court struck down the order. Norway welcomed the ruling, and Sweden criticised it.",
    "talks": "Nairobi wants direct talks. Helsinki refused to meet the envoy without a ceasefire.",
    "ferry": "Oslo backs the ferry line. Stockholm opposes the ferry line, Henrik Aalto said.",
}
RUN_COLUMNS = {
    "run_id",
    "ingested_at",
    "retrieved_at",
    "loaded_at",
    "rejected_at",
    "started_at",
    "finished_at",
    "visited_at",
}


@pytest.fixture
def articles(tmp_path: Path) -> Path:
    folder = tmp_path / "articles"
    folder.mkdir()
    for day, (name, text) in enumerate(TEXTS.items(), 1):
        head = f"---\ntitle: The {name}\npublished_at: 2026-03-0{day}\n---\n"
        (folder / f"{name}.txt").write_text(head + text + "\n", encoding="utf-8")
    return folder


@pytest.fixture(scope="session")
def knowledge() -> Knowledge:
    """One for all tests: loading spaCy takes seconds."""
    return Knowledge()


OWN_GOLD = Request(GOLD / "stances.jsonl", GOLD / "articles.jsonl", issues=GOLD / "stances.jsonl")


@pytest.fixture(scope="session")
def own_evaluation() -> Evaluation:
    """The extractor as it is now, evaluated on the gold of the example articles: once, for it extracts them."""
    return evaluate_files("stances", OWN_GOLD)


@pytest.fixture
def make_run(tmp_path: Path, knowledge: Knowledge) -> Callable[..., steps.Run]:
    """A run of the given sources in a home below the test's folder."""

    def make(*sources: Path, home: Path | None = None, batch_size: int = 2) -> steps.Run:
        settings = Settings(batch_size=batch_size, lock_wait_s=10)
        asked = sources_of([str(source) for source in sources])
        place = Home(home or tmp_path / "home")
        return steps.Run(steps.new_run_id(), asked.sources, place, settings, knowledge, asked.lasting)

    return make


def do_all(run: steps.Run) -> steps.Run:
    for step in steps.STEPS:
        step.work(run)
    return run


RECORDS = ("ops.runs", "ops.run_metrics", "ops.source_runs", "ops.batches")


def contents(warehouse: Path, without: tuple[str, ...] = RECORDS) -> dict[str, list[tuple[object, ...]]]:
    """Every row of every table but those `without`, and of the stored views, without what names a run or an instant."""
    columns = {name: [one.name for one in table.columns()] for name, table in TABLES.items() if name not in without}
    columns |= {view.qualified: list(view.columns) for view in read_views() if view.is_stored}
    with duckdb.connect(str(warehouse), read_only=True) as connection:
        return {
            name: connection.table(name).select(*sorted(set(held) - RUN_COLUMNS)).order("ALL").fetchall()
            for name, held in columns.items()
        }


def command(*arguments: object, **environment: str) -> subprocess.Popen[str]:
    """The real command line in a process of its own."""
    return subprocess.Popen(
        [sys.executable, "-m", "flows", *map(str, arguments)],
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        env={**os.environ, "STANCEHOUSE_BATCH_SIZE": "1", **environment},
    )


@pytest.fixture(scope="session")
def prefect_server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The address of a real Prefect server on loopback, for the session."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    home = tmp_path_factory.mktemp("prefect")
    environment = {**os.environ, "PREFECT_HOME": str(home), "PREFECT_SERVER_ANALYTICS_ENABLED": "false"}
    with (home / "server.log").open("w") as log:
        server = subprocess.Popen(
            [sys.executable, "-m", "prefect", "server", "start", "--host", "127.0.0.1", "--port", str(port)],
            stdout=log,
            stderr=log,
            env=environment,
        )
        try:
            _wait_until_it_answers(server, port, home / "server.log")
            yield f"http://127.0.0.1:{port}/api"
        finally:
            server.terminate()
            server.wait(30)


def _wait_until_it_answers(server: subprocess.Popen[bytes], port: int, log: Path) -> None:
    for _ in range(1200):
        try:
            with urllib.request.urlopen(f"http://127.0.0.1:{port}/api/health", timeout=1):
                return
        except (urllib.error.URLError, ConnectionError, TimeoutError):
            if server.poll() is not None:
                break
            time.sleep(0.1)
    raise RuntimeError(f"Prefect's server did not answer:\n{log.read_text()[-2000:]}")
