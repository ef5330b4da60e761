"""CSV and Parquet: one article a row, columns named as in JSON lines."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import polars as pl

from flows.sources.decoding import decode
from flows.sources.fields import document_of
from transforms.documents import RawDocument, Unreadable


def read_csv(path: Path) -> Iterator[RawDocument | Unreadable]:
    """The documents of a CSV file with a header, every value as text."""
    text = decode(path.read_bytes(), str(path))
    if isinstance(text, Unreadable):
        yield text
        return
    try:
        frame = pl.read_csv(text.encode(), infer_schema=False)
    except pl.exceptions.PolarsError as error:
        yield _unreadable(path, "file_is_csv", error)
        return
    yield from _documents(frame, path)


def read_parquet(path: Path) -> Iterator[RawDocument | Unreadable]:
    """The documents of a Parquet file."""
    try:
        frame = pl.read_parquet(path)
    except pl.exceptions.PolarsError as error:
        yield _unreadable(path, "file_is_parquet", error)
        return
    yield from _documents(frame, path)


def _documents(frame: pl.DataFrame, path: Path) -> Iterator[RawDocument | Unreadable]:
    for number, record in enumerate(frame.iter_rows(named=True), 1):
        dated = {name: value.isoformat() if hasattr(value, "isoformat") else value for name, value in record.items()}
        yield document_of(dated, f"{path}:row {number}", f"{path.stem}-{number}")


def _unreadable(path: Path, check: str, error: pl.exceptions.PolarsError) -> Unreadable:
    first = str(error).splitlines()[0] if str(error) else type(error).__name__
    return Unreadable(str(path), check, first, f"{path}: {first}; export the table anew")
