"""Publishing: whole or not at all, and never in a reader's way."""

from __future__ import annotations

import errno
import shutil
from pathlib import Path

import duckdb
import polars as pl
import pytest

from schemas.errors import ChecksFailed, StoreError
from schemas.tables import TABLES
from tests.warehouse.conftest import article, batch, load_input, stance
from warehouse.connect import open_published
from warehouse.load import load
from warehouse.publish import publish
from warehouse.views import read_views


@pytest.fixture
def published(tmp_path: Path) -> Path:
    return tmp_path / "published"


def load_one(connection: duckdb.DuckDBPyConnection, *names: str) -> None:
    """Load the last of the names; the others were loaded before, and come again as batches do."""
    articles = [article(name, "Kenya demands a truce.") for name in names]
    batches = [batch([of], [stance(of, of["text"], "Kenya", "a truce")], of["doc_id"]) for of in articles]
    load(connection, load_input(*batches, run_id=names[-1]))


def test_an_unchanged_warehouse_is_not_published_again(
    connection: duckdb.DuckDBPyConnection, path: Path, published: Path
) -> None:
    load_one(connection, "one")
    assert publish(connection, path, published)
    before = (published / "stancehouse.duckdb").stat().st_ino
    assert not publish(connection, path, published)
    assert (published / "stancehouse.duckdb").stat().st_ino == before
    load_one(connection, "one", "two")
    assert publish(connection, path, published)


def test_a_reader_keeps_what_it_opened_and_the_next_one_sees_the_new(
    connection: duckdb.DuckDBPyConnection, path: Path, published: Path
) -> None:
    load_one(connection, "one")
    publish(connection, path, published)
    reader = open_published(published / "stancehouse.duckdb")
    load_one(connection, "one", "two")
    publish(connection, path, published)
    assert reader.execute("SELECT count(*) FROM stances").fetchone() == (1,)
    reader.close()
    with open_published(published / "stancehouse.duckdb") as fresh:
        assert fresh.execute("SELECT count(*) FROM stances").fetchone() == (2,)


def test_every_table_and_view_lies_beside_it_as_parquet(
    connection: duckdb.DuckDBPyConnection, path: Path, published: Path
) -> None:
    load_one(connection, "one")
    publish(connection, path, published)
    expected = {*TABLES, *(view.qualified for view in read_views())}
    assert {file.name.removesuffix(".parquet") for file in (published / "parquet").iterdir()} == expected
    assert pl.read_parquet(published / "parquet" / "stances.parquet").height == 1


def test_a_full_disk_says_so_and_leaves_what_was_published(
    connection: duckdb.DuckDBPyConnection, path: Path, published: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    load_one(connection, "one")
    publish(connection, path, published)
    load_one(connection, "one", "two")

    def full(source: Path, target: Path) -> None:
        target.write_bytes(b"half a file")
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr(shutil, "copyfile", full)
    with pytest.raises(StoreError, match="no space left to publish"):
        publish(connection, path, published)
    with open_published(published / "stancehouse.duckdb") as reader:
        assert reader.execute("SELECT count(*) FROM stances").fetchone() == (1,)
    assert not list(published.glob(".*.part"))


def test_an_unsound_warehouse_is_not_published(
    connection: duckdb.DuckDBPyConnection, path: Path, published: Path
) -> None:
    load_one(connection, "one")
    connection.execute("UPDATE stances SET evidence = 'made up'")
    with pytest.raises(ChecksFailed, match="the evidence of every stance stands in its article: not so"):
        publish(connection, path, published)
    assert not (published / "stancehouse.duckdb").exists()
