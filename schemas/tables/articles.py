"""The articles: what was read, cleaned, and where each came from."""

from __future__ import annotations

import pandera.polars as pa
import polars as pl

from schemas.table import Instant, Table

DATE_SOURCES = ("feed", "meta", "json-ld", "url", "text", "file", "fetched")


class Articles(Table):
    """One distinct article, by its canonical URL, or by its text where it has none."""

    article_id: str = pa.Field(
        str_matches=r"^[0-9a-f]{20}$",
        description="Key: hash of the canonical URL, else of the text.",
    )
    doc_id: str = pa.Field(
        str_length={"min_value": 1},
        description="The name that the source gives the article: its id, else the file's stem.",
    )
    source: str = pa.Field(
        description="Where the article was read: path or URL, with the line or row for a file that holds several."
    )
    url: str = pa.Field(nullable=True, description="Canonical URL; null where the source names none.")
    title: str = pa.Field(nullable=True, description="Headline; null where the source names none.")
    publisher: str = pa.Field(nullable=True, description="Outlet that published the article; null where unknown.")
    authors: str = pa.Field(nullable=True, description="Authors as credited, joined by '; '; null where unknown.")
    published_at: Instant = pa.Field(nullable=True, description="Instant of publication, UTC; null where unknown.")
    published_at_source: str = pa.Field(
        nullable=True, isin=DATE_SOURCES, description="What `published_at` was read from; null with it."
    )
    language: str = pa.Field(
        nullable=True, description="ISO 639-1 code of the text's language; null where not identified."
    )
    text: str = pa.Field(
        str_length={"min_value": 1},
        description="Cleaned text; every offset of every table counts its Unicode code points, from 0.",
    )
    raw_text: str = pa.Field(description="The text before cleaning.")
    offset_map: str = pa.Field(
        description="JSON list of [start in text, start in raw_text, length]: the runs that cleaning kept."
    )
    words: int = pa.Field(ge=1, description="Number of words in `text`.")
    text_hash: str = pa.Field(
        description="Hash of the text without case, punctuation and spacing: equal for exact copies."
    )
    ingested_at: Instant = pa.Field(description="Instant at which the article was first stored, UTC.")
    run_id: str = pa.Field(description="The run that stored the article.")

    class Config:
        """The key."""

        unique = ["article_id"]

    @pa.check("published_at", name="published_at_between_1900_and_2100")
    def plausible_date(cls, data: pa.PolarsData) -> pl.LazyFrame:  # noqa: N805, D102
        return data.lazyframe.select(pl.col(data.key).dt.year().is_between(1900, 2100))
