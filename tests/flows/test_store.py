"""The store: a batch is whole or absent."""

from __future__ import annotations

import errno
from datetime import UTC, datetime
from pathlib import Path

import fsspec
import polars as pl
import pytest

from flows.store import Store
from schemas.errors import StoreError
from schemas.tables.operations import RejectedRows
from transforms.articles import Ingestion, build_articles
from transforms.documents import RawDocument, Unreadable

INGESTION = Ingestion("run-1", datetime(2026, 3, 1, tzinfo=UTC))
ARTICLES = build_articles(
    [RawDocument("a.txt", "a", "Kenya waits."), RawDocument("b.txt", "b", "It rains.")], INGESTION
)
REJECTED = build_articles([Unreadable("c.txt", "file_is_not_empty", None, "c.txt: empty")], INGESTION).rejected


@pytest.fixture(params=["folder", "memory"])
def store(request: pytest.FixtureRequest, tmp_path: Path) -> Store:
    if request.param == "folder":
        return Store(str(tmp_path / "store"))
    fsspec.filesystem("memory").rm("/", recursive=True) if fsspec.filesystem("memory").exists("/store") else None
    return Store("memory://store")


def test_a_batch_comes_back_as_it_went_in(store: Store) -> None:
    batch_id = store.add_articles(ARTICLES.accepted)
    assert store.batches() == [batch_id]
    assert store.articles(batch_id).equals(ARTICLES.accepted)
    (keys,) = store.article_keys()
    assert keys.equals(ARTICLES.accepted.select("article_id", "page_id", "retrieved_at"))


def test_articles_of_an_earlier_version_are_read_with_the_keys_of_today(store: Store) -> None:
    document = RawDocument("c.txt", "c", "Oslo waits.", url="https://news.example/c")
    today = build_articles([document], INGESTION).accepted
    before = today.with_columns(pl.col("page_id").alias("article_id")).drop("page_id", "retrieved_at")
    batch_id = store.add_articles(before)
    assert store.articles(batch_id).equals(today)
    assert store.articles(batch_id, ["article_id"]).equals(today.select("article_id"))


def test_a_note_is_kept_and_replaced(store: Store) -> None:
    assert store.note("herald-1") is None
    store.add_note("herald-1", b"one")
    store.add_note("herald-1", b"two")
    assert store.note("herald-1") == b"two"


def test_the_same_articles_are_one_batch_whatever_their_order(store: Store) -> None:
    assert store.add_articles(ARTICLES.accepted) == store.add_articles(ARTICLES.accepted.reverse())
    assert len(store.batches()) == 1


def test_tables_without_their_manifest_are_not_there(store: Store) -> None:
    store.put("extracted", "print-1", "batch", {"articles": ARTICLES.accepted})
    assert store.has("extracted", "print-1", "batch")
    assert store.get("extracted", "print-1", "batch")["articles"].equals(ARTICLES.accepted)
    store._fs.rm_file(f"{store._root}/extracted/print-1/batch/manifest.json")
    assert not store.has("extracted", "print-1", "batch")
    with pytest.raises(StoreError, match="run again to write it anew"):
        store.get("extracted", "print-1", "batch")


def test_a_rejection_is_stored_once(store: Store) -> None:
    assert store.add_rejected(REJECTED) == 1
    assert store.add_rejected(REJECTED) == 0
    assert [frame.height for frame in store.rejected()] == [1]


def test_no_rejection_writes_no_file(store: Store) -> None:
    assert store.add_rejected(RejectedRows.no_rows()) == 0
    assert list(store.rejected()) == []


def test_what_a_killed_run_left_half_written_is_not_read(tmp_path: Path) -> None:
    store = Store(str(tmp_path))
    batch_id = store.add_articles(ARTICLES.accepted)
    (tmp_path / "articles" / "0123.parquet.77.part").write_bytes(b"PAR1 half")
    assert store.batches() == [batch_id]


def test_a_full_disk_is_told_and_leaves_nothing_half_written(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    store = Store(str(tmp_path))

    def full(path: str, data: bytes) -> None:
        Path(path).write_bytes(data[: len(data) // 2])
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr(store._fs, "pipe_file", full)
    with pytest.raises(StoreError, match=r"no space left to write .*what was written before is whole"):
        store.add_articles(ARTICLES.accepted)
    assert store.batches() == []
    assert list((tmp_path / "articles").iterdir()) == []


def test_a_damaged_batch_is_named(tmp_path: Path) -> None:
    store = Store(str(tmp_path))
    batch_id = store.add_articles(ARTICLES.accepted)
    (tmp_path / "articles" / f"{batch_id}.parquet").write_bytes(b"not parquet")
    with pytest.raises(StoreError, match="cannot be read"):
        store.articles(batch_id)
