"""What a source gives: a document as it was found, or the reason why there is none.

    a file, a line, a row  ->  RawDocument | Unreadable

Nothing is judged here. Dates are kept as they were written; `transforms.articles` reads them.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True)
class RawDocument:
    """One document before cleaning. `source` names its place: path or URL, with line or row where it has several.

    `language` is what the source declares (ISO 639-1). `retrieved_at` is when it was fetched or captured, UTC; null
    where the source does not tell.
    """

    source: str
    doc_id: str
    text: str
    url: str | None = None
    title: str | None = None
    publisher: str | None = None
    authors: str | None = None
    published_at: str | None = None
    published_at_source: str | None = None
    language: str | None = None
    retrieved_at: datetime | None = None


@dataclass(frozen=True)
class Unreadable:
    """A place of a source that gives no document: which check it breaks, the value, and a sentence with the remedy."""

    source: str
    check_name: str
    value: str | None
    message: str
