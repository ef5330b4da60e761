"""A feed as a source: what it lists that is not known yet, from the pages it links to or from its own words.

    conditional GET -> read_feed -> entries that are due -> fetch pages (or read the entries' HTML) -> documents

A feed that has not changed costs one 304, unless a page of it is still to be tried again.
"""

from __future__ import annotations

import logging
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime
from typing import Literal

from flows.fetching.model import Fetched, FetchFailed, Request
from flows.fetching.urls import shown
from flows.sources.feed_model import Entry, Feed
from flows.sources.feed_reading import read_feed
from flows.sources.listed import (
    Listed,
    due_pages,
    forget_others,
    has_pending,
    limits_of,
    note,
    read_pages,
    without_name,
)
from flows.sources.visit import Found, SourceFailed, Visit
from flows.sources.web_urls import storable
from transforms.documents import Unreadable
from transforms.pages import Page, Told, read_page

log = logging.getLogger("stancehouse")


@dataclass(frozen=True)
class FeedSource:
    """One feed. With `content` = "feed" the articles are the entries' own HTML, and no page is fetched."""

    name: str
    url: str
    publisher: str | None = None
    language: str | None = None
    content: Literal["page", "feed"] = "page"
    max_entries: int = 500
    delay_s: float | None = None

    kind: Literal["feed"] = field(default="feed", init=False)

    def read(self, visit: Visit) -> Iterator[Found]:
        """The documents of new and updated entries. Raises `SourceFailed` where there is no feed to be read."""
        answer = self._fetch(visit)
        if answer.is_unchanged:
            visit.is_unchanged = True
            return
        feed = read_feed(answer.body, answer.final_url, answer.content_type, answer.charset)
        entries = feed.entries[: self.max_entries]
        log.info("%s: %d entries, %d of them read", self.name, len(feed.entries), len(entries))
        if feed.damage:
            log.warning("%s: the feed is damaged (%s); what could be recovered is read", self.name, feed.damage)
        listed: list[tuple[Entry, Listed]] = []
        for number, entry in enumerate(entries, 1):
            page = self._listed(entry, feed, answer.final_url)
            if page is None:
                yield _without_link(shown(answer.final_url), number, entry)
            else:
                listed.append((entry, page))
        due = due_pages((page for _, page in listed), visit)
        if self.content == "page":
            yield from read_pages(due, visit, self.delay_s)
        else:
            yield from self._own_words(due, feed, answer, visit)
        forget_others(visit.memory, (page.key for _, page in listed), [storable(self.url)])
        visit.memory.validators[storable(self.url)] = answer.validators

    def _fetch(self, visit: Visit) -> Fetched:
        known = None if has_pending(visit.memory) else visit.memory.validators.get(storable(self.url))
        try:
            return visit.fetcher.fetch(Request(self.url, known, self.delay_s))
        except FetchFailed as failure:
            raise SourceFailed(failure.message) from failure

    def _listed(self, entry: Entry, feed: Feed, feed_url: str) -> Listed | None:
        """The page of the entry; in a feed that is read by itself, an entry without a link is a part of it."""
        told = Told(
            title=entry.title,
            authors=entry.authors,
            publisher=self.publisher,
            published_at=entry.published,
            language=self.language or entry.language or feed.language,
            content=entry.content or (entry.summary if self.content == "feed" else None),
        )
        if entry.url is not None:
            return Listed(entry.url, told, entry.updated)
        if self.content == "feed" and (entry.id or entry.title):
            return Listed(f"{feed_url.partition('#')[0]}#{entry.id or entry.title}", told, entry.updated, is_page=False)
        return None

    def _own_words(self, due: list[Listed], feed: Feed, answer: Fetched, visit: Visit) -> Iterator[Found]:
        for page in due:
            found = _read_entry(page, feed, answer.retrieved_at, visit)
            note(visit.memory, page, None, found)
            yield found


def _read_entry(page: Listed, feed: Feed, retrieved_at: datetime, visit: Visit) -> Found:
    if not page.told.content:
        message = f"{page.key}: the feed gives no text of the entry; set `content: page` to read the article's page"
        return Unreadable(page.key, "entry_has_content", None, message)
    html = f"<html><body><article>{page.told.content}</article></body></html>".encode("utf-8", "replace")
    own = Page(page.key, page.key, html, page.key if page.is_page else None, "utf-8", retrieved_at)
    return without_name(read_page(own, page.told, limits_of(visit)), feed.title)


def _without_link(place: str, number: int, entry: Entry) -> Unreadable:
    source = f"{place}#entry {number}"
    return Unreadable(
        source,
        "entry_has_link",
        entry.title or entry.id,
        f"{source}: the entry has no link to a page; set `content: feed` to read the entries themselves",
    )
