"""Feeds of any kind, by their bytes: servers call them by any name.

bytes -> read_feed -> Feed, or SourceFailed with the reason
"""

from __future__ import annotations

import json

from lxml import etree
from lxml.html import HTMLParser

from flows.fetching.urls import shown
from flows.sources.feed_json import feed_of_json
from flows.sources.feed_model import Feed
from flows.sources.feed_xml import feed_of_xml
from flows.sources.visit import SourceFailed
from flows.sources.web_urls import resolved
from flows.sources.xml_guard import CHECK, declares_entities, odd_encoding

LARGEST = 10_000_000  # bytes; a podcast's feed of years has some two million
FEED_TYPES = ("application/rss+xml", "application/atom+xml", "application/rdf+xml", "application/feed+json")
# what feedparser raises on bytes that are no feed at all
_GIVEN_UP = (ValueError, AssertionError, LookupError, TypeError, AttributeError, NotImplementedError, RecursionError)


def read_feed(body: bytes, url: str, content_type: str | None = None, charset: str | None = None) -> Feed:
    """The feed with all its entries. Damaged XML gives what can be recovered of it.

    Raises `SourceFailed` where the bytes are no feed, are too many, or declare entities; a page says its feeds then.
    """
    place = shown(url)
    if len(body) > LARGEST:
        raise SourceFailed(f"{place}: {len(body):,} bytes, more than the {LARGEST:,} of a feed; give another feed")
    if not body.strip():
        raise SourceFailed(f"{place}: the feed is empty; check its address in a browser")
    if body.removeprefix(b"\xef\xbb\xbf").lstrip()[:1] in (b"{", b"["):
        return _json_feed(body, url)
    if encoding := odd_encoding(body):
        raise SourceFailed(f"{place}: the encoding {encoding!r} is for no text; ask the publisher for UTF-8")
    if declares_entities(body):
        raise SourceFailed(
            f"{place}: the XML declares entities ({CHECK}), which no feed needs and attacks use; it is not read: "
            "ask its publisher for a plain one"
        )
    try:
        feed = feed_of_xml(body, url, charset)
    except _GIVEN_UP as error:
        raise SourceFailed(f"{place}: no feed can be read there ({error}); check it in a validator") from error
    if feed is None:
        raise SourceFailed(f"{place}: no feed but {content_type or 'something else'}; {_remedy(body, url)}")
    return feed


def _json_feed(body: bytes, url: str) -> Feed:
    place = shown(url)
    try:
        feed = feed_of_json(json.loads(body.decode("utf-8-sig")), url)
    except (ValueError, RecursionError) as error:
        raise SourceFailed(f"{place}: no JSON: {error}; check the feed's address") from error
    if feed is None:
        raise SourceFailed(f"{place}: JSON, but no JSON Feed of version 1 or 1.1; check the feed's address")
    return feed


def _remedy(body: bytes, url: str) -> str:
    """The feeds that a page links to, as a browser would find them."""
    found = [shown(one) for one in linked_feeds(body, url)]
    return f"the page links to {', '.join(found[:5])}: give one of these" if found else "check the feed's address"


def linked_feeds(body: bytes, url: str) -> list[str]:
    """The addresses of the feeds that an HTML page names in its links, each once."""
    parser = HTMLParser(recover=True, no_network=True, huge_tree=False)
    try:
        tree = etree.fromstring(body[:1_000_000], parser)
    except (etree.LxmlError, ValueError):
        return []
    if tree is None:
        return []
    links = [link for link in tree.iter("link") if (link.get("type") or "").strip().lower() in FEED_TYPES]
    addresses = [resolved(url, link.get("href")) for link in links]
    return list(dict.fromkeys(address for address in addresses if address))
