"""The Prefect flow, run by the real command line against a real Prefect server on loopback."""

from __future__ import annotations

import random
import subprocess
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import duckdb
import httpx
import pytest

from flows import steps
from tests.flows.conftest import TEXTS, command, contents, do_all
from warehouse.connect import open_warehouse

MakeRun = Callable[..., steps.Run]


def finish(process: subprocess.Popen[str]) -> str:
    output, _ = process.communicate(timeout=300)
    assert process.returncode == 0, output
    return output


def test_the_flow_gives_the_tables_that_the_steps_give_without_prefect(
    prefect_server: str, make_run: MakeRun, articles: Path, tmp_path: Path
) -> None:
    reference = do_all(make_run(articles))
    home = tmp_path / "by-flow"
    output = finish(command("run", articles, "--home", home, "--show-stances", PREFECT_API_URL=prefect_server))
    assert f"{len(TEXTS)} new articles, 0 known before, 0 rejected" in output
    assert "Kenya" in output
    assert str(home / "published" / "stancehouse.duckdb") in output
    assert contents(home / "warehouse" / "stancehouse.duckdb") == contents(reference.home.warehouse)
    again = finish(command("run", articles, "--home", home, PREFECT_API_URL=prefect_server))
    assert "nothing new: no table has changed" in again


def test_a_source_that_fails_too_often_raises_an_alert_and_the_run_goes_on(
    prefect_server: str, articles: Path, tmp_path: Path
) -> None:
    config = tmp_path / "sources.yaml"
    config.write_text(
        "sources:\n  - name: gone\n    files: nowhere\n  - name: kept\n    files: articles\n", encoding="utf-8"
    )
    told = {"PREFECT_API_URL": prefect_server, "STANCEHOUSE_ALERT_AFTER": "1"}
    output = finish(command("run", config, "--home", tmp_path / "home", **told))
    assert "ALERT source gone has failed 1 times in a row" in output
    assert f"{len(TEXTS)} new articles" in output
    (event,) = _events(prefect_server, "stancehouse.source.failing")
    assert event["resource"]["prefect.resource.id"] == "stancehouse.source.gone"
    assert event["payload"]["failures_in_a_row"] == 1
    assert "is not there" in event["payload"]["error"]


def _events(server: str, name: str) -> list[dict[str, Any]]:
    """The events of that name; a client sends them at the end of its process, the server keeps them a little later."""
    body = {"filter": {"event": {"name": [name]}}}
    for _ in range(60):
        events: list[dict[str, Any]] = httpx.post(f"{server}/events/filter", json=body, timeout=30).json()["events"]
        if events:
            return events
        time.sleep(0.5)
    return []


def test_kill_9_at_ten_random_moments_loses_and_doubles_nothing(
    prefect_server: str, articles: Path, tmp_path: Path
) -> None:
    moments = random.Random(20260301)
    home = tmp_path / "killed"
    started = time.monotonic()
    whole = tmp_path / "whole"
    finish(command("run", articles, "--home", whole, PREFECT_API_URL=prefect_server))
    duration = time.monotonic() - started
    killed = 0
    for _ in range(10):
        process = command("run", articles, "--home", home, PREFECT_API_URL=prefect_server)
        try:
            process.communicate(timeout=moments.uniform(0.3, 1.0) * duration)
        except subprocess.TimeoutExpired:
            process.kill()
            process.communicate()
            killed += 1
    assert killed > 0
    finish(command("run", articles, "--home", home, PREFECT_API_URL=prefect_server))
    # a run's own counts are of what it did itself, and a run that was killed did a part: only those may differ
    own_counts = ("ops.run_metrics", "ops.source_runs")
    disturbed, undisturbed = (
        contents(place / "warehouse" / "stancehouse.duckdb", without=own_counts) for place in (home, whole)
    )
    assert disturbed == undisturbed


def test_two_identical_runs_at_once_load_everything_once(
    prefect_server: str, make_run: MakeRun, articles: Path, tmp_path: Path
) -> None:
    reference = do_all(make_run(articles))
    home = tmp_path / "twice"
    both = [command("run", articles, "--home", home, PREFECT_API_URL=prefect_server) for _ in range(2)]
    for process in both:
        finish(process)
    assert contents(home / "warehouse" / "stancehouse.duckdb") == contents(reference.home.warehouse)


def test_readers_of_the_published_file_are_never_refused_while_a_run_loads(
    prefect_server: str, articles: Path, tmp_path: Path
) -> None:
    home = tmp_path / "read"
    published = home / "published" / "stancehouse.duckdb"
    finish(command("run", articles, "--home", home, PREFECT_API_URL=prefect_server))
    for number in range(20):
        (articles / f"more-{number}.txt").write_text(f"Kenya demands ceasefire number {number}.", encoding="utf-8")
    process = command("run", articles, "--home", home, PREFECT_API_URL=prefect_server)
    reads = 0
    while process.poll() is None or reads < 20:
        with duckdb.connect(str(published), read_only=True) as reader:
            assert reader.execute("SELECT count(*) FROM mart.actor_issue_matrix").fetchone() is not None
        reads += 1
    finish(process)
    assert reads >= 20
    with duckdb.connect(str(published), read_only=True) as reader:
        assert reader.execute("SELECT count(*) FROM articles").fetchone() == (len(TEXTS) + 20,)


def test_a_warehouse_of_another_version_is_told_before_prefect_starts(articles: Path, tmp_path: Path) -> None:
    with open_warehouse(tmp_path / "home" / "warehouse" / "stancehouse.duckdb") as connection:
        connection.execute("UPDATE ops.schema_version SET schema_hash = 'old'")
    process = command("run", articles, "--home", tmp_path / "home", PREFECT_API_URL="http://127.0.0.1:9/api")
    output, _ = process.communicate(timeout=60)
    assert process.returncode == 1
    assert "`stancehouse rebuild` makes it anew" in output.replace("\n", " ")
    assert "Traceback" not in output


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (("run", "no-such-folder"), "source 'no-such-folder' is not there"),
        (("run", ".", "--codebook", "no-such.yaml"), "codebook 'no-such.yaml' is not there"),
    ],
)
def test_bad_input_is_told_before_prefect_starts(arguments: tuple[str, ...], words: str) -> None:
    process = command(*arguments, PREFECT_API_URL="http://127.0.0.1:9/api")
    output, _ = process.communicate(timeout=60)
    assert process.returncode == 2
    assert words in output.replace("\n", " ")
    assert "Traceback" not in output
