"""Make articles of documents: clean the text, read the date, give the key, and turn away what is no article.

    RawDocument -> build_articles -> Checked(accepted: articles, rejected: ops.rejected_rows)

Every document ends in one of the two. Every text that reaches a table is whole Unicode: a lone surrogate, which JSON
can carry and UTF-8 cannot, would break everything after it.
"""

from __future__ import annotations

from collections.abc import Container, Iterable
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

import polars as pl

from schemas.check import Checked, Rejection, rejected_id, split
from schemas.tables.articles import Articles
from schemas.tables.operations import RejectedRows
from transforms.clean import clean
from transforms.dates import DateLimits, is_plausible, read_date
from transforms.documents import RawDocument, Unreadable
from transforms.identity import WORD, article_key, canonical_url, page_key, text_hash
from transforms.languages import identify


@dataclass(frozen=True)
class Ingestion:
    """What the articles of one run share."""

    run_id: str
    ingested_at: datetime
    max_characters: int = 1_000_000
    earliest_year: int = 1990

    @property
    def date_limits(self) -> DateLimits:
        """Which days of publication are believed."""
        return DateLimits(self.ingested_at, self.earliest_year)


def build_articles(
    documents: Iterable[RawDocument | Unreadable],
    ingestion: Ingestion,
    seen: dict[str, str] | None = None,
    known: Container[str] = frozenset(),
) -> Checked:
    """Articles of the documents, in order; each document that is no article is a rejected row.

    `seen` (article_id -> source) holds the articles that came before in the same run, and is added to; a document
    whose article is among them is rejected as `distinct_article`. One whose article is `known` from earlier runs is
    left out of both parts, before the work of cleaning it.
    """
    rows: list[dict[str, Any]] = []
    rejected: list[Unreadable] = []
    seen = {} if seen is None else seen
    for document in documents:
        made = document if isinstance(document, Unreadable) else _made(document, ingestion, seen, known)
        if isinstance(made, Unreadable):
            rejected.append(made)
        elif made is not None:
            rows.append(made)
    checked = split(Articles.frame(rows), Articles, Rejection("articles", ingestion.run_id, ingestion.ingested_at))
    return Checked(checked.accepted, pl.concat([_rejections(rejected, ingestion), checked.rejected]))


def _made(
    document: RawDocument, ingestion: Ingestion, seen: dict[str, str], known: Container[str]
) -> dict[str, Any] | Unreadable | None:
    """The article of the document, or why it is none; null for one that is known."""
    if problem := _problem(document, ingestion):
        return problem
    document = _without_controls(document)
    page_id = page_key(canonical_url(document.url)) if document.url else None
    article_id = article_key(page_id, document.publisher, document.text)
    made = None if article_id in known else _article(document, Keys(article_id, page_id or article_id), ingestion)
    return made if isinstance(made, Unreadable) else _repeated(article_id, document.source, seen) or made


def _repeated(article_id: str, source: str, seen: dict[str, str]) -> Unreadable | None:
    """`Unreadable` where the run has read the article before; else null, and the article is noted as seen."""
    if article_id not in seen:
        seen[article_id] = source
        return None
    return Unreadable(
        source,
        "distinct_article",
        article_id,
        f"the article of {source} was already read from {seen[article_id]}; nothing is lost by leaving it out",
    )


def _rejections(unreadable: Iterable[Unreadable], ingestion: Ingestion) -> pl.DataFrame:
    """Rows of ops.rejected_rows for what gave no article."""
    return RejectedRows.frame(
        [
            {
                "rejected_id": rejected_id("articles", one.source, one.check_name, one.value),
                "table_name": "articles",
                "source": _printable(one.source),
                "row_key": None,
                "column_name": None,
                "check_name": one.check_name,
                "value": _printable(one.value)[:200] if one.value else one.value,
                "message": _printable(one.message),
                "rejected_at": ingestion.ingested_at,
                "run_id": ingestion.run_id,
            }
            for one in unreadable
        ]
    )


@dataclass(frozen=True)
class Keys:
    """The keys of one article."""

    article_id: str
    page_id: str


def _published_at(document: RawDocument, ingestion: Ingestion) -> datetime | Unreadable | None:
    source, written = document.source, document.published_at
    try:
        published_at = read_date(written)
    except ValueError:
        return Unreadable(
            source,
            "published_at_is_a_date",
            written,
            f"{source}: published_at {written!r} is no date that reads one way; write it as "
            "2026-03-01 or 2026-03-01T08:00:00Z, or leave it out",
        )
    if published_at is not None and not is_plausible(published_at, ingestion.date_limits):
        return Unreadable(
            source,
            "published_at_is_plausible",
            written,
            f"{source}: published_at {written!r} is in the future or before {ingestion.earliest_year}; correct it or "
            "leave it out, or set STANCEHOUSE_EARLIEST_YEAR for older archives",
        )
    return published_at


def _article(document: RawDocument, keys: Keys, ingestion: Ingestion) -> dict[str, Any] | Unreadable:
    published_at = _published_at(document, ingestion)
    if isinstance(published_at, Unreadable):
        return published_at
    cleaned = clean(document.text, document.title)
    words = len(WORD.findall(cleaned.text))
    if not words:
        return Unreadable(
            document.source, "text_has_words", cleaned.text, f"{document.source}: no word is left after cleaning"
        )
    url = canonical_url(document.url) if document.url else None
    return {
        "article_id": keys.article_id,
        "page_id": keys.page_id,
        "doc_id": document.doc_id,
        "source": document.source,
        "url": url,
        "title": document.title,
        "publisher": document.publisher,
        "authors": document.authors,
        "published_at": published_at,
        "published_at_source": (document.published_at_source or "file") if published_at else None,
        "language": identify(cleaned.text, document.language),
        "text": cleaned.text,
        "raw_text": document.text,
        "offset_map": cleaned.offset_map,
        "words": words,
        "text_hash": text_hash(cleaned.text),
        "retrieved_at": document.retrieved_at or ingestion.ingested_at,
        "ingested_at": ingestion.ingested_at,
        "run_id": ingestion.run_id,
    }


def _problem(document: RawDocument, ingestion: Ingestion) -> Unreadable | None:
    """The first rule that the document's text breaks, if any."""
    source, text = document.source, document.text
    if not text.strip():
        return Unreadable(source, "text_is_not_empty", None, f"{source}: the text is empty; nothing to read there")
    if broken := _surrogate(document):
        return broken
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


def _surrogate(document: RawDocument) -> Unreadable | None:
    """The first field that no UTF-8 can write, if any."""
    for name, value in vars(document).items():
        if not isinstance(value, str) or value.isascii():
            continue
        try:
            value.encode()
        except UnicodeEncodeError as error:
            shown = f"U+{ord(value[error.start]):04X}"
            return Unreadable(
                document.source,
                "text_is_unicode",
                shown,
                f"{document.source}: {name} holds {shown}, half of a character, at character "
                f"{error.start}; write the character whole, or delete it",
            )
    return None


def _printable(text: str) -> str:
    return text.encode("utf-8", "backslashreplace").decode()


def _without_controls(document: RawDocument) -> RawDocument:
    """The document with each name and date on one line, free of control characters; the text is left to cleaning."""
    fields: dict[str, Any] = {
        name: " ".join("".join(char for char in value if char.isprintable() or char.isspace()).split()) or None
        for name, value in vars(document).items()
        if isinstance(value, str) and name not in ("source", "doc_id", "text", "url")
    }
    return replace(document, **fields)


def brought_up_to_date(articles: pl.DataFrame) -> pl.DataFrame:
    """Articles that were stored before pages had versions, with the columns and keys of today; same rows, same order.

    Their key was the hash of the canonical URL alone, or of the words.
    """
    pages = [page_key(url) for url in articles["url"]]
    keys = [
        article_key(page, publisher, raw)
        for page, publisher, raw in zip(pages, articles["publisher"], articles["raw_text"], strict=True)
    ]
    return articles.with_columns(
        pl.Series("article_id", keys),
        pl.Series("page_id", [page or key for page, key in zip(pages, keys, strict=True)]),
        pl.col("ingested_at").alias("retrieved_at"),
    ).select(Articles.polars_schema().names())
