"""The formats of files, one reader each, and reading a file whatever it holds.

SourceFile -> read_file -> RawDocument | Unreadable, one after another
"""

from __future__ import annotations

import zlib
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

from flows.sources.html import read_html
from flows.sources.jsonl import read_json, read_jsonl
from flows.sources.reading import Found, Reading
from flows.sources.source_file import SourceFile, transport_errors
from flows.sources.tables import read_csv, read_parquet
from flows.sources.text import read_text
from flows.sources.warc import read_warc
from transforms.documents import Unreadable

Reader = Callable[[SourceFile, Reading], Iterator[Found]]
FORMATS: dict[str, Reader] = {
    ".txt": read_text,
    ".md": read_text,
    ".html": read_html,
    ".htm": read_html,
    ".jsonl": read_jsonl,
    ".ndjson": read_jsonl,
    ".json": read_json,
    ".csv": read_csv,
    ".tsv": read_csv,
    ".parquet": read_parquet,
    ".warc": read_warc,
}
UNREACHED = "file_is_readable"  # the check of a file that could not be read to its end, though it may be whole


def read_file(file: Path | SourceFile, reading: Reading | None = None) -> Iterator[Found]:
    """The documents of one file, unpacked where it ends in .gz; one `Unreadable` where it is of no known format.

    A file that turns out to be damaged after some documents gives those first.
    """
    file = SourceFile.local(file) if isinstance(file, Path) else file
    reading = reading or Reading()
    reader = FORMATS.get(file.suffix)
    if reader is None:
        known, suffix = ", ".join(FORMATS), file.suffix
        message = f"{file.name}: no reader for '{suffix}' files; known are {known}, and .gz"
        yield Unreadable(file.name, "format_is_known", suffix, message)
        return
    yield from (_as_told(one, reading) for one in _read(file, reading, reader))


def _read(file: SourceFile, reading: Reading, reader: Reader) -> Iterator[Found]:
    name, found, left_out = file.name, None, reading.left_out
    try:
        if file.size():
            for found in reader(file, reading):
                yield found
        if found is None and reading.left_out == left_out:
            yield Unreadable(name, "file_is_not_empty", None, f"{name}: the file is empty; nothing to read there")
    except (EOFError, zlib.error) as error:
        yield Unreadable(name, "file_is_whole", str(error), f"{name}: {error}; the file is damaged: fetch it anew")
    except transport_errors() as error:
        reason = getattr(error, "strerror", None) or str(error) or type(error).__name__
        yield Unreadable(name, UNREACHED, reason, f"{name}: {reason}; check the file and its rights")


def _as_told(found: Found, reading: Reading) -> Found:
    """The document with what its source is told to be, where the document itself does not say."""
    if isinstance(found, Unreadable):
        return found
    told = {"publisher": reading.told.publisher, "language": reading.told.language}
    missing: dict[str, Any] = {field: value for field, value in told.items() if value and getattr(found, field) is None}
    return replace(found, **missing) if missing else found
