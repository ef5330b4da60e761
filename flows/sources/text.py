"""Plain text, with or without YAML front matter between two lines of `---`."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import yaml

from flows.sources.decoding import bare_name, decode, read_bytes
from flows.sources.fields import document_of
from transforms.documents import RawDocument, Unreadable

FENCE = "---"


def read_text(path: Path) -> Iterator[RawDocument | Unreadable]:
    """The one document of the file; its name is the file's stem unless the front matter gives a `doc_id`."""
    text = decode(read_bytes(path), str(path))
    if isinstance(text, Unreadable):
        yield text
        return
    head, body = _front_matter(text)
    try:
        fields: Any = yaml.load(head, yaml.CBaseLoader) if head else {}  # noqa: S506 - knows only strings
    except yaml.YAMLError as error:
        place = getattr(error, "problem_mark", None)
        line = place.line + 2 if place is not None else 1
        yield Unreadable(
            str(path),
            "front_matter_is_yaml",
            head,
            f"{path}:{line}: the front matter is no YAML; write `key: value` lines",
        )
        return
    if not isinstance(fields, dict):
        yield Unreadable(
            str(path), "front_matter_is_yaml", head, f"{path}:2: the front matter holds no `key: value` lines"
        )
        return
    yield document_of({**fields, "text": body}, str(path), bare_name(path).stem)


def _front_matter(text: str) -> tuple[str, str]:
    """The front matter and the rest; an empty one where the text has none."""
    lines = text.split("\n")
    if lines[0].rstrip() != FENCE:
        return "", text
    end = next((place for place, line in enumerate(lines[1:], 1) if line.rstrip() == FENCE), None)
    return ("", text) if end is None else ("\n".join(lines[1:end]), "\n".join(lines[end + 1 :]))
