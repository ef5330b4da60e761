"""What a page says of itself: its headline, authors, publisher, its own URL, its language.

    tree + JSON-LD + URL where it was served -> described -> Description

A canonical URL is believed only where it can be the page's own: on the same registrable site, and no front page.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any
from urllib.parse import urljoin, urlsplit, urlunsplit

from lxml import html
from tld import get_fld
from trafilatura.metadata import extract_metadata

from transforms.dates import DateLimits
from transforms.languages import language_code
from transforms.pages_dates import quiet_about_zones

MAX_FIELD = 500  # characters; a longer headline or name is none
_SAME_PAGE = ("www.", "m.", "mobile.", "amp.")


@dataclass(frozen=True)
class Description:
    """What a page says of itself; each null where it does not. `authors` are joined by '; '."""

    title: str | None = None
    authors: str | None = None
    publisher: str | None = None


def described(tree: html.HtmlElement, limits: DateLimits) -> Description:
    """Headline, authors and publisher of the page, by trafilatura."""
    dates = {
        "extensive_search": False,
        "min_date": f"{limits.earliest_year}-01-01",
        "max_date": f"{limits.latest:%Y-%m-%d}",
    }
    with quiet_about_zones():
        found = extract_metadata(tree, date_config=dates)
    return Description(_field(found.title), _field(found.author), _field(found.sitename))


def canonical(tree: html.HtmlElement | None, served: str | None) -> str | None:
    """The page's own URL: its canonical link or og:url, where believed, else where it was served; null for neither."""
    for offered in _offered(tree) if tree is not None else ():
        url = _absolute(offered, served)
        if url and (served is None or _is_same_site(url, served)) and not _is_front_page(url, served):
            return url
    return _absolute(served, None) or served if served else None


def declared_language(tree: html.HtmlElement | None, nodes: Iterable[dict[str, Any]]) -> str | None:
    """The ISO 639-1 code that the page declares, by `lang`, og:locale, content-language or JSON-LD; null for none."""
    if tree is None:
        return None
    return next(filter(None, map(language_code, _languages(tree, nodes))), None)


def _languages(tree: html.HtmlElement, nodes: Iterable[dict[str, Any]]) -> Iterator[str | None]:
    yield tree.get("lang") or tree.get("{http://www.w3.org/XML/1998/namespace}lang") or tree.get("xml:lang")
    yield from _contents(tree, "og:locale")
    yield from _contents(tree, "content-language")
    for node in nodes:
        value = node.get("inLanguage")
        yield value if isinstance(value, str) else None


def _offered(tree: html.HtmlElement) -> Iterator[str]:
    for link in tree.iter("link"):
        if "canonical" in (link.get("rel") or "").lower().split() and (href := link.get("href")):
            yield href
    yield from _contents(tree, "og:url")


def _contents(tree: html.HtmlElement, name: str) -> Iterator[str]:
    for meta in tree.iter("meta"):
        named = meta.get("property") or meta.get("name") or meta.get("http-equiv") or ""
        if named.lower() == name and (content := meta.get("content")):
            yield content


def _absolute(url: str | None, base: str | None) -> str | None:
    """The URL in full without a user's name and password; null where it is none of the web."""
    try:
        parts = urlsplit(urljoin(base or "", (url or "").strip()))
        host, port = parts.hostname, parts.port
    except ValueError:  # a broken IPv6 address, a port that is no number
        return None
    if parts.scheme not in ("http", "https") or not host:
        return None
    bare = f"[{host}]" if ":" in host else host
    return urlunsplit(parts._replace(netloc=f"{bare}:{port}" if port else bare))


def _is_front_page(url: str, served: str | None) -> bool:
    return not _names_page(url) and (served is None or _names_page(served))


def _names_page(url: str) -> bool:
    parts = urlsplit(url)
    return bool(parts.path.strip("/") or parts.query)


def _is_same_site(url: str, served: str) -> bool:
    try:
        hosts = [(urlsplit(one).hostname or "").lower() for one in (url, served)]
    except ValueError:
        return False
    bare = {_bare(host) for host in hosts}
    sites = {get_fld(f"https://{host}", fail_silently=True, search_private=True) for host in hosts}
    return len(bare) == 1 or (len(sites) == 1 and None not in sites)


def _bare(host: str) -> str:
    for prefix in _SAME_PAGE:
        host = host.removeprefix(prefix)
    return host


def _field(value: str | None) -> str | None:
    """The words of a field on one line; null where there are none, or too many for a name."""
    line = " ".join((value or "").split())
    return line if 0 < len(line) <= MAX_FIELD else None
