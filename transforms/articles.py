"""Make articles of documents: clean the text, read the date, give the key, and turn away what is no article.

    RawDocument -> build_articles -> Checked(accepted: articles, rejected: ops.rejected_rows)

Every document ends in one of the two. The key is the hash of the canonical URL, else of the text, so the same story
from the same place is one article however often it is read.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, date, datetime
from typing import Any
from urllib.parse import parse_qsl, urlencode, urlsplit, urlunsplit

import polars as pl

from schemas.check import Checked, Rejection, rejected_id, split
from schemas.tables.articles import Articles
from schemas.tables.operations import RejectedRows
from transforms.clean import clean
from transforms.documents import RawDocument, Unreadable

TRACKING = re.compile(r"^(?:utm_.*|fbclid|gclid|mc_[ce]id|ref|cmpid|ocid)$", re.IGNORECASE)
WORD = re.compile(r"\w+")


@dataclass(frozen=True)
class Ingestion:
    """What the articles of one run share."""

    run_id: str
    ingested_at: datetime
    max_characters: int = 1_000_000


def build_articles(
    documents: Iterable[RawDocument | Unreadable], ingestion: Ingestion, seen: dict[str, str] | None = None
) -> Checked:
    """Articles of the documents, in order; each document that is no article is a rejected row.

    `seen` (article_id -> source) holds the articles that came before in the same run, and is added to; a document
    whose article is among them is rejected as `distinct_article`.
    """
    rows: list[dict[str, Any]] = []
    rejected: list[Unreadable] = []
    seen = {} if seen is None else seen
    for document in documents:
        made = document if isinstance(document, Unreadable) else _article(document, ingestion)
        if (
            isinstance(made, dict)
            and (first := seen.setdefault(made["article_id"], document.source)) != document.source
        ):
            made = Unreadable(
                document.source,
                "distinct_article",
                made["article_id"],
                f"the article of {document.source} was already read from {first}; nothing is lost by leaving it out",
            )
        if isinstance(made, Unreadable):
            rejected.append(made)
        else:
            rows.append(made)
    checked = split(Articles.frame(rows), Articles, Rejection("articles", ingestion.run_id, ingestion.ingested_at))
    return Checked(checked.accepted, pl.concat([_rejections(rejected, ingestion), checked.rejected]))


def _rejections(unreadable: Iterable[Unreadable], ingestion: Ingestion) -> pl.DataFrame:
    """Rows of ops.rejected_rows for what gave no article."""
    return RejectedRows.frame(
        [
            {
                "rejected_id": rejected_id("articles", one.source, one.check_name, one.value),
                "table_name": "articles",
                "source": one.source,
                "row_key": None,
                "column_name": None,
                "check_name": one.check_name,
                "value": one.value[:200] if one.value else one.value,
                "message": one.message,
                "rejected_at": ingestion.ingested_at,
                "run_id": ingestion.run_id,
            }
            for one in unreadable
        ]
    )


def canonical_url(url: str) -> str:
    """The URL without what does not name the page: case of the host, default port, fragment, tracking, final slash.

    >>> canonical_url("HTTPS://News.Example.org:443/a/?utm_source=x&id=7#top")
    'https://news.example.org/a?id=7'
    """
    parts = urlsplit(url.strip())
    host = (parts.hostname or "").lower()
    default = {"http": 80, "https": 443}.get(parts.scheme.lower())
    try:
        port = parts.port
    except ValueError:
        port = None
    netloc = host if port in (None, default) else f"{host}:{port}"
    query = [(key, value) for key, value in parse_qsl(parts.query, keep_blank_values=True) if not TRACKING.match(key)]
    return urlunsplit((parts.scheme.lower(), netloc, parts.path.rstrip("/"), urlencode(query), ""))


def text_hash(text: str) -> str:
    """A hash that is equal for texts with the same words in the same order."""
    return hashlib.sha256(" ".join(WORD.findall(text.casefold())).encode()).hexdigest()[:20]


def _article(document: RawDocument, ingestion: Ingestion) -> dict[str, Any] | Unreadable:
    if problem := _problem(document, ingestion):
        return problem
    try:
        published_at = read_date(document.published_at)
    except ValueError:
        return Unreadable(
            document.source,
            "published_at_is_a_date",
            document.published_at,
            f"{document.source}: published_at {document.published_at!r} is no date; write it as 2026-03-01 or "
            "2026-03-01T08:00:00Z, or leave it out",
        )
    cleaned = clean(document.text)
    words = len(WORD.findall(cleaned.text))
    if not words:
        return Unreadable(
            document.source, "text_has_words", cleaned.text, f"{document.source}: no word is left after cleaning"
        )
    url = canonical_url(document.url) if document.url else None
    content = text_hash(cleaned.text)
    identity = url or content
    return {
        "article_id": hashlib.sha256(identity.encode("utf-8", "replace")).hexdigest()[:20],
        "doc_id": document.doc_id,
        "source": document.source,
        "url": url,
        "title": document.title,
        "publisher": document.publisher,
        "authors": document.authors,
        "published_at": published_at,
        "published_at_source": (document.published_at_source or "file") if published_at else None,
        "language": None,
        "text": cleaned.text,
        "raw_text": document.text,
        "offset_map": cleaned.offset_map,
        "words": words,
        "text_hash": content,
        "ingested_at": ingestion.ingested_at,
        "run_id": ingestion.run_id,
    }


def _problem(document: RawDocument, ingestion: Ingestion) -> Unreadable | None:
    """The first rule that the document's text breaks, if any."""
    source, text = document.source, document.text
    if not text.strip():
        return Unreadable(source, "text_is_not_empty", None, f"{source}: the text is empty; nothing to read there")
    if "\x00" in text:
        place = text.index("\x00")
        return Unreadable(
            source,
            "text_has_no_nul",
            repr(text[max(place - 20, 0) : place + 20]),
            f"{source}: a NUL byte at character {place}; the file is damaged or binary: save it as UTF-8 text",
        )
    if len(text) > ingestion.max_characters:
        return Unreadable(
            source,
            "text_is_not_too_long",
            str(len(text)),
            f"{source}: {len(text):,} characters, more than the {ingestion.max_characters:,} of one article; split it, "
            "or raise STANCEHOUSE_MAX_CHARACTERS",
        )
    return None


def read_date(written: str | None) -> datetime | None:
    """The instant of an ISO date or date-time, UTC where it names no zone; null for none.

    >>> read_date("2026-03-01")
    datetime.datetime(2026, 3, 1, 0, 0, tzinfo=datetime.timezone.utc)

    Raises `ValueError` where it is no ISO date.
    """
    if written is None or not written.strip():
        return None
    written = written.strip()
    if re.fullmatch(r"\d{4}-\d{2}-\d{2}", written):
        day = date.fromisoformat(written)
        return datetime(day.year, day.month, day.day, tzinfo=UTC)
    moment = datetime.fromisoformat(written)
    try:
        return moment.astimezone(UTC) if moment.tzinfo else moment.replace(tzinfo=UTC)
    except OverflowError as error:
        raise ValueError(f"{written} lies outside of the calendar") from error
