"""A record of named fields, from whatever format, to a document.

{"headline": ..., "body": ...} + columns of the source -> document_of -> RawDocument | Unreadable
"""

from __future__ import annotations

import reprlib
from collections.abc import Iterable, Mapping
from datetime import date
from difflib import get_close_matches
from typing import Any

from schemas.errors import InputError
from transforms.dates import read_date
from transforms.documents import RawDocument, Unreadable
from transforms.languages import language_code

NAMES = {  # our field: what sources call it, the first that is there
    "doc_id": ("doc_id", "id"),
    "text": ("text", "body", "content"),
    "title": ("title", "headline"),
    "published_at": ("published_at", "date", "published"),
    "publisher": ("publisher", "source_name", "outlet"),
    "authors": ("authors", "author", "byline"),
    "url": ("url", "link"),
    "language": ("language", "lang"),
    "retrieved_at": ("retrieved_at",),
}
_shortened = reprlib.Repr()
_shortened.maxstring = _shortened.maxother = 120


def check_columns(columns: Mapping[str, str]) -> None:
    """Raise `InputError` where a column is given for a field that articles do not have."""
    for field in columns:
        if field not in NAMES:
            close = get_close_matches(field, NAMES, n=1)
            remedy = f"did you mean {close[0]!r}?" if close else "remove it"
            raise InputError(f"columns: unknown field {field!r}; articles have {', '.join(NAMES)}: {remedy}")


def names_of(field: str, columns: Mapping[str, str]) -> tuple[str, ...]:
    """What the source calls a field of ours: the column it names for it, else what sources mostly call it."""
    return (columns[field],) if field in columns else NAMES[field]


def wanted_columns(columns: Mapping[str, str]) -> frozenset[str]:
    """All columns that are looked at."""
    return frozenset(name for field in NAMES for name in names_of(field, columns))


def document_of(
    record: Mapping[str, Any], source: str, default_id: str, columns: Mapping[str, str] | None = None
) -> RawDocument | Unreadable:
    """The record's document; `Unreadable` where it has no text. Other fields are left aside.

    A value that is neither text nor number nor date, nor a list of them, is passed over.
    """
    columns = columns or {}
    named = next((name for name in names_of("text", columns) if record.get(name) is not None), None)
    if named is None:
        return without_text(record, source, columns)
    text = record[named]
    if not isinstance(text, str):
        return Unreadable(
            source,
            "text_is_text",
            _shortened.repr(text),
            f"{source}: `{named}` holds {type(text).__name__}, not text; put the article's text there, in quotes",
        )
    found = {field: _first(record, names_of(field, columns)) for field in NAMES if field != "text"}
    retrieved = found.pop("retrieved_at")
    try:
        retrieved_at = read_date(retrieved)
    except ValueError:
        return Unreadable(
            source,
            "retrieved_at_is_a_date",
            retrieved,
            f"{source}: retrieved_at {retrieved!r} is no date; write it as 2026-03-01T08:00:00Z, or leave it out",
        )
    doc_id, language = found.pop("doc_id") or default_id, language_code(found.pop("language"))
    return RawDocument(source=source, doc_id=doc_id, text=text, language=language, retrieved_at=retrieved_at, **found)


def without_text(names: Iterable[str], source: str, columns: Mapping[str, str] | None = None) -> Unreadable:
    """Why a record with fields of these names is no article."""
    listed = ", ".join(map(str, names))
    wanted = " or ".join(f"`{name}`" for name in names_of("text", columns or {})[:1])
    return Unreadable(
        source,
        "text_is_there",
        listed,
        f"{source}: no {wanted} among its fields ({listed[:120]}); name the column with the article's text {wanted}, "
        "or name that column under `columns:` in sources.yaml",
    )


def _first(record: Mapping[str, Any], names: tuple[str, ...]) -> str | None:
    for name in names:
        value = record.get(name)
        parts = value if isinstance(value, list) else [value]
        written = "; ".join(filter(None, map(_written, parts)))
        if written:
            return written
    return None


def _written(value: Any) -> str | None:
    """A value as text; of an object its `name`; null for what is neither, and nothing nested is followed."""
    if isinstance(value, dict):
        value = value.get("name")
    if isinstance(value, date):
        return value.isoformat()
    return str(value) if isinstance(value, str | int | float) and str(value).strip() else None
