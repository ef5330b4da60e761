"""A sitemap as a source: news sitemaps, plain ones, and indexes of them, packed or not.

    conditional GET -> read_sitemap -> further sitemaps, to a depth -> pages that are due -> documents

A further sitemap that fails is an `Unreadable`, and the others go on.
"""

from __future__ import annotations

import logging
import re
from collections import deque
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Literal

from flows.fetching.body import Damaged, TooLarge, unpacked
from flows.fetching.model import Fetched, FetchFailed, Request, Validators
from flows.fetching.urls import shown
from flows.sources.listed import Listed, due_pages, failed, forget_others, has_pending, read_pages
from flows.sources.sitemap_xml import SitemapEntry, SitemapFile, read_sitemap
from flows.sources.visit import Found, SourceFailed, Visit
from flows.sources.web_urls import storable
from transforms.dates import read_date
from transforms.documents import Unreadable
from transforms.languages import language_code
from transforms.pages import Told

log = logging.getLogger("stancehouse")
DEEPEST = 3  # indexes within indexes
MOST_SITEMAPS = 1_000
MOST_PAGES = 200_000  # of one visit


@dataclass(frozen=True)
class SitemapSource:
    """One sitemap. `match` is a regular expression that a page's URL must contain.

    `max_age_days` leaves out pages that were last changed, or published where that is not said, before.
    """

    name: str
    url: str
    publisher: str | None = None
    language: str | None = None
    match: str | None = None
    max_age_days: int | None = None
    delay_s: float | None = None

    kind: Literal["sitemap"] = field(default="sitemap", init=False)

    def read(self, visit: Visit) -> Iterator[Found]:
        """The documents of new and updated pages. Raises `SourceFailed` where no sitemap can be read."""
        walk = _Walk(self, visit)
        yield from walk.all()
        log.info("%s: %d pages in %d sitemaps, %d unchanged", self.name, len(walk.pages), walk.read, walk.unchanged)
        if not walk.read:
            visit.is_unchanged = True
            return
        if walk.lost and not walk.listed and not walk.unchanged:
            raise SourceFailed(f"{self.name}: none of the sitemaps that it lists can be read; see the rejected rows")
        yield from read_pages(due_pages(walk.pages.values(), visit), visit, self.delay_s)
        walk.remember()

    def told(self, entry: SitemapEntry) -> Told:
        """What is known of the page of an entry."""
        language = self.language or language_code(entry.language)
        publisher = self.publisher or entry.publisher
        return Told(title=entry.title, publisher=publisher, published_at=entry.published, language=language)


@dataclass
class _Walk:
    """One walk through a tree of sitemaps: those with an answer, with a 304, and with none are counted.

    `listed` counts the entries of all of them, whether they are asked for or not.
    """

    source: SitemapSource
    visit: Visit
    pages: dict[str, Listed] = field(default_factory=dict)
    validators: dict[str, Validators] = field(default_factory=dict)
    read: int = 0
    unchanged: int = 0
    lost: int = 0
    listed: int = 0

    def all(self) -> Iterator[Unreadable]:
        """Read the sitemaps, breadth first; what is wrong is told. Raises `SourceFailed` where the first fails."""
        waiting: deque[tuple[str, int]] = deque([(self.source.url, 0)])
        seen = {self.source.url}
        while waiting:
            url, depth = waiting.popleft()
            sitemap = self._sitemap(url)
            if isinstance(sitemap, Unreadable):
                if not depth:
                    raise SourceFailed(sitemap.message)
                self.lost += 1
                yield sitemap
                continue
            self.listed += len(sitemap.pages)
            if sitemap.damage:
                yield _problem(url, *sitemap.damage)
            yield from self._add(url, sitemap.pages)
            deeper = [entry.url for entry in sitemap.sitemaps if self._is_recent(entry) and entry.url not in seen]
            if deeper and depth >= DEEPEST:
                yield _problem(url, "sitemap_is_within_limit", f"indexes lie more than {DEEPEST} deep in each other")
                continue
            if len(seen) + len(deeper) > MOST_SITEMAPS:
                yield _problem(url, "sitemap_is_within_limit", f"more than {MOST_SITEMAPS:,} sitemaps in all")
                deeper = deeper[: MOST_SITEMAPS - len(seen)]
            seen.update(deeper)
            waiting.extend((one, depth + 1) for one in deeper)

    def remember(self) -> None:
        """Keep the validators of what was read. Pages are forgotten only if all sitemaps were read anew."""
        memory = self.visit.memory
        if not self.unchanged:
            forget_others(memory, self.pages, self.validators)
        memory.validators.update(self.validators)
        if len(memory.pages) > MOST_PAGES:
            memory.validators.clear()  # the next visit reads all anew, and forgets what is no longer listed

    def _sitemap(self, url: str) -> SitemapFile | Unreadable:
        """One sitemap; an empty one where it has not changed."""
        memory = self.visit.memory
        known = None if has_pending(memory) else memory.validators.get(storable(url))
        try:
            answer = self.visit.fetcher.fetch(Request(url, known, self.source.delay_s))
        except FetchFailed as failure:
            return failed(failure)
        if answer.is_unchanged:
            self.unchanged += 1
            return SitemapFile(is_sitemap=True)
        sitemap = self._parsed(answer)
        if isinstance(sitemap, SitemapFile):
            self.read += 1
            if not sitemap.damage:
                self.validators[storable(url)] = answer.validators
        return sitemap

    def _parsed(self, answer: Fetched) -> SitemapFile | Unreadable:
        url = answer.final_url
        try:
            body = unpacked(answer.body, self.visit.max_bytes)
        except TooLarge:
            return _problem(url, "body_is_within_limit", f"unpacked it has more than {self.visit.max_bytes:,} bytes")
        except Damaged as error:
            return _problem(url, "body_is_whole", f"it cannot be unpacked: {error}")
        sitemap = read_sitemap(body, url)
        if sitemap.damage and not (sitemap.pages or sitemap.sitemaps):
            return _problem(url, *sitemap.damage)
        if not (sitemap.is_sitemap or sitemap.pages or sitemap.sitemaps):
            return _problem(url, "sitemap_is_xml", f"{answer.content_type or 'it'} is no sitemap")
        return sitemap

    def _add(self, url: str, entries: list[SitemapEntry]) -> Iterator[Unreadable]:
        """Add the pages that are asked for."""
        match = re.compile(self.source.match) if self.source.match else None
        for entry in entries:
            if (match is None or match.search(entry.url)) and self._is_recent(entry):
                if len(self.pages) >= MOST_PAGES:
                    yield _problem(url, "sitemap_is_within_limit", f"more than {MOST_PAGES:,} pages in all")
                    return
                page = Listed(entry.url, self.source.told(entry), entry.lastmod)
                self.pages.setdefault(page.key, page)

    def _is_recent(self, entry: SitemapEntry) -> bool:
        """Whether the entry is within the age that is asked for; one without a date is."""
        changed = _instant(entry.lastmod) or _instant(entry.published)
        if self.source.max_age_days is None or changed is None:
            return True
        return changed >= self.visit.started_at - timedelta(days=self.source.max_age_days)


def _problem(url: str, check: str, what: str) -> Unreadable:
    place = shown(url)
    return Unreadable(place, check, what, f"{place}: {what}; what was read before is kept: give another sitemap")


def _instant(written: str | None) -> datetime | None:
    try:
        return read_date(written)
    except ValueError:
        return None
