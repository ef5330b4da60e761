"""A record of named fields, from whatever format, to a document."""

from __future__ import annotations

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


def document_of(record: dict[str, Any], source: str, default_id: str) -> RawDocument | Unreadable:
    """The record's document; `Unreadable` where it has no text. Other fields are left aside."""
    found = {field: _first(record, names) for field, names in NAMES.items()}
    text = found.pop("text")
    if text is None:
        return Unreadable(
            source,
            "text_is_there",
            ", ".join(map(str, record)),
            f"{source}: no `text` among its fields; name the column with the article's text `text`",
        )
    doc_id = found.pop("doc_id") or default_id
    return RawDocument(source=source, doc_id=doc_id, text=text, **found)


def _first(record: dict[str, Any], names: tuple[str, ...]) -> str | None:
    for name in names:
        value = record.get(name)
        if isinstance(value, list):
            value = "; ".join(str(part) for part in value)
        if value is not None and str(value) != "":
            return str(value)
    return None
