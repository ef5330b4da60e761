"""One page as a source: asked for at each visit whether it has changed.

conditional GET -> read_page -> RawDocument | Unreadable
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Literal

from flows.fetching.model import FetchFailed, Request
from flows.sources.listed import forget_others, limits_of, page_of
from flows.sources.visit import Found, SourceFailed, Visit
from flows.sources.web_urls import storable
from transforms.pages import Told, read_page


@dataclass(frozen=True)
class PageSource:
    """One page, by its URL."""

    name: str
    url: str
    publisher: str | None = None
    language: str | None = None
    delay_s: float | None = None

    kind: Literal["page"] = field(default="page", init=False)

    def read(self, visit: Visit) -> Iterator[Found]:
        """The one document, if the page has changed. Raises `SourceFailed` where it cannot be fetched."""
        key = storable(self.url)
        try:
            answer = visit.fetcher.fetch(Request(self.url, visit.memory.validators.get(key), self.delay_s))
        except FetchFailed as failure:
            raise SourceFailed(failure.message) from failure
        if answer.is_unchanged:
            visit.is_unchanged = True
            visit.known += 1
            return
        yield read_page(page_of(answer), Told(publisher=self.publisher, language=self.language), limits_of(visit))
        forget_others(visit.memory, [], [])
        visit.memory.validators[key] = answer.validators
