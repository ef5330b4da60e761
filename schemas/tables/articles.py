"""The articles: what was read, cleaned, and where each came from; and what each is to the others."""

from __future__ import annotations

import pandera.polars as pa
import polars as pl

from schemas.table import Instant, Table

DATE_SOURCES = ("feed", "meta", "json-ld", "url", "text", "file", "fetched")


class Articles(Table):
    """One version of one article: a page with its words as they were found, or words alone where no page is known."""

    article_id: str = pa.Field(
        str_matches=r"^[0-9a-f]{20}$",
        description="Key: hash of the canonical URL and the words; without a URL, of the publisher and the words.",
    )
    page_id: str = pa.Field(
        str_matches=r"^[0-9a-f]{20}$",
        description="Hash of the canonical URL, which all versions of a page share; the article's own key without one.",
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
    retrieved_at: Instant = pa.Field(
        description="Instant at which the text was fetched or captured, UTC; that of storing where the source tells none."
    )
    ingested_at: Instant = pa.Field(description="Instant at which the article was first stored, UTC.")
    run_id: str = pa.Field(description="The run that stored the article.")

    class Config:
        """The key."""

        unique = ["article_id"]

    @pa.check("published_at", name="published_at_between_1600_and_2100")
    def plausible_date(cls, data: pa.PolarsData) -> pl.LazyFrame:  # noqa: N805, D102
        return data.lazyframe.select(pl.col(data.key).dt.year().is_between(1600, 2100))


class ArticleStories(Table):
    """One article, with the story that it tells and the version of its page that it is."""

    article_id: str = pa.Field(description="Key of the article.")
    story_id: str = pa.Field(
        description="The story: the `article_id` of its lead, the earliest of the articles that tell it in nearly the same words."
    )
    is_lead: bool = pa.Field(description="Whether the article is the lead of its story.")
    likeness: float = pa.Field(
        ge=0,
        le=1,
        description="Estimated share of word sequences that article and lead have in common; 1 for the lead.",
    )
    story_articles: int = pa.Field(
        ge=1, description="Articles that tell the story, older versions of a page not counted."
    )
    version: int = pa.Field(ge=1, description="Number of this version of the page, 1 for the first that was retrieved.")
    versions: int = pa.Field(ge=1, description="Versions of the page that are stored.")
    is_newest: bool = pa.Field(
        description="Whether no later version of the page is stored: only the newest counts in views."
    )

    class Config:
        """The key."""

        unique = ["article_id"]
