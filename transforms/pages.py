"""A web page as it was served, to a document: main text, and what page and feed say of it.

    Page (bytes) + Told (by feed, sitemap or configuration) -> read_page -> RawDocument | Unreadable

What is told from outside stands; the page fills in what is not told. Its text is its own, unless the feed carries far
more of it. Any bytes end in one of the two: a page that is too large, that is no page, or that no parser reads is
`Unreadable` with its reason.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from lxml import html

from transforms.dates import DateLimits
from transforms.documents import RawDocument, Unreadable
from transforms.languages import language_code
from transforms.pages_charset import decoded, not_a_page
from transforms.pages_dates import Clues, published
from transforms.pages_metadata import Description, canonical, declared_language, described
from transforms.pages_text import main_text
from transforms.pages_tree import parsed, take_linked_data

MAX_BYTES = 10_000_000  # the largest pages of news have some three million
_TELLING = frozenset(("headline", "datePublished", "articleBody"))
_ARTICLES = ("Article", "BlogPosting", "Report", "SocialMediaPosting")  # what types of schema.org's articles end in


@dataclass(frozen=True)
class Page:
    """One page. `source` is its place (URL or path, with an archive's record); `url` where it was served, if known.

    `charset` is the one of the HTTP header. `retrieved_at` is UTC, null where unknown.
    """

    source: str
    doc_id: str
    body: bytes
    url: str | None = None
    charset: str | None = None
    retrieved_at: datetime | None = None


@dataclass(frozen=True)
class Told:
    """What is known of a page from outside: its feed's entry, its sitemap, the configuration of its source.

    `published_at` as it was written there; `content` is HTML of the whole article, where a feed carries it.
    """

    title: str | None = None
    authors: str | None = None
    publisher: str | None = None
    published_at: str | None = None
    language: str | None = None
    content: str | None = None


def read_page(page: Page, told: Told, limits: DateLimits) -> RawDocument | Unreadable:
    """The document of the page; `Unreadable` where it holds no main text.

    With an empty body and `told.content`, the document of what the feed carries. `published_at` is ISO 8601: an instant
    of UTC, or a day where no time is given; `published_at_source` is one of `DATE_SOURCES`, both null where no date is
    known and the page was not fetched. `language` is what is declared, in ISO 639-1.
    """
    if problem := _problem(page):
        return problem
    tree = parsed(decoded(page.body, page.charset))
    nodes = () if tree is None else _article_nodes(tree, page.url)
    text = main_text(tree, nodes, told.content)
    if not text:
        return Unreadable(
            page.source,
            "page_has_main_text",
            None,
            f"{page.source}: no main text found; save the article's own page, not a list or a login",
        )
    said = Description() if tree is None else described(tree, limits)
    url = canonical(tree, page.url)
    urls = tuple(dict.fromkeys(filter(None, (url, page.url))))
    date = published(Clues(told.published_at, tree, nodes, urls, page.retrieved_at), limits)
    return RawDocument(
        source=page.source,
        doc_id=page.doc_id,
        text=text,
        url=url,
        title=told.title or said.title,
        publisher=told.publisher or said.publisher,
        authors=told.authors or said.authors,
        published_at=date.at,
        published_at_source=date.source,
        language=language_code(told.language) or declared_language(tree, nodes),
        retrieved_at=page.retrieved_at,
    )


def _problem(page: Page) -> Unreadable | None:
    """Why the bytes are not read as a page, if so."""
    source = page.source
    if kind := not_a_page(page.body):
        return Unreadable(
            source,
            "page_is_html",
            kind,
            f"{source}: {kind}, not a web page; leave it out, or give its text as .txt or .html",
        )
    if len(page.body) > MAX_BYTES:
        return Unreadable(
            source,
            "page_is_not_too_large",
            str(len(page.body)),
            f"{source}: {len(page.body):,} bytes, more than the {MAX_BYTES:,} of one page; save the article's own "
            "page, without what is embedded in it",
        )
    return None


def _article_nodes(tree: html.HtmlElement, url: str | None) -> tuple[dict[str, Any], ...]:
    """The article's nodes in the page's JSON-LD: those that name the page's URL, else the first; others are teasers."""
    nodes = [node for node in take_linked_data(tree) if _is_article(node)]
    own = [node for node in nodes if url and url in (node.get("url"), node.get("@id"), node.get("mainEntityOfPage"))]
    return tuple(own or nodes[:1])


def _is_article(node: dict[str, Any]) -> bool:
    if _TELLING.isdisjoint(node):
        return False
    types = node.get("@type")
    names = types if isinstance(types, list) else [types]
    return any(isinstance(name, str) and name.endswith(_ARTICLES) for name in names)
