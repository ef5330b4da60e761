"""Sitemaps and news sitemaps, indexes of them, and lists of URLs as plain text, by https://www.sitemaps.org/protocol.html

    bytes -> read_sitemap -> SitemapFile(pages | sitemaps), up to the first damage

Parsed as it is read, by defusedxml, which refuses entities: they could expand to any size or read local files.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from io import BytesIO
from typing import Any
from xml.etree.ElementTree import ParseError

from defusedxml.common import DefusedXmlException
from defusedxml.ElementTree import iterparse

from flows.sources.web_urls import WEB, resolved
from flows.sources.xml_guard import CHECK, odd_encoding

DEEPEST = 100  # elements within each other; a sitemap has four
MOST_URLS = 50_000  # of one file, by the protocol


@dataclass(frozen=True)
class SitemapEntry:
    """One page or one further sitemap. Dates are as they were written; what a news sitemap says is null elsewhere."""

    url: str
    lastmod: str | None = None
    published: str | None = None
    title: str | None = None
    publisher: str | None = None
    language: str | None = None


@dataclass
class SitemapFile:
    """What one file lists. `damage` says what is wrong with it, and with which check it was left, if anything."""

    pages: list[SitemapEntry] = field(default_factory=list)
    sitemaps: list[SitemapEntry] = field(default_factory=list)
    is_sitemap: bool = False
    damage: tuple[str, str] | None = None


def read_sitemap(body: bytes, url: str) -> SitemapFile:
    """What the file lists, before the first damage to it."""
    found = SitemapFile()
    body = body.removeprefix(b"\xef\xbb\xbf").lstrip(b" \t\r\n")  # many begin with a blank line, which XML forbids
    if not body.startswith(b"<") and b"\0" not in body[:100]:
        return _read_lines(body, url)
    if encoding := odd_encoding(body):
        return SitemapFile(damage=("sitemap_is_xml", f"its encoding {encoding!r} is for no text"))
    try:
        for name, entry in _entries(body, url, found):
            listed = found.pages if name == "url" else found.sitemaps
            if len(listed) >= MOST_URLS:
                found.damage = ("sitemap_is_within_limit", f"more than {MOST_URLS:,} entries, the protocol's limit")
                break
            listed.append(entry)
    except DefusedXmlException:
        found = SitemapFile(damage=(CHECK, "its XML declares entities, which no sitemap needs and attacks use"))
    except (ParseError, ValueError, LookupError) as error:
        found.damage = ("sitemap_is_xml", f"its XML is damaged: {error}")
    return found


def _entries(body: bytes, base: str, found: SitemapFile) -> Iterator[tuple[str, SitemapEntry]]:
    """Each url and sitemap element when it ends; it is emptied then, so that a large file takes no more memory."""
    path: list[str] = []
    events = iterparse(
        BytesIO(body), events=("start", "end"), forbid_dtd=False, forbid_entities=True, forbid_external=True
    )
    root: Any = None
    for event, element in events:
        name = _local(element.tag)
        if event == "start":
            if root is None:
                root = element
                found.is_sitemap = name in ("urlset", "sitemapindex")
            path.append(name)
            if len(path) > DEEPEST:
                raise ValueError(f"elements lie deeper than {DEEPEST} in each other")
            continue
        path.pop()
        if len(path) == 1:
            if name in ("url", "sitemap") and (entry := _entry(element, base)):
                yield name, entry
            root.clear()


def _entry(element: Any, base: str) -> SitemapEntry | None:
    """The entry of a direct child of the root; null where it names no page. An image's address is no page's."""
    own = {_local(child.tag): child for child in element}
    url = resolved(base, _text(own.get("loc")))
    if url is None:
        return None
    news = {_local(child.tag): child for child in own.get("news", ())}
    publication = {_local(child.tag): child for child in news.get("publication", ())}
    return SitemapEntry(
        url,
        lastmod=_text(own.get("lastmod")),
        published=_text(news.get("publication_date")),
        title=_text(news.get("title")),
        publisher=_text(publication.get("name")),
        language=_text(publication.get("language")),
    )


def _read_lines(body: bytes, base: str) -> SitemapFile:
    lines = [line.strip() for line in body.decode("utf-8-sig", "replace").splitlines() if line.strip()]
    urls = [url for line in lines if line.lower().startswith(WEB) and (url := resolved(base, line))]
    pages = [SitemapEntry(url) for url in urls[:MOST_URLS]]
    return SitemapFile(pages, is_sitemap=bool(pages) and len(urls) == len(lines))


def _local(tag: str) -> str:
    return tag.rsplit("}", 1)[-1].lower()


def _text(element: Any) -> str | None:
    text = element.text if element is not None else None
    return text.strip() or None if text else None
