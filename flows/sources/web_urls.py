"""A URL of an article, as it is kept: without a password, and still one of its own.

URL -> storable -> URL without user, password and secret values
"""

from __future__ import annotations

import hashlib
from urllib.parse import urljoin, urlsplit

from flows.fetching.urls import HIDDEN, shown

WEB = ("http://", "https://")


def storable(url: str) -> str:
    """The URL without its secrets. Where a value of its query was hidden, a digest keeps two pages from being one.

    >>> storable("https://me:secret@news.example/a?id=7")
    'https://news.example/a?id=7'
    """
    bare = shown(url)
    if HIDDEN not in bare or HIDDEN in url:
        return bare
    page, mark, fragment = bare.partition("#")
    digest = hashlib.sha256(url.partition("#")[0].encode("utf-8", "replace")).hexdigest()[:12]
    return f"{page}&hidden={digest}{mark}{fragment}"


def resolved(base: str, link: str | None) -> str | None:
    """The link as a whole URL of the web; null where it is none."""
    if not link or not link.strip():
        return None
    try:
        url = urljoin(base, link.strip())
        parts = urlsplit(url)
        return url if url.lower().startswith(WEB) and parts.hostname else None
    except ValueError:  # a broken IPv6 address
        return None
