"""A record of named fields, from whatever format, to a document."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import Any

from transforms.documents import RawDocument, Unreadable

NAMES = {  # our field: what sources call it, the first that is there
    "doc_id": ("doc_id", "id"),
    "text": ("text", "body", "content"),
    "title": ("title", "headline"),
    "published_at": ("published_at", "date", "published"),
    "publisher": ("publisher", "source_name", "outlet"),
    "authors": ("authors", "author", "byline"),
    "url": ("url", "link"),
}
KNOWN = frozenset(name for names in NAMES.values() for name in names)


def document_of(record: dict[str, Any], source: str, default_id: str) -> RawDocument | Unreadable:
    """The record's document; `Unreadable` where it has no text. Other fields are left aside."""
    named = next((name for name in NAMES["text"] if record.get(name) is not None), None)
    if named is None:
        return without_text(record, source)
    text = record[named]
    if not isinstance(text, str):
        return Unreadable(
            source,
            "text_is_text",
            str(text),
            f"{source}: `{named}` holds {type(text).__name__}, not text; put the article's text there, in quotes",
        )
    found = {field: _first(record, names) for field, names in NAMES.items() if field != "text"}
    doc_id = found.pop("doc_id") or default_id
    return RawDocument(source=source, doc_id=doc_id, text=text, **found)


def without_text(names: Iterable[str], source: str) -> Unreadable:
    """Why a record with fields of these names is no article."""
    listed = ", ".join(map(str, names))
    return Unreadable(
        source,
        "text_is_there",
        listed,
        f"{source}: no `text` among its fields ({listed[:120]}); name the column with the article's text `text`",
    )


def _first(record: dict[str, Any], names: tuple[str, ...]) -> str | None:
    for name in names:
        value = record.get(name)
        if isinstance(value, list):
            value = "; ".join(str(part) for part in value)
        elif isinstance(value, date):
            value = value.isoformat()
        if value is not None and str(value).strip():
            return str(value)
    return None
