"""The pages that a source points to: which are due, fetched in order, read, and noted in the source's memory.

    Listed (URL + what the source says of it) -> read_pages -> RawDocument | Unreadable

A page is due when it is not known, when the source says that it was updated since, or when it failed at few visits. It
is asked for with the validators of its last answer, so that one that has not changed costs a 304.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field, replace
from datetime import datetime

from flows.fetching.model import Fetched, FetchFailed, Request
from flows.fetching.urls import shown
from flows.sources.visit import Found, Memory, PageNote, Visit
from flows.sources.web_urls import storable
from transforms.dates import DateLimits, read_date
from transforms.documents import RawDocument, Unreadable
from transforms.pages import Page, Told, read_page

MOST_TRIES = 5  # visits at which a page that fails is asked for


@dataclass(frozen=True)
class Listed:
    """One page that a source points to. `updated` is the source's word on when it last changed.

    Without `is_page`, `url` is only a name for an entry that has no page of its own.
    """

    url: str
    told: Told = field(default_factory=Told)
    updated: str | None = None
    is_page: bool = True

    @property
    def key(self) -> str:
        """Its key in the memory: without a password."""
        return storable(self.url)


def is_due(page: Listed, visit: Visit) -> bool:
    """Whether the page is to be fetched at this visit."""
    note = visit.memory.pages.get(page.key)
    if note is None:
        return not page.is_page or not visit.knows_page(page.key, _instant(page.updated))
    if note.outcome == "failed" and note.tries < MOST_TRIES:
        return True
    return is_later(page.updated, note.updated)


def is_later(updated: str | None, before: str | None) -> bool:
    """Whether a source's word on the last change is another than before; a later one where both are dates."""
    if updated is None or updated == before:
        return False
    new, old = _instant(updated), _instant(before)
    return new > old if new and old else True


def has_pending(memory: Memory) -> bool:
    """Whether a page that failed is to be asked for again: its source must be read then, changed or not."""
    return any(note.outcome == "failed" and note.tries < MOST_TRIES for note in memory.pages.values())


def due_pages(pages: Iterable[Listed], visit: Visit) -> list[Listed]:
    """The pages that are due, each once; the others are counted as known."""
    once = {page.key: page for page in reversed(list(pages))}
    due = []
    for page in reversed(once.values()):
        if is_due(page, visit):
            due.append(page)
        else:
            visit.known += 1
            visit.memory.pages.setdefault(page.key, PageNote("stored", page.updated))
    return due


def read_pages(pages: list[Listed], visit: Visit, delay_s: float | None) -> Iterator[Found]:
    """The documents of the pages, in order; an `Unreadable` for each that cannot be fetched or has no main text."""
    memory = visit.memory
    requests = (Request(page.url, memory.validators.get(page.key), delay_s) for page in pages)
    for page, answer in zip(pages, visit.fetcher.fetch_all(requests), strict=True):
        if isinstance(answer, FetchFailed):
            found: Found | None = failed(answer)
        elif answer.is_unchanged:
            visit.known += 1
            found = None
        else:
            found = read_page(page_of(answer), page.told, limits_of(visit))
        note(memory, page, answer, found)
        if found is not None:
            yield found


def note(memory: Memory, page: Listed, answer: Fetched | FetchFailed | None, found: Found | None) -> None:
    """Remember what came of the page; `found` is null for one that has not changed."""
    before = memory.pages.get(page.key)
    if isinstance(answer, FetchFailed):
        tries = before.tries + 1 if before and before.outcome == "failed" and before.updated == page.updated else 1
        memory.pages[page.key] = PageNote("failed", page.updated, tries)
        return
    if answer is not None and (answer.validators.etag or answer.validators.last_modified):
        memory.validators[page.key] = answer.validators
    if found is None and before is not None:
        memory.pages[page.key] = replace(before, updated=page.updated)
    else:
        memory.pages[page.key] = PageNote("rejected" if isinstance(found, Unreadable) else "stored", page.updated)


def page_of(answer: Fetched) -> Page:
    """The page of an answer, named by where it was in the end."""
    url = storable(answer.final_url)
    return Page(url, url, answer.body, url, answer.charset, answer.retrieved_at)


def limits_of(visit: Visit) -> DateLimits:
    """Which dates are believed at this visit."""
    return DateLimits(visit.started_at, visit.earliest_year)


def failed(failure: FetchFailed) -> Unreadable:
    """The row of a page that could not be fetched."""
    return Unreadable(shown(failure.url), failure.check_name, failure.value, failure.message)


def forget_others(memory: Memory, pages: Iterable[str], places: Iterable[str]) -> None:
    """Keep in the memory only pages of these keys, and validators of them and of the places that list them."""
    listed = set(pages)
    memory.pages = {key: value for key, value in memory.pages.items() if key in listed}
    kept = listed | set(places)
    memory.validators = {key: value for key, value in memory.validators.items() if key in kept}


def without_name(found: Found, publisher: str | None) -> Found:
    """The document with a publisher where neither it nor its source names one."""
    return replace(found, publisher=publisher) if isinstance(found, RawDocument) and not found.publisher else found


def _instant(written: str | None) -> datetime | None:
    try:
        return read_date(written)
    except ValueError:
        return None
