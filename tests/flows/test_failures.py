"""What goes wrong at the edges: leftovers of killed runs, retries, settings and paths that will not do, a full disk."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from collections.abc import Callable, Iterator
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
    (articles / "new.txt").write_text("Oslo wants a truce.", encoding="utf-8")
    run = make_run(articles)
    with monkeypatch.context() as broken:
        broken.setattr(Store, "add_articles", _fail)
        with pytest.raises(ConnectionError):
            steps.ingest(run)
    steps.ingest(run)
    assert run.counts == [
        steps.Count("ingest", "sources", 1, 1, 0, 0),
        steps.Count("ingest", "articles", len(TEXTS) + 1, 1, len(TEXTS), 0),
    ]


def _fail(store: Store, articles: pl.DataFrame) -> str:
    raise ConnectionError("the bucket went away")


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


@pytest.fixture
def small_disk(tmp_path: Path) -> Iterator[Callable[[str], Path]]:
    """Make a real disk of a size, or change its size; without root, the tests of the store stand in."""
    disk = tmp_path / "disk"
    disk.mkdir()

    def of(size: str) -> Path:
        options = f"remount,size={size}" if disk.is_mount() else f"size={size}"
        if os.geteuid() != 0 or _run("mount", "-t", "tmpfs", "-o", options, "tmpfs", disk):
            pytest.skip("a small disk needs root and mount")
        return disk

    yield of
    if disk.is_mount():
        assert _run("umount", disk) == 0


def _run(*words: object) -> int:
    return subprocess.run([str(word) for word in words], check=False, capture_output=True).returncode


@pytest.mark.parametrize("size", ["24k", "100k", "200k", "300k", "400k", "700k", "4m"])
def test_a_full_disk_is_told_and_the_run_goes_on_where_it_stopped_once_there_is_room(
    make_run: MakeRun, articles: Path, small_disk: Callable[[str], Path], size: str
) -> None:
    reference = do_all(make_run(articles))
    home = small_disk(size) / "home"
    with pytest.raises(StoreError, match="no space left to"):
        do_all(make_run(articles, home=home))
    small_disk("60m")
    resumed = do_all(make_run(articles, home=home))
    assert contents(resumed.home.warehouse) == contents(reference.home.warehouse)
    assert [path for path in home.rglob("*") if path.suffix == ".part"] == []
