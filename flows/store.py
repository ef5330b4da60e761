"""The store: Parquet batches in a folder or bucket, the system of record.

    articles/<batch>.parquet
    <stage>/<fingerprint>/<batch>/<table>.parquet + manifest.json     stages: extracted, checked
    rejected/<name>.parquet
    corrections/<name>.parquet, undone/<name>.parquet                 what people decided, and took back
    evaluations/<evaluation>.parquet                                  how good the extractor was found to be
    notes/<source>.json                                               what a source remembers of earlier visits

A file is written under a temporary name and renamed, so it is whole or absent. A batch of several tables is there once
its manifest is, which is written last: what a killed run left half done is written again, never read.
"""

from __future__ import annotations

import errno
import hashlib
import io
import json
import os
from collections.abc import Callable, Iterator
from typing import Any

import fsspec
import polars as pl
import pyarrow as pa
import pyarrow.parquet as pq

from schemas.errors import StoreError
from schemas.tables.articles import Articles
from schemas.tables.decisions import Decisions, Undone
from schemas.tables.operations import Evaluations
from transforms.articles import brought_up_to_date
from transforms.decisions import Decision, from_frames

MANIFEST = "manifest.json"
TEMPORARY = ".part"


class Store:
    """Batches of frames by name; every write is whole or absent."""

    def __init__(self, url: str) -> None:
        self._fs, root = fsspec.core.url_to_fs(url)
        self._root = str(root).rstrip("/")
        self._url = url

    # --- articles ---------------------------------------------------------------------------------------------------

    def add_articles(self, articles: pl.DataFrame) -> str:
        """Write a batch of new articles; its id is the hash of the article ids, so the same batch has one name."""
        batch_id = _hash(sorted(articles["article_id"]))
        self._write_frame(f"articles/{batch_id}.parquet", articles)
        return batch_id

    def batches(self) -> list[str]:
        """The ids of all batches of articles, sorted."""
        return sorted(_stem(path) for path in self._files("articles"))

    def articles(self, batch_id: str, columns: list[str] | None = None) -> pl.DataFrame:
        """The articles of one batch, or some columns of them."""
        return self._read_articles(f"articles/{batch_id}.parquet", columns)

    def article_keys(self) -> Iterator[pl.DataFrame]:
        """`article_id`, `page_id` and `retrieved_at` of all stored articles, a batch at a time."""
        for batch_id in self.batches():
            yield self.articles(batch_id, ["article_id", "page_id", "retrieved_at"])

    # --- stages -----------------------------------------------------------------------------------------------------

    def has(self, stage: str, fingerprint: str, batch_id: str) -> bool:
        """Whether the batch's output of that stage is there, whole."""
        return bool(self._fs.exists(f"{self._root}/{stage}/{fingerprint}/{batch_id}/{MANIFEST}"))

    def put(self, stage: str, fingerprint: str, batch_id: str, tables: dict[str, pl.DataFrame]) -> None:
        """Write the tables of one batch, the manifest last."""
        folder = f"{stage}/{fingerprint}/{batch_id}"
        for name, frame in tables.items():
            self._write_frame(f"{folder}/{name}.parquet", frame)
        counts = {name: frame.height for name, frame in tables.items()}
        self._write(f"{folder}/{MANIFEST}", json.dumps(counts, sort_keys=True).encode())

    def get(self, stage: str, fingerprint: str, batch_id: str) -> dict[str, pl.DataFrame]:
        """The tables of one batch. Raises `StoreError` where it is not there, whole."""
        folder = f"{stage}/{fingerprint}/{batch_id}"
        try:
            manifest: dict[str, int] = json.loads(self._fs.cat_file(f"{self._root}/{folder}/{MANIFEST}"))
        except (FileNotFoundError, ValueError) as error:
            raise StoreError(f"{self._url}/{folder} has no readable {MANIFEST}; run again to write it anew") from error
        return {name: self._read_frame(f"{folder}/{name}.parquet") for name in manifest}

    # --- what sources remember --------------------------------------------------------------------------------------

    def note(self, name: str) -> bytes | None:
        """What was noted under that name; None where nothing was."""
        try:
            return bytes(self._fs.cat_file(f"{self._root}/notes/{name}.json"))
        except FileNotFoundError:
            return None

    def add_note(self, name: str, data: bytes) -> None:
        """Keep a note under that name; the one before is replaced."""
        self._write(f"notes/{name}.json", data)

    # --- what people decided ----------------------------------------------------------------------------------------

    def add_decisions(self, decisions: pl.DataFrame) -> None:
        """Keep a batch of decisions, whole or not at all."""
        self._write_frame(f"corrections/{_hash(sorted(decisions['decision_id']))}.parquet", decisions)

    def add_undone(self, undone: pl.DataFrame) -> None:
        """Keep that decisions were taken back; they themselves stay."""
        self._write_frame(f"undone/{_hash(sorted(undone['decision_id']))}.parquet", undone)

    def decisions(self) -> list[Decision]:
        """All decisions in the order in which they were made, those taken back among them."""
        frames = {
            folder: [self._read_frame(self._relative(path)) for path in sorted(self._files(folder))]
            for folder in ("corrections", "undone")
        }
        return from_frames(
            pl.concat([Decisions.no_rows(), *frames["corrections"]]), pl.concat([Undone.no_rows(), *frames["undone"]])
        )

    # --- how good the extractor is --------------------------------------------------------------------------------

    def add_evaluation(self, evaluation_id: str, figures: pl.DataFrame) -> None:
        """Keep the figures of one evaluation, whole or not at all."""
        self._write_frame(f"evaluations/{evaluation_id}.parquet", figures)

    def evaluations(self) -> pl.DataFrame:
        """The figures of all evaluations that were recorded."""
        frames = [self._read_frame(self._relative(path)) for path in sorted(self._files("evaluations"))]
        return pl.concat([Evaluations.no_rows(), *frames])

    # --- rejections -------------------------------------------------------------------------------------------------

    def add_rejected(self, rejected: pl.DataFrame) -> int:
        """Keep rejected rows that are not kept yet; how many those were."""
        new = rejected.filter(~pl.col("rejected_id").is_in(self._rejected_ids()))
        if new.height:
            self._write_frame(f"rejected/{_hash(sorted(new['rejected_id']))}.parquet", new)
        return new.height

    def rejected(self) -> Iterator[pl.DataFrame]:
        """All rejected rows, a frame at a time, in the order of their files."""
        for path in sorted(self._files("rejected")):
            yield self._read_frame(self._relative(path))

    def _rejected_ids(self) -> list[str]:
        return [
            rejected_id
            for path in self._files("rejected")
            for rejected_id in self._read_frame(self._relative(path), ["rejected_id"])["rejected_id"]
        ]

    # --- files ------------------------------------------------------------------------------------------------------

    def _files(self, folder: str) -> list[str]:
        """The whole Parquet files of a folder; temporary ones of a killed run are not among them."""
        path = f"{self._root}/{folder}"
        if not self._fs.isdir(path):
            return []
        return [str(one) for one in self._fs.ls(path, detail=False, refresh=True) if str(one).endswith(".parquet")]

    def _relative(self, path: str) -> str:
        return path[path.index(self._root) + len(self._root) + 1 :]

    def _read_frame(self, name: str, columns: list[str] | None = None) -> pl.DataFrame:
        """A whole frame, or some columns of it, whose bytes alone are then read."""
        path = f"{self._root}/{name}"
        try:
            with self._fs.open(path, "rb") as file:
                return pl.read_parquet(file, columns=columns, use_pyarrow=True)
        except (FileNotFoundError, pl.exceptions.PolarsError, pa.ArrowException) as error:
            raise StoreError(f"{path} cannot be read ({error}); restore it, or delete it and run again") from error

    def _read_articles(self, name: str, columns: list[str] | None) -> pl.DataFrame:
        """Articles in the columns of today; a batch of an earlier version is brought up to date while it is read."""
        stored = self._columns(name)
        if set(Articles.polars_schema()) <= stored:
            return self._read_frame(name, columns)
        articles = brought_up_to_date(self._read_frame(name))
        return articles.select(columns) if columns else articles

    def _columns(self, name: str) -> set[str]:
        path = f"{self._root}/{name}"
        try:
            with self._fs.open(path, "rb") as file:
                return set(pq.read_schema(file).names)
        except (FileNotFoundError, pa.ArrowException) as error:
            raise StoreError(f"{path} cannot be read ({error}); restore it, or delete it and run again") from error

    def _write_frame(self, name: str, frame: pl.DataFrame) -> None:
        buffer = io.BytesIO()
        frame.write_parquet(buffer)
        self._write(name, buffer.getvalue())

    def _write(self, name: str, data: bytes) -> None:
        path = f"{self._root}/{name}"
        temporary = f"{path}.{os.getpid()}{TEMPORARY}"
        try:
            self._fs.makedirs(path.rsplit("/", 1)[0], exist_ok=True)
            self._fs.pipe_file(temporary, data)
            self._fs.mv(temporary, path)
        except OSError as error:
            _ignore_missing(lambda: self._fs.rm_file(temporary))
            raise StoreError(_cannot_write(path, error)) from error


def _ignore_missing(remove: Callable[[], Any]) -> None:
    try:
        remove()
    except FileNotFoundError:
        return


def _cannot_write(path: str, error: OSError) -> str:
    if error.errno == errno.ENOSPC:
        return f"no space left to write {path}; free some and run again: what was written before is whole and stays"
    return f"cannot write {path}: {error.strerror or error}; check the folder and its rights, and run again"


def _hash(ids: list[str]) -> str:
    return hashlib.sha256("\n".join(ids).encode()).hexdigest()[:16]


def _stem(path: str) -> str:
    return path.rsplit("/", 1)[-1].removesuffix(".parquet")
