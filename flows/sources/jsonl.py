"""JSON: one article a line, or one array of articles; what is broken is named by its number, the others load."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

from flows.sources.decoding import decode
from flows.sources.fields import document_of
from flows.sources.reading import Found, Reading
from flows.sources.source_file import SourceFile, lines_of, read_bytes
from transforms.documents import Unreadable


def read_jsonl(file: SourceFile, reading: Reading) -> Iterator[Found]:
    """The documents of the file, line by line, so that a large file is never held whole."""
    for number, line in enumerate(lines_of(file, reading.max_bytes), 1):
        source = f"{file.name}:{number}"
        if isinstance(line, Unreadable):
            yield line
        elif line.strip():
            yield _document(_parsed(line, source, "line_is_json"), source, f"{file.stem}-{number}", reading)


def read_json(file: SourceFile, reading: Reading) -> Iterator[Found]:
    """The documents of one JSON array, or the one of a single object."""
    data = read_bytes(file, reading.max_bytes)
    content = data if isinstance(data, Unreadable) else _parsed(data, file.name, "file_is_json")
    if not isinstance(content, list):
        yield _document(content, file.name, file.stem, reading)
        return
    for number, record in enumerate(content, 1):
        yield _document(record, f"{file.name}:item {number}", f"{file.stem}-{number}", reading)


def _parsed(data: bytes, source: str, check: str) -> Any:
    text = decode(data, source)
    if isinstance(text, Unreadable):
        return text
    try:
        return json.loads(text)
    except ValueError as error:
        return Unreadable(source, check, text[:200], f"{source}: no JSON: {error}; mend or delete that part")
    except RecursionError:
        return Unreadable(source, check, text[:200], f"{source}: the JSON is nested too deeply; mend that part")


def _document(record: Any, source: str, default_id: str, reading: Reading) -> Found:
    if isinstance(record, Unreadable):
        return record
    if not isinstance(record, dict):
        return Unreadable(
            source,
            "line_is_an_object",
            str(record)[:200],
            f"{source}: an article is one object in braces, this one {type(record).__name__}",
        )
    return document_of(record, source, default_id, reading.columns)
