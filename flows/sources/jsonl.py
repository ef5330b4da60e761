"""JSON: one article a line, or one array of articles; what is broken is named by its number, the others load."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from flows.sources.decoding import bare_name, decode, opened, read_bytes
from flows.sources.fields import document_of
from transforms.documents import RawDocument, Unreadable

Found = RawDocument | Unreadable


def read_jsonl(path: Path) -> Iterator[Found]:
    """The documents of the file, line by line, so that a large file is never held whole."""
    stem = bare_name(path).stem
    with opened(path) as lines:
        for number, line in enumerate(lines, 1):
            if line.strip():
                source = f"{path}:{number}"
                record = _parsed(line, source, "line_is_json")
                yield record if isinstance(record, Unreadable) else _document(record, source, f"{stem}-{number}")


def read_json(path: Path) -> Iterator[Found]:
    """The documents of one JSON array, or the one of a single object."""
    stem = bare_name(path).stem
    content = _parsed(read_bytes(path), str(path), "file_is_json")
    if not isinstance(content, list):
        yield content if isinstance(content, Unreadable) else _document(content, str(path), stem)
        return
    for number, record in enumerate(content, 1):
        yield _document(record, f"{path}:item {number}", f"{stem}-{number}")


def _parsed(data: bytes, source: str, check: str) -> Any:
    text = decode(data, source)
    if isinstance(text, Unreadable):
        return text
    try:
        return json.loads(text)
    except ValueError as error:
        return Unreadable(source, check, text, f"{source}: no JSON: {error}; mend or delete that part")
    except RecursionError:
        return Unreadable(source, check, text, f"{source}: the JSON is nested too deeply; mend that part")


def _document(record: Any, source: str, default_id: str) -> Found:
    if not isinstance(record, dict):
        return Unreadable(
            source,
            "line_is_an_object",
            str(record),
            f"{source}: an article is one object in braces, this one {type(record).__name__}",
        )
    return document_of(record, source, default_id)
