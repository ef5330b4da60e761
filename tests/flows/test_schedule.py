"""A real server, work pool and worker: a scheduled run fires, reads the local news server, and publishes its rows."""

from __future__ import annotations

import os
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import duckdb
import httpx
import pytest
import yaml

from tests.flows.conftest import contents
from tests.servers.news import RSS, NewsServer, article_page, rss

ROOT = Path(__file__).parents[2]
LIMIT_S = 240  # for a run to be scheduled, picked up and done on a slow machine; it takes some 40
PARAGRAPHS = ["Kenya demands a ceasefire.", *(f"Day {day} of the talks ended without a vote." for day in range(1, 8))]


def prefect(*arguments: object, server: str, cwd: Path = ROOT) -> str:
    done = subprocess.run(
        [sys.executable, "-m", "prefect", "--no-prompt", *map(str, arguments)],
        cwd=cwd,
        env={**os.environ, "PREFECT_API_URL": server},
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout


def post(server: str, path: str, body: dict[str, Any]) -> Any:
    """Ask the server; where its SQLite is too busy to answer it is asked again, as Prefect's own client does."""
    for _ in range(20):
        try:
            answer = httpx.post(f"{server}{path}", json=body, timeout=30)
        except httpx.TransportError:
            time.sleep(1)
            continue
        if answer.status_code != httpx.codes.SERVICE_UNAVAILABLE:
            answer.raise_for_status()
            return answer.json()
        time.sleep(1)
    raise AssertionError(f"{path}: the server did not answer in 20 tries")


def finished_runs(server: str, scheduled: bool) -> list[dict[str, Any]]:
    """The flow runs that have ended, those of the schedule or those by hand."""
    runs = post(server, "/flow_runs/filter", {"sort": "EXPECTED_START_TIME_ASC"})
    ended = [one for one in runs if one["state_type"] in ("COMPLETED", "FAILED", "CRASHED")]
    return [one for one in ended if one["auto_scheduled"] == scheduled]


def wait_for(server: str, count: int, *, scheduled: bool, worker_log: Path) -> list[dict[str, Any]]:
    until = time.monotonic() + LIMIT_S
    while time.monotonic() < until:
        runs = finished_runs(server, scheduled)
        if len(runs) >= count:
            return runs
        time.sleep(1)
    raise AssertionError(f"no {count} runs within {LIMIT_S} s:\n{worker_log.read_text()[-3000:]}")


@pytest.fixture
def news() -> Iterator[NewsServer]:
    with NewsServer() as server:
        url = server.page("/truce", article_page("The truce", PARAGRAPHS, "2026-03-02T08:00:00Z"))
        server.page("/rss", rss([("The truce", url, "Mon, 02 Mar 2026 08:00:00 GMT")]), RSS)
        yield server


@pytest.fixture
def worker(prefect_server: str, tmp_path: Path) -> Iterator[Callable[[], Path]]:
    """Start a worker on the pool `local`; gives its log. It is ended by its pid."""
    started: list[subprocess.Popen[bytes]] = []

    def start() -> Path:
        log = tmp_path / "worker.log"
        environment = {
            **os.environ,
            "PREFECT_API_URL": prefect_server,
            "PREFECT_WORKER_QUERY_SECONDS": "1",
            "STANCEHOUSE_HOME": str(tmp_path / "home"),
            "STANCEHOUSE_FETCH_ALLOWED_NETWORKS": "127.0.0.0/8",
            "STANCEHOUSE_FETCH_DELAY_S": "0",
        }
        words = ["worker", "start", "--pool", "local", "--type", "process", "--limit", "2"]
        with log.open("wb") as file:
            started.append(
                subprocess.Popen(
                    [sys.executable, "-m", "prefect", *words], cwd=ROOT, env=environment, stdout=file, stderr=file
                )
            )
        return log

    yield start
    for one in post(prefect_server, "/deployments/filter", {}):  # or its schedule would go on firing
        httpx.delete(f"{prefect_server}/deployments/{one['id']}", timeout=30)
    for process in started:
        process.terminate()
        process.wait(60)


def deployment_every_minute(tmp_path: Path) -> Path:
    """The deployment of prefect.yaml, but each minute, for the test's sources, and with two runs at once allowed."""
    told = yaml.safe_load((ROOT / "prefect.yaml").read_text(encoding="utf-8"))
    (deployment,) = told["deployments"]
    deployment["schedules"][0]["cron"] = "* * * * *"
    deployment["parameters"]["sources"] = [str(tmp_path / "sources.yaml")]
    del deployment["concurrency_limit"]
    path = tmp_path / "prefect.yaml"
    path.write_text(yaml.safe_dump(told), encoding="utf-8")
    return path


def test_a_scheduled_run_publishes_its_rows_and_a_second_firing_changes_nothing(
    prefect_server: str, news: NewsServer, worker: Callable[[], Path], tmp_path: Path
) -> None:
    (tmp_path / "sources.yaml").write_text(
        f"sources:\n  - name: post\n    feed: {news.url('/rss')}\n", encoding="utf-8"
    )
    prefect("work-pool", "create", "local", "--type", "process", server=prefect_server)
    prefect("deploy", "--all", "--prefect-file", deployment_every_minute(tmp_path), server=prefect_server)
    log = worker()

    first = wait_for(prefect_server, 1, scheduled=True, worker_log=log)[0]
    assert first["state_type"] == "COMPLETED", log.read_text()[-3000:]
    published = tmp_path / "home" / "published" / "stancehouse.duckdb"
    with duckdb.connect(str(published), read_only=True) as reader:
        found = reader.sql("SELECT holder_label, polarity, issue_id FROM mart.evidence_browser").fetchall()
        runs = reader.sql("SELECT run_id FROM ops.runs").fetchall()
    assert ("Kenya", "support", "ceasefire") in found
    assert runs == [(first["id"],)]
    artifacts = post(prefect_server, "/artifacts/filter", {"artifacts": {"flow_run_id": {"any_": [first["id"]]}}})
    assert any("| ingest | articles | 1 | 1 | 0 | 0 |" in str(one["data"]) for one in artifacts)

    deployment = post(prefect_server, "/deployments/filter", {})[0]["id"]
    before = contents(tmp_path / "home" / "warehouse" / "stancehouse.duckdb", without=())
    for _ in range(2):  # the same schedule, fired twice at one moment
        post(prefect_server, f"/deployments/{deployment}/create_flow_run", {"state": {"type": "SCHEDULED"}})
    twice = wait_for(prefect_server, 2, scheduled=False, worker_log=log)
    assert {one["state_type"] for one in twice} == {"COMPLETED"}, log.read_text()[-3000:]
    assert contents(tmp_path / "home" / "warehouse" / "stancehouse.duckdb", without=()) == before
    assert len(news.asked("/truce")) == 1


def test_the_deployment_is_hourly_and_runs_one_at_a_time() -> None:
    told = yaml.safe_load((ROOT / "prefect.yaml").read_text(encoding="utf-8"))
    (deployment,) = told["deployments"]
    assert deployment["entrypoint"] == "flows/pipeline.py:ingest_and_load"
    assert deployment["schedules"][0]["cron"] == "7 * * * *"
    assert deployment["concurrency_limit"]["limit"] == 1
    assert set(deployment["parameters"]) == {"sources", "home", "codebook"}
