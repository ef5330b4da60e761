"""JSON Feed, versions 1.0 and 1.1, by its specification: https://www.jsonfeed.org/version/1.1/

{"version": ..., "items": [...]} -> feed_of_json -> Feed
"""

from __future__ import annotations

import html
from typing import Any

from flows.sources.feed_model import Entry, Feed
from flows.sources.web_urls import resolved
from transforms.languages import language_code


def feed_of_json(document: Any, url: str) -> Feed | None:
    """The feed of a parsed JSON document; null where it is none. An item that is no object is an entry of nothing."""
    if not isinstance(document, dict) or not isinstance(document.get("items"), list):
        return None
    version = document.get("version")
    if not (isinstance(version, str) and "jsonfeed.org/version" in version):
        return None
    language = language_code(_text(document.get("language")))
    authors = _authors(document)
    entries = [_entry(item if isinstance(item, dict) else {}, url, authors) for item in document["items"]]
    return Feed(_text(document.get("title")), language, tuple(entries))


def _entry(item: dict[str, Any], base: str, feed_authors: str | None) -> Entry:
    number = item.get("id")
    entry_id = str(number) if isinstance(number, int | float) and not isinstance(number, bool) else _text(number)
    plain = _text(item.get("content_text"))
    return Entry(
        url=resolved(base, _text(item.get("url")) or _text(item.get("external_url")) or _link(entry_id)),
        id=entry_id,
        title=_text(item.get("title")),
        authors=_authors(item) or feed_authors,
        published=_text(item.get("date_published")),
        updated=_text(item.get("date_modified")),
        summary=_text(item.get("summary")),
        content=_text(item.get("content_html")) or (_paragraphs(plain) if plain else None),
        language=language_code(_text(item.get("language"))),
    )


def _link(entry_id: str | None) -> str | None:
    return entry_id if entry_id and entry_id.lower().startswith(("http://", "https://")) else None


def _authors(of: dict[str, Any]) -> str | None:
    """Names of `authors` (1.1) or `author` (1.0), joined."""
    listed = of.get("authors")
    people = listed if isinstance(listed, list) else [of.get("author")]
    names = [_text(one.get("name")) for one in people if isinstance(one, dict)]
    return "; ".join(name for name in names if name) or None


def _paragraphs(plain: str) -> str:
    return "".join(f"<p>{html.escape(part)}</p>" for part in plain.split("\n") if part.strip())


def _text(value: Any) -> str | None:
    return value.strip() or None if isinstance(value, str) else None
