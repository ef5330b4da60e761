"""What goes wrong at the edges: leftovers of killed runs, retries, settings and paths that will not do, a full disk."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import polars as pl
import pytest

from flows import steps
from flows.settings import Settings
from flows.show import write_rows
from flows.store import Store
from schemas.errors import InputError, StoreError
from tests.flows.conftest import TEXTS, contents, do_all

MakeRun = Callable[..., steps.Run]
DIE_WITH_A_LOG = """
import duckdb, os, signal, sys
connection = duckdb.connect(sys.argv[1])
connection.execute("DELETE FROM stances")
os.kill(os.getpid(), signal.SIGKILL)
"""


def test_a_rebuild_is_not_spoilt_by_the_log_of_a_killed_writer(make_run: MakeRun, articles: Path) -> None:
    run = do_all(make_run(articles))
    before = contents(run.home.warehouse)
    killed = subprocess.run([sys.executable, "-c", DIE_WITH_A_LOG, str(run.home.warehouse)], check=False)
    assert killed.returncode == -signal.SIGKILL
    assert run.home.warehouse.with_name("stancehouse.duckdb.wal").is_file()
    steps.rebuild(make_run())
    assert contents(run.home.warehouse) == before


def test_a_rebuild_is_not_spoilt_by_what_a_killed_rebuild_left(make_run: MakeRun, articles: Path) -> None:
    run = do_all(make_run(articles))
    before = contents(run.home.warehouse)
    for name in ("rebuilt.duckdb", "rebuilt.duckdb.wal"):
        run.home.warehouse.with_name(name).write_bytes(b"half a file")
    steps.rebuild(make_run())
    assert contents(run.home.warehouse) == before


def test_a_second_try_of_ingest_counts_no_article_twice(
    make_run: MakeRun, articles: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    steps.ingest(make_run(articles))
    run = make_run(articles)
    with monkeypatch.context() as broken:
        broken.setattr(steps, "_store_full", _fail_at_the_second_call())
        with pytest.raises(ConnectionError):
            steps.ingest(run)
    steps.ingest(run)
    assert run.known_articles == len(TEXTS)
    assert [(one.rows_in, one.rows_accepted, one.rows_rejected) for one in run.counts] == [(0, 0, 0)]


def _fail_at_the_second_call() -> Callable[..., list[str]]:
    calls: list[object] = []

    def fail(run: steps.Run, pending: list[pl.DataFrame], *, rest: bool = False) -> list[str]:
        calls.append(rest)
        if len(calls) == 2:
            raise ConnectionError("the bucket went away")
        pending.clear()
        return []

    return fail


def test_a_setting_that_will_not_do_is_named_with_its_value(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("STANCEHOUSE_BATCH_SIZE", "many")
    monkeypatch.setenv("STANCEHOUSE_LOCK_WAIT_S", "-1")
    with pytest.raises(InputError, match=r"STANCEHOUSE_BATCH_SIZE is 'many'.*\nSTANCEHOUSE_LOCK_WAIT_S is '-1'"):
        Settings()


@pytest.mark.parametrize("form", ["table", "jsonl", "csv"])
def test_an_output_that_cannot_be_written_is_named(tmp_path: Path, form: str) -> None:
    target = tmp_path / "nowhere" / "rows"
    with pytest.raises(InputError, match="nowhere/rows': No such file or directory; give another file"):
        write_rows(pl.DataFrame({"n": [1]}), "sql", form, target)


def test_a_disk_that_fills_in_mid_write_loses_nothing_stored_before(
    make_run: MakeRun, articles: Path, tmp_path: Path
) -> None:
    """On a real disk of 24 KiB; where no such disk can be made (no root), tests of the store stand in for it."""
    disk = tmp_path / "small"
    disk.mkdir()
    if os.geteuid() != 0 or _mount("-t", "tmpfs", "-o", "size=24k", "tmpfs", str(disk)):
        pytest.skip("a small disk needs root and mount")
    try:
        message, whole = _fill(make_run(articles, home=disk / "home", batch_size=1))
    finally:
        subprocess.run(["umount", str(disk)], check=True)
    assert "no space left to write" in message
    assert 0 < whole < len(TEXTS)


def _mount(*arguments: str) -> int:
    return subprocess.run(["mount", *arguments], check=False, capture_output=True).returncode


def _fill(run: steps.Run) -> tuple[str, int]:
    """The error of ingest on a disk too small for it, and how many articles are whole in the store all the same."""
    with pytest.raises(StoreError) as caught:
        steps.ingest(run)
    left = [path for path in run.home.root.rglob("*") if path.suffix == ".part"]
    assert left == []
    store = Store(run.home.store)
    return str(caught.value), sum(store.articles(batch).height for batch in store.batches())
