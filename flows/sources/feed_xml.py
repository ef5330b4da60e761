"""RSS, Atom and RDF by feedparser.

    bytes -> UTF-8 -> tamed -> feedparser -> Feed

feedparser gets bytes and never a URL, so that it fetches nothing by itself. Some of its patterns take the square of the
time for a word of a million letters, so such words are cut before it sees them.
"""

from __future__ import annotations

import calendar
import io
import re
from datetime import UTC, datetime
from typing import Any

import feedparser
from feedparser.encodings import convert_to_utf8

from flows.sources.feed_model import Entry, Feed
from flows.sources.web_urls import resolved
from flows.sources.xml_guard import is_for_text
from transforms.languages import language_code

LONGEST_WORD = 1_000  # bytes of letters, digits, dots, dashes; of addresses and of data in URLs the longest are shorter
MOST_TAGS = 400_000  # a large feed of HTML has some thirty thousand
_WORD = re.compile(rb"[\w.+-]{%d,}" % (LONGEST_WORD + 1))
_TIMED = re.compile(r"\d:\d\d|T\d{4}")


def feed_of_xml(body: bytes, url: str, charset: str | None) -> Feed | None:
    """The feed; null where the bytes are none. Raises `ValueError` and its like where feedparser gives up."""
    told = feedparser.FeedParserDict()
    whole = convert_to_utf8({"content-type": _declared(body, charset)}, body.lstrip(), told)
    tame = _WORD.sub(lambda word: word[0][:LONGEST_WORD], whole)
    if (tags := tame.count(b"<") + tame.count(b"&lt;")) > MOST_TAGS:
        raise ValueError(f"{tags:,} tags, more than the {MOST_TAGS:,} of a feed")
    headers = {"content-location": url, "content-type": "application/xml; charset=utf-8"}
    parsed = feedparser.parse(io.BytesIO(tame), response_headers=headers)
    if not parsed.get("version") and not parsed.entries:
        return None
    entries = tuple(_entry(entry, url) for entry in parsed.entries)
    problems = [parsed.get("bozo_exception") if parsed.get("bozo") else None, told.get("bozo_exception")]
    problems.append(f"words of more than {LONGEST_WORD} letters are cut" if len(tame) < len(whole) else None)
    damage = "; ".join(str(problem)[:200] for problem in problems if problem)
    return Feed(_text(parsed.feed, "title"), language_code(_text(parsed.feed, "language")), entries, damage or None)


def _declared(body: bytes, charset: str | None) -> str:
    """The type that feedparser is told: its charset wins over what the XML says, so it must not be a wrong one.

    Bytes that read as UTF-8 are UTF-8; `text/xml` alone would mean ASCII (RFC 3023).
    """
    try:
        body.decode("utf-8")
    except UnicodeDecodeError:
        named = charset if charset and is_for_text(charset) else None
    else:
        named = None if body.isascii() else "utf-8"
    known = f"; charset={named}" if named else ""
    return f"application/xml{known}"


def _entry(entry: Any, base: str) -> Entry:
    published, updated = _date(entry, "published") or _date(entry, "created"), _date(entry, "updated")
    content = max((_text(part, "value") or "" for part in _list(entry, "content")), key=len, default="")
    return Entry(
        url=_link(entry, base),
        id=_text(entry, "id"),
        title=_text(entry, "title"),
        authors=_authors(entry),
        published=published or updated,
        updated=updated,
        summary=_text(entry, "summary"),
        content=content or None,
        language=language_code(_text(entry, "language")),
    )


def _link(entry: Any, base: str) -> str | None:
    """The article's page: feedburner's original link, the entry's link, a link of it, an id that is a URL."""
    links = [_text(link, "href") for link in _list(entry, "links") if _text(link, "rel") in (None, "alternate")]
    id_ = _text(entry, "id")
    written = [_text(entry, "feedburner_origlink"), _text(entry, "link"), *links]
    written += [id_] if id_ and id_.lower().startswith(("http://", "https://")) else []
    return next((url for link in written if (url := resolved(base, link))), None)


def _authors(entry: Any) -> str | None:
    names = [_text(one, "name") for one in _list(entry, "authors")]
    return "; ".join(dict.fromkeys(name for name in names if name)) or _text(entry, "author")


def _date(entry: Any, name: str) -> str | None:
    """The date as ISO 8601 in UTC, without a time of day where none was written; as written where it is not read."""
    written, read = _text(entry, name), dict.get(entry, f"{name}_parsed")
    if not read:
        return written
    try:
        instant = datetime.fromtimestamp(calendar.timegm(read), UTC)
    except (ValueError, OverflowError, OSError):
        return written
    return instant.isoformat() if written and _TIMED.search(written) else instant.date().isoformat()


def _list(of: Any, name: str) -> list[Any]:
    value = dict.get(of, name)  # not feedparser's own get: it warns and answers for one name with another
    return value if isinstance(value, list) else []


def _text(of: Any, name: str) -> str | None:
    value = dict.get(of, name) if isinstance(of, dict) else None
    return value.strip() or None if isinstance(value, str) else None
