"""A web page as it was served, to a document: main text, and what page and feed say of it.

    Page (bytes) + Told (by feed, sitemap or configuration) -> read_page -> RawDocument | Unreadable
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from transforms.dates import DateLimits
from transforms.documents import RawDocument, Unreadable


@dataclass(frozen=True)
class Page:
    """One page. `source` is its place (URL or path, with the record of an archive); `url` where it was served, if known.

    `charset` is the one of the HTTP header. `retrieved_at` is UTC, null where unknown.
    """

    source: str
    doc_id: str
    body: bytes
    url: str | None = None
    charset: str | None = None
    retrieved_at: datetime | None = None


@dataclass(frozen=True)
class Told:
    """What is known of a page from outside: its feed's entry, its sitemap, the configuration of its source.

    `published_at` as it was written there; `content` is HTML of the whole article, where a feed carries it.
    """

    title: str | None = None
    authors: str | None = None
    publisher: str | None = None
    published_at: str | None = None
    language: str | None = None
    content: str | None = None


def read_page(page: Page, told: Told, limits: DateLimits) -> RawDocument | Unreadable:
    """The document of the page; `Unreadable` where it holds no main text."""
    raise NotImplementedError
