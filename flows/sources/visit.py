"""One visit to one source: what the source may use, what it remembers of earlier visits, and how it fails.

    Source.read(Visit) -> RawDocument | Unreadable, one after another     Memory -> JSON in the store

A source only reads. What it notes in its memory is kept once all that it gave is stored, so a killed run forgets
nothing that it has not stored: it asks again.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import datetime
from typing import Literal, Protocol

from flows.fetching.fetcher import Fetcher
from flows.fetching.model import Validators
from schemas.errors import StancehouseError
from transforms.documents import RawDocument, Unreadable

Found = RawDocument | Unreadable
Kind = Literal["feed", "sitemap", "urls", "page", "files"]


@dataclass
class PageNote:
    """What came of one page that a source points to. `updated` is the source's own word on when it last changed."""

    outcome: Literal["stored", "rejected", "failed"]
    updated: str | None = None
    tries: int = 1


@dataclass
class Memory:
    """What a source knows from earlier visits. `validators` and `pages` are by URL; `files` by name.

    `pages` holds only what the source points to now, so that it does not grow for ever.
    """

    validators: dict[str, Validators] = field(default_factory=dict)
    pages: dict[str, PageNote] = field(default_factory=dict)
    files: dict[str, str] = field(default_factory=dict)


@dataclass
class Visit:
    """One visit. `knows_page` tells whether a version of a canonical URL is stored, retrieved at or after the instant.

    Sources set `is_unchanged` where there was nothing to read, and count in `known` what they left out because it is
    known; all else that they find they give.
    """

    fetcher: Fetcher
    memory: Memory
    knows_page: Callable[[str, datetime | None], bool]
    started_at: datetime
    earliest_year: int = 1990
    max_bytes: int = 20_000_000
    is_unchanged: bool = False
    known: int = 0


class Source(Protocol):
    """Where articles come from."""

    @property
    def name(self) -> str:
        """The name by which runs and alerts call it; unique among the sources of a run."""

    @property
    def kind(self) -> Kind:
        """What it is."""

    def read(self, visit: Visit) -> Iterator[Found]:
        """The documents that are new since the last visit, in order. Raises `SourceFailed` where it cannot be read."""


class SourceFailed(StancehouseError):
    """A source that gave nothing, with the reason; other sources go on."""
