"""What makes two documents one article: the same page and words, else the same publisher and words.

    URL -> canonical_url -> page_key     text -> text_hash     all -> article_key

The key reads the text as it was found, not as it was cleaned: a better cleaning rule must not make every
stored article a new one.
"""

from __future__ import annotations

import hashlib
import re
from urllib.parse import parse_qsl, urlencode, urlsplit, urlunsplit

TRACKING = re.compile(r"^(?:utm_.*|fbclid|gclid|mc_[ce]id|ref|cmpid|ocid)$", re.IGNORECASE)
WORD = re.compile(r"\w+")
_DEFAULT_PORTS = {"http": 80, "https": 443}


def canonical_url(url: str) -> str:
    """The URL without what does not name the page: case of the host, default port, fragment, tracking, final slash.

    A URL that names no host, or is none, comes back as it was written.

    >>> canonical_url("HTTPS://News.Example.org:443/a/?utm_source=x&id=7#top")
    'https://news.example.org/a?id=7'
    """
    url = url.strip()
    try:
        parts = urlsplit(url)
        host, port = (parts.hostname or "").lower(), parts.port
    except ValueError:  # a broken IPv6 address, a port that is no number
        return url
    if not host:
        return url
    shown = f"[{host}]" if ":" in host else host
    netloc = shown if port in (None, _DEFAULT_PORTS.get(parts.scheme)) else f"{shown}:{port}"
    query = [(key, value) for key, value in parse_qsl(parts.query, keep_blank_values=True) if not TRACKING.match(key)]
    return urlunsplit((parts.scheme, netloc, parts.path.rstrip("/"), urlencode(query), ""))


def names_a_page(url: str) -> bool:
    """Whether the URL has a host; "/news/1" names another page on every site.

    >>> names_a_page("https://news.example.org/a"), names_a_page("/news/1"), names_a_page("http://[broken/a")
    (True, False, False)
    """
    try:
        parts = urlsplit(url)
    except ValueError:
        return False
    return bool(parts.scheme and parts.hostname)


def text_hash(text: str) -> str:
    """A hash that is equal for texts with the same words in the same order."""
    return _short_hash(" ".join(WORD.findall(text.casefold())))


def page_key(url: str | None) -> str | None:
    """The page_id of a canonical URL; null where it names no page."""
    return _short_hash(url) if url and names_a_page(url) else None


def article_key(page_id: str | None, publisher: str | None, raw_text: str) -> str:
    """The article_id: of the page and its words, so that a changed page is a version of its own.

    Without a page, the publisher stands for it: two outlets that print one text are two articles.
    """
    place = page_id or (publisher or "").casefold().strip()
    return _short_hash(f"{place}\x1f{text_hash(raw_text)}")


def _short_hash(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()[:20]
