"""What a feed says of itself and of its entries, whatever format it has."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Entry:
    """One entry. Dates are ISO where they could be read, else as they were written; `content` is HTML of the article.

    `url` is whole, null where the entry has no link. `authors` are joined by "; ", `language` is ISO 639-1.
    """

    url: str | None
    id: str | None
    title: str | None = None
    authors: str | None = None
    published: str | None = None
    updated: str | None = None
    summary: str | None = None
    content: str | None = None
    language: str | None = None


@dataclass(frozen=True)
class Feed:
    """One feed, its entries in its own order, none left out. `damage` says what is wrong with it, if anything."""

    title: str | None
    language: str | None
    entries: tuple[Entry, ...]
    damage: str | None = None
