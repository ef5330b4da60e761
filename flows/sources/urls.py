"""A list of URLs as a source: in the configuration, in a file (text or CSV), or fetched from a URL.

    place -> lines -> URLs, with what a CSV says of each -> conditional GET of every page -> documents

Every page is asked for at each visit; one that has not changed costs a 304, one that has is a new version.
"""

from __future__ import annotations

import csv
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from typing import Literal

from flows.fetching.model import FetchFailed, Request
from flows.fetching.urls import shown
from flows.sources.decoding import decode
from flows.sources.fields import NAMES
from flows.sources.listed import Listed, forget_others, read_pages
from flows.sources.places import files_at
from flows.sources.source_file import read_bytes, transport_errors
from flows.sources.visit import Found, SourceFailed, Visit
from flows.sources.web_urls import WEB, resolved
from schemas.errors import InputError
from transforms.documents import Unreadable
from transforms.languages import language_code
from transforms.pages import Told

MOST_URLS = 100_000
LONGEST_URL = 8_192


@dataclass(frozen=True)
class UrlsSource:
    """URLs of pages: listed here, or the place of a file that lists them, one a line or in a column `url`."""

    name: str
    place: str | tuple[str, ...]
    publisher: str | None = None
    language: str | None = None
    delay_s: float | None = None

    kind: Literal["urls"] = field(default="urls", init=False)

    def read(self, visit: Visit) -> Iterator[Found]:
        """The documents of the pages that have changed.

        Raises `SourceFailed` where the list cannot be read or is empty, and once all of its pages have failed.
        """
        pages: dict[str, Listed] = {}
        for one in self._listed(visit):
            if isinstance(one, Unreadable):
                yield one
            else:
                pages.setdefault(one.key, one)
        if not pages:
            raise SourceFailed(f"{self.name}: the list names no URL; write one a line, beginning with https://")
        known = visit.known
        yield from read_pages(list(pages.values()), visit, self.delay_s)
        forget_others(visit.memory, pages, [])
        visit.is_unchanged = visit.known - known == len(pages)
        outcomes = [note.outcome for note in visit.memory.pages.values()]
        if outcomes and set(outcomes) == {"failed"}:
            raise SourceFailed(
                f"{self.name}: none of its {len(outcomes)} pages could be fetched; see the rejected rows"
            )

    def _listed(self, visit: Visit) -> Iterator[Listed | Unreadable]:
        if isinstance(self.place, tuple):
            lines, place = list(self.place), self.name
        else:
            lines, place = _lines(self.place, visit)
        told = Told(publisher=self.publisher, language=self.language)
        yield from list_of_urls(lines, place, told)


def list_of_urls(lines: Iterable[str], place: str, told: Told) -> Iterator[Listed | Unreadable]:
    """The pages of the lines, comments (`#`) and blank lines left out; an `Unreadable` for a line that is no URL.

    Where the first line is the header of a CSV with a column `url` or `link`, its rows are read with what they say.
    """
    numbered = [(number, line.strip()) for number, line in enumerate(lines, 1)]
    kept = [(number, line) for number, line in numbered if line and not line.startswith("#")]
    if len(kept) > MOST_URLS:
        message = f"{place}: {len(kept):,} URLs, more than {MOST_URLS:,}; the rest is left out: split the list"
        yield Unreadable(place, "list_is_within_limit", str(len(kept)), message)
    header = kept[0][1] if kept else ""
    names = _header(header)
    for number, line in kept[1 : MOST_URLS + 1] if names else kept[:MOST_URLS]:
        values = _values(line, _delimiter(header)) if names else []
        record = dict(zip(names, values, strict=False)) if names else {"url": line}
        written = record.get("url") or record.get("link") or ""
        url = resolved("", written) if len(written) <= LONGEST_URL and " " not in written else None
        if url is None:
            source, value = f"{place}:{number}", shown(written)[:200]
            message = f"{source}: {value!r} is no URL of a page; write it whole, beginning with https://"
            yield Unreadable(source, "line_is_a_url", value, message)
        else:
            yield Listed(url, _told(record, told))


def _header(line: str) -> list[str]:
    """The names of a CSV's columns; none where the line is no such header."""
    names = [name.strip().lower() for name in _values(line, _delimiter(line))]
    return names if {"url", "link"} & set(names) else []


def _delimiter(line: str) -> str:
    return max(",;\t", key=line.count)


def _values(line: str, delimiter: str) -> list[str]:
    try:
        return next(csv.reader([line], delimiter=delimiter), [])
    except csv.Error:
        return []


def _told(record: dict[str, str], told: Told) -> Told:
    def first(field_name: str) -> str | None:
        return next((record[name] for name in NAMES[field_name] if record.get(name)), None)

    return Told(
        title=first("title"),
        authors=first("authors"),
        publisher=told.publisher or first("publisher"),
        published_at=first("published_at"),
        language=told.language or language_code(first("language")),
    )


def _lines(place: str, visit: Visit) -> tuple[list[str], str]:
    """The lines of the list at a URL or in a file, and the list's name. Raises `SourceFailed`."""
    if place.lower().startswith(WEB):
        try:
            answer = visit.fetcher.fetch(Request(place))
        except FetchFailed as failure:
            raise SourceFailed(failure.message) from failure
        name, data = shown(answer.final_url), answer.body
    else:
        name, data = _file(place, visit.max_bytes)
    text = decode(data, name)
    if isinstance(text, Unreadable):
        raise SourceFailed(text.message)
    return text.splitlines(), name


def _file(place: str, max_bytes: int) -> tuple[str, bytes]:
    try:
        files = files_at(place)
        if len(files) != 1:
            raise SourceFailed(f"{place}: {len(files)} files; give the one that lists the URLs")
        data = read_bytes(files[0], max_bytes)
    except InputError as error:
        raise SourceFailed(str(error)) from error
    except transport_errors(EOFError) as error:
        raise SourceFailed(f"{shown(place)}: {error}; check the file and its rights") from error
    if isinstance(data, Unreadable):
        raise SourceFailed(data.message)
    return files[0].name, data
