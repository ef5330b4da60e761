"""CSV and Parquet: one article a row, columns named as in JSON lines. Rows are read one by one, or a few at a time."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator
from itertools import count
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq

from flows.sources.decoding import bare_name, not_utf_8, opened, read_bytes
from flows.sources.fields import KNOWN, NAMES, document_of, without_text
from transforms.documents import RawDocument, Unreadable

Found = RawDocument | Unreadable
DELIMITERS = ",;\t|"
FIELD_LIMIT = 64_000_000  # characters of one value; the reader's own limit is shorter than an article may be
ROWS_AT_ONCE = 64


def read_csv(path: Path) -> Iterator[Found]:
    """The documents of a CSV file with a header; the delimiter that splits the header most often is the file's.

    A row with a quote left open, too many values, or a byte that is no UTF-8, is named, and the others load.
    """
    with opened(path) as data:
        # a byte that is no UTF-8 comes through as U+DC80 to U+DCFF, so that only its own row is lost
        lines = io.TextIOWrapper(data, encoding="utf-8-sig", errors="surrogateescape", newline="")
        header = lines.readline()
        delimiter = max(DELIMITERS, key=header.count)
        names = next(csv.reader([header], delimiter=delimiter), [])
        if not set(NAMES["text"]) & set(names):
            yield without_text(names, str(path))
            return
        yield from _rows(path, lines, names, delimiter)


def _rows(path: Path, lines: io.TextIOWrapper, names: list[str], delimiter: str) -> Iterator[Found]:
    csv.field_size_limit(FIELD_LIMIT)
    stem = bare_name(path).stem
    reader = csv.reader(lines, delimiter=delimiter, strict=True)
    for number in count(1):
        source = f"{path}:row {number}"
        try:
            values = next(reader)
        except StopIteration:
            return
        except csv.Error as error:  # the reader goes on with the line after
            yield Unreadable(
                source,
                "row_is_csv",
                str(error),
                f"{source}: {error}; close the quotes, and double those inside a value",
            )
            continue
        if values:
            yield _row(names, values, source, f"{stem}-{number}")


def _row(names: list[str], values: list[str], source: str, default_id: str) -> Found:
    if len(values) > len(names):
        return Unreadable(
            source,
            "row_has_the_columns_of_the_header",
            str(len(values)),
            f"{source}: {len(values)} values under {len(names)} columns; put values that hold the delimiter in quotes",
        )
    for name, value in zip(names, values, strict=False):
        place = next((place for place, char in enumerate(value) if "\udc80" <= char <= "\udcff"), None)
        if place is not None:
            return not_utf_8(ord(value[place]) - 0xDC00, f"character {place} of '{name}'", source)
    filled = {name: value for name, value in zip(names, values, strict=False) if value}
    return document_of(filled, source, default_id) if filled else without_text(names, source)


def read_parquet(path: Path) -> Iterator[Found]:
    """The documents of a Parquet file, a few rows in memory at a time."""
    stem, number = bare_name(path).stem, 0
    try:
        file = pq.ParquetFile(path if bare_name(path) == path else io.BytesIO(read_bytes(path)))
        wanted = [name for name in file.schema_arrow.names if name in KNOWN]
        if not set(NAMES["text"]) & set(wanted):
            yield without_text(file.schema_arrow.names, str(path))
            return
        for batch in file.iter_batches(ROWS_AT_ONCE, columns=wanted):
            for record in batch.to_pylist():
                number += 1
                yield document_of(record, f"{path}:row {number}", f"{stem}-{number}")
    except (pa.ArrowException, ValueError) as error:  # bytes that are no text, instants finer than Python's
        first = (str(error).splitlines() or [type(error).__name__])[0]
        yield Unreadable(str(path), "file_is_parquet", first, f"{path}: {first}; export the table anew")
