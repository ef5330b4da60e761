"""Plain text, with or without YAML front matter between two lines of `---`."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import yaml

from flows.sources.decoding import decode
from flows.sources.fields import document_of
from flows.sources.html import misnamed
from flows.sources.reading import Found, Reading
from flows.sources.source_file import SourceFile, read_bytes
from transforms.documents import Unreadable

FENCE = "---"
LONGEST_HEAD = 20_000  # characters of front matter; nested brackets beyond it would exhaust the YAML reader's stack


def read_text(file: SourceFile, reading: Reading) -> Iterator[Found]:
    """The one document of the file. What the front matter says goes before what the file's name says."""
    yield _document(file, reading)


def _document(file: SourceFile, reading: Reading) -> Found:
    data = read_bytes(file, reading.max_bytes)
    text = data if isinstance(data, Unreadable) else decode(data, file.name)
    if isinstance(text, Unreadable):
        return text
    named = {} if reading.file_names is None else reading.file_names.fields(file.bare_name)
    if named is None:
        return misnamed(file, reading.file_names)
    head, body = _front_matter(text)
    fields = _fields(head, file.name)
    if isinstance(fields, Unreadable):
        return fields
    return document_of({**named, **fields, "text": body}, file.name, file.stem)


def _fields(head: str, source: str) -> dict[str, Any] | Unreadable:
    if len(head) > LONGEST_HEAD:
        return _no_yaml(source, head, f"{source}:1: the front matter has {len(head):,} characters; keep it short")
    try:
        fields: Any = yaml.load(head, yaml.CBaseLoader) if head else {}  # noqa: S506 - knows only strings
    except yaml.YAMLError as error:
        place = getattr(error, "problem_mark", None)
        line = place.line + 2 if place is not None else 1
        return _no_yaml(source, head, f"{source}:{line}: the front matter is no YAML; write `key: value` lines")
    except RecursionError:
        return _no_yaml(source, head, f"{source}:1: the front matter is nested too deeply; write `key: value` lines")
    if not isinstance(fields, dict):
        return _no_yaml(source, head, f"{source}:2: the front matter holds no `key: value` lines")
    return fields


def _no_yaml(source: str, head: str, message: str) -> Unreadable:
    return Unreadable(source, "front_matter_is_yaml", head[:200], message)


def _front_matter(text: str) -> tuple[str, str]:
    """The front matter and the rest; an empty one where the text has none."""
    lines = text.split("\n")
    if lines[0].rstrip() != FENCE:
        return "", text
    end = next((place for place, line in enumerate(lines[1:], 1) if line.rstrip() == FENCE), None)
    return ("", text) if end is None else ("\n".join(lines[1:end]), "\n".join(lines[end + 1 :]))
