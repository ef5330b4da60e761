"""The day of publication of a page, and what it was read from.

    feed > JSON-LD > meta > URL > text > fetched  ->  the first that is a date, and may be one  ->  Published

A date that is none, that reads two ways, that lies in the future or before the first year that is believed is passed
over, never mended. The words of the page are searched by htmldate (Apache-2.0), after Barbaresi (2020), "htmldate: A
Python package to extract publication dates from web pages".
"""

from __future__ import annotations

import re
import warnings
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime, time, timedelta
from functools import partial
from typing import Any
from urllib.parse import urlsplit

from htmldate import find_date
from lxml import html

from transforms.dates import DateLimits, is_plausible, read_date
from transforms.pages_tree import broken_dates

SEARCHED = 2_000_000  # characters of a page whose words are searched at length for a date
_PUBLISHED_WORDS = """
    article:published_time article:published article:published_date article.published article_date_original
    article:publicationdate article:post_date og:article:published_time og:published_time og:pubdate datepublished
    date_published published_time publishdate publish-date publish_date published-date published_date pubdate
    publication_date publicationdate parsely-pub-date sailthru.date cxenseparse:recs:publishtime bt:pubdate
    dc.date.issued dcterms.issued dc.date.published dc.date.publication citation_publication_date
    rnews:datepublished originalpublicationdate shareaholic:article_published_time mediator_published_time
    vr:published_time
"""
PUBLISHED = frozenset(_PUBLISHED_WORDS.split())  # names, properties and itemprops of <meta> that give the publication
_DATED_WORDS = """
    date dc.date dc:date dcterms.date dc.date.created dc.created dcterms.created article:created article.created
    created date_created datecreated displaydate citation_date
"""
DATED = frozenset(_DATED_WORDS.split())  # those that most often do
_MODIFIED_WORDS = """
    article:modified_time article:modified og:updated_time og:article:modified_time datemodified modified_time
    last-modified lastmod dc.modified dcterms.modified dc.date.modified
"""
MODIFIED = frozenset(_MODIFIED_WORDS.split())  # no earlier than the publication, as a rule on its day
_YEAR = r"(?P<y>(?:19|20)\d\d)"
_IN_URL = (
    re.compile(rf"[/_-]{_YEAR}(?P<s>[/_-])(?P<m>\d{{1,2}})(?P=s)(?P<d>\d{{1,2}})(?![\d])"),
    re.compile(rf"/{_YEAR}/?(?P<m>\d\d)/?(?P<d>\d\d)(?=[/_.-]|$)"),
    re.compile(rf"/{_YEAR}/(?P<m>[a-z]{{3,9}})/(?P<d>\d{{1,2}})(?=[/_.-]|$)", re.IGNORECASE),
)
_CLASS = re.compile(r"publish|posted|entry-date|pubdate|date-?line|byline", re.IGNORECASE)


@dataclass(frozen=True)
class Published:
    """A date of publication and its source (`DATE_SOURCES`), both null where none is known.

    `at` is an instant of UTC in ISO 8601, or a day where no time of day is given.
    """

    at: str | None = None
    source: str | None = None


@dataclass(frozen=True)
class Clues:
    """All that a page's date may be read from. `told` is the feed's; `urls` are the page's, the best first."""

    told: str | None
    tree: html.HtmlElement | None
    nodes: tuple[dict[str, Any], ...]
    urls: tuple[str, ...]
    retrieved_at: datetime | None


def published(clues: Clues, limits: DateLimits) -> Published:
    """The first date that is believed; when the page was fetched where there is none."""
    for source, written in _written(clues):
        if at := _believed(written, limits):
            return Published(at, source)
    if clues.tree is not None and (day := _in_words(clues.tree, limits)):
        return Published(day, "text")
    if clues.retrieved_at and is_plausible(clues.retrieved_at, limits):
        return Published(clues.retrieved_at.isoformat(), "fetched")
    return Published()


@contextmanager
def quiet_about_zones() -> Iterator[None]:
    """Leave out that htmldate's parser does not know a zone such as EST: of what it reads only the day is taken."""
    with warnings.catch_warnings():
        warnings.filterwarnings("ignore", message="tzname .* identified but not understood")
        yield


def _written(clues: Clues) -> Iterator[tuple[str, str]]:
    """Dates as they are written, with their sources; those of the last change after those of publication."""
    if clues.told:
        yield "feed", clues.told
    tree = clues.tree
    for source, found in (
        ("json-ld", _linked(clues.nodes, ("datePublished",))),
        ("json-ld", broken_dates(tree) if tree is not None else ()),
        ("meta", _marked(tree) if tree is not None else ()),
        ("json-ld", _linked(clues.nodes, ("dateCreated",))),
        ("url", _in_urls(clues.urls)),
        ("json-ld", _linked(clues.nodes, ("dateModified",))),
        ("meta", _named(tree, MODIFIED) if tree is not None else ()),
    ):
        yield from ((source, written) for written in found)


def _believed(written: str, limits: DateLimits) -> str | None:
    """The date in ISO 8601, a day alone where no time is given; null where it is none or is not believed."""
    try:
        instant = _instant(written)
    except ValueError:
        return None
    if instant is None or not is_plausible(instant, limits):
        return None
    has_time = instant.time() != time() or "00:00" in written
    return instant.isoformat() if has_time else instant.date().isoformat()


def _instant(written: str) -> datetime | None:
    """The instant; seconds or milliseconds since 1970, which pages write too, are read as such."""
    bare = written.strip()
    if bare.isascii() and bare.isdigit() and len(bare) in (10, 13):
        seconds = int(bare) if len(bare) == 10 else int(bare) // 1000
        return datetime(1970, 1, 1, tzinfo=UTC) + timedelta(seconds=seconds)
    return read_date(bare)


def _linked(nodes: Iterable[dict[str, Any]], names: Iterable[str]) -> list[str]:
    found = (node.get(name) for node in nodes for name in names)
    firsts = (value[0] if isinstance(value, list) and value else value for value in found)
    return [value for value in firsts if isinstance(value, str)]


def _marked(tree: html.HtmlElement) -> list[str]:
    """The dates of publication that the page's markup gives, the surest first."""
    marked = [
        written
        for element in tree.iterfind(".//*[@itemprop='datePublished']")
        if (written := element.get("content") or element.get("datetime") or element.text_content())
    ]
    return _named(tree, PUBLISHED) + marked + _named(tree, DATED) + _times(tree)


def _named(tree: html.HtmlElement, names: frozenset[str]) -> list[str]:
    """The contents of the <meta> of these names, in order."""
    return [
        content
        for element in tree.iter("meta")
        if (content := element.get("content"))
        and any((element.get(key) or "").lower() in names for key in ("property", "name", "itemprop", "http-equiv"))
    ]


def _times(tree: html.HtmlElement) -> list[str]:
    """The <time> that is marked as the publication; else the only one. Several are those of other stories, too."""
    times = [(element, written) for element in tree.iter("time") if (written := element.get("datetime"))]
    marked = [
        written
        for element, written in times
        if element.get("pubdate") is not None or _CLASS.search(element.get("class") or "")
    ]
    days = {written[:10] for _, written in times}
    return marked[:1] or ([times[0][1]] if len(days) == 1 else [])


def _in_urls(urls: Iterable[str]) -> list[str]:
    """The days in the paths of the URLs: /2026/03/01/, /2026-03-01-, /20260301/, /2026/mar/01/."""
    found: list[str] = []
    for url in urls:
        try:
            path = urlsplit(url).path
        except ValueError:  # a broken IPv6 address
            continue
        for pattern in _IN_URL:
            for match in pattern.finditer(path):
                month = match["m"]
                found.append(
                    f"{match['y']}-{int(month):02}-{int(match['d']):02}"
                    if month.isdigit()
                    else f"{match['d']} {month} {match['y']}"
                )
    return found


def _in_words(tree: html.HtmlElement, limits: DateLimits) -> str | None:
    """The day that the words of the page give: beside the byline, else anywhere; null for none.

    Of the whole page, only a day that it writes out counts: htmldate makes the first of January of a copyright's year.
    """
    body = tree.find("body")
    if body is None:
        return None
    search = partial(
        find_date,
        body,
        url="",
        original_date=True,
        min_date=f"{limits.earliest_year}-01-01",
        max_date=f"{limits.latest:%Y-%m-%d}",
    )
    with quiet_about_zones():
        if day := search(extensive_search=False):
            return day
        words = body.text_content()
        if len(words) > SEARCHED:
            return None
        day = search(extensive_search=True)
    return day if day and _is_written(datetime.fromisoformat(day), words) else None


def _is_written(day: datetime, words: str) -> bool:
    """Whether the words name the day, and not its month or year alone."""
    month = f"{day:%B}"
    return bool(
        re.search(
            rf"\b0?{day.day}(?:st|nd|rd|th)? (?:of )?{month[:3]}|{month[:3]}[a-z]*\.? 0?{day.day}\b"
            rf"|{day.year}[-/.]0?{day.month}[-/.]0?{day.day}\b|\b0?{day.day}[-/.]0?{day.month}[-/.]"
            rf"|\b0?{day.month}/0?{day.day}/|\b{day:%Y%m%d}\b|\b0?{day.day}\.? \w+ {day.year}\b",
            words,
            re.IGNORECASE,
        )
    )
