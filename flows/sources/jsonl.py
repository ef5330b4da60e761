"""JSON lines: one article a line; a broken line is named by its number, the others load."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path

from flows.sources.decoding import decode
from flows.sources.fields import document_of
from transforms.documents import RawDocument, Unreadable


def read_jsonl(path: Path) -> Iterator[RawDocument | Unreadable]:
    """The documents of the file, line by line, so that a large file is never held whole."""
    with path.open("rb") as lines:
        for number, line in enumerate(lines, 1):
            if line.strip():
                yield _document(line, f"{path}:{number}", f"{path.stem}-{number}")


def _document(line: bytes, source: str, default_id: str) -> RawDocument | Unreadable:
    text = decode(line, source)
    if isinstance(text, Unreadable):
        return text
    try:
        record = json.loads(text)
    except ValueError as error:
        return Unreadable(source, "line_is_json", text, f"{source}: no JSON: {error}; mend or delete that line")
    except RecursionError:
        return Unreadable(source, "line_is_json", text, f"{source}: the JSON is nested too deeply; mend that line")
    if not isinstance(record, dict):
        return Unreadable(
            source,
            "line_is_an_object",
            text,
            f"{source}: a line holds one object in braces, this one {type(record).__name__}",
        )
    return document_of(record, source, default_id)
