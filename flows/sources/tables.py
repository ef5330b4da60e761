"""CSV and Parquet: one article a row, columns named as in JSON lines. Rows are read one by one, or a few at a time."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator
from contextlib import contextmanager
from itertools import count
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq

from flows.sources.decoding import not_utf_8
from flows.sources.fields import document_of, names_of, wanted_columns, without_text
from flows.sources.reading import Found, Reading
from flows.sources.source_file import SourceFile, lines_of, read_bytes
from transforms.documents import Unreadable

DELIMITERS = ",;\t|"
FIELD_LIMIT = 64_000_000  # characters of one value; the reader's own limit is shorter than an article may be
ROWS_AT_ONCE = 64


class _LineTooLarge(Exception):
    """A line over the limit ends the reading of a CSV file: where its row ends is not known."""

    def __init__(self, found: Unreadable) -> None:
        super().__init__(found.message)
        self.found = found


def read_csv(file: SourceFile, reading: Reading) -> Iterator[Found]:
    """The documents of a CSV file with a header; the delimiter that splits the header most often is the file's.

    A row with a quote left open, too many values, or a byte that is no UTF-8, is named, and the others load.
    """
    try:
        lines = _decoded(file, reading.max_bytes)
        header = next(lines, "").removeprefix("\ufeff")
        delimiter = max(DELIMITERS, key=header.count)
        names = next(csv.reader([header], delimiter=delimiter), [])
        if not set(names_of("text", reading.columns)) & set(names):
            yield without_text(names, file.name, reading.columns)
            return
        yield from _rows(file, lines, _Shape(names, delimiter), reading)
    except _LineTooLarge as error:
        yield error.found
    except csv.Error as error:
        yield Unreadable(file.name, "row_is_csv", str(error), f"{file.name}: header: {error}; mend the first line")


class _Shape:
    """The columns of a CSV file, and what parts them."""

    def __init__(self, names: list[str], delimiter: str) -> None:
        self.names = names
        self.delimiter = delimiter


def _decoded(file: SourceFile, max_bytes: int) -> Iterator[str]:
    """The lines as text; a byte that is no UTF-8 comes through as U+DC80 to U+DCFF, so that only its row is lost.

    An old file whose lines end in a carriage return alone is one line here, so it is split at those.
    """
    for line in lines_of(file, max_bytes):
        if isinstance(line, Unreadable):
            raise _LineTooLarge(line)
        yield from io.StringIO(line.decode("utf-8", "surrogateescape"), newline="")


def _rows(file: SourceFile, lines: Iterator[str], shape: _Shape, reading: Reading) -> Iterator[Found]:
    csv.field_size_limit(FIELD_LIMIT)
    reader = csv.reader(lines, delimiter=shape.delimiter, strict=True)
    for number in count(1):
        source = f"{file.name}:row {number}"
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
            record = _record(shape.names, values, source)
            if isinstance(record, Unreadable):
                yield record
            else:
                yield document_of(record, source, f"{file.stem}-{number}", reading.columns)


def _record(names: list[str], values: list[str], source: str) -> dict[str, str] | Unreadable:
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
    return filled or without_text(names, source)


def read_parquet(file: SourceFile, reading: Reading) -> Iterator[Found]:
    """The documents of a Parquet file, a few rows in memory at a time; a packed one within the limit as a whole."""
    number = 0
    try:
        with _parquet(file, reading.max_bytes) as table:
            if isinstance(table, Unreadable):
                yield table
                return
            wanted = [name for name in table.schema_arrow.names if name in wanted_columns(reading.columns)]
            if not set(names_of("text", reading.columns)) & set(wanted):
                yield without_text(table.schema_arrow.names, file.name, reading.columns)
                return
            for batch in table.iter_batches(ROWS_AT_ONCE, columns=wanted):
                for record in batch.to_pylist():
                    number += 1
                    yield document_of(record, f"{file.name}:row {number}", f"{file.stem}-{number}", reading.columns)
    except (pa.ArrowException, ValueError) as error:  # bytes that are no text, instants finer than Python's
        first = (str(error).splitlines() or [type(error).__name__])[0]
        yield Unreadable(file.name, "file_is_parquet", first, f"{file.name}: {first}; export the table anew")


@contextmanager
def _parquet(file: SourceFile, max_bytes: int) -> Iterator[Any]:
    if not file.is_packed:
        with file.fs.open(file.path, "rb") as raw:
            yield pq.ParquetFile(raw)
        return
    data = read_bytes(file, max_bytes)
    yield data if isinstance(data, Unreadable) else pq.ParquetFile(io.BytesIO(data))
