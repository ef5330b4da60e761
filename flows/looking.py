"""Look at sources before they run: what each would give, and what one page would become. Nothing is stored.

sources.yaml -> check_sources -> a table          URL -> show_page -> the article, and what cleaning removed
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime
from itertools import islice
from pathlib import Path
from typing import Any

from rich.console import Console
from rich.table import Table

from flows.fetching.fetcher import Fetcher
from flows.fetching.settings import FetchSettings
from flows.settings import Settings
from flows.sources.config import read_config
from flows.sources.page import PageSource
from flows.sources.visit import Memory, Source, SourceFailed, Visit
from schemas.errors import InputError
from transforms.articles import Ingestion, build_articles
from transforms.clean import clean

console = Console(highlight=False)
RUN_ID = "look"
LOOKED_AT = 20  # documents of a source that are read for a look
SHOWN = (
    "article_id",
    "url",
    "title",
    "authors",
    "publisher",
    "published_at",
    "published_at_source",
    "language",
    "words",
)


@dataclass
class Look:
    """What a look at one source found: articles, why documents were none, and why the source failed."""

    source: Source
    articles: list[dict[str, Any]] = field(default_factory=list)
    rejected: list[str] = field(default_factory=list)
    error: str | None = None
    has_more: bool = False


def check_sources(file: Path, show: int) -> bool:
    """Visit each source of the file and print what it gives; whether none failed."""
    looks = []
    with _fetcher() as fetcher:
        for source in read_config(file):
            looks.append(look_at(source, fetcher))
            _print_look(looks[-1], show)
    failed = [look for look in looks if look.error]
    console.print(f"{len(looks) - len(failed)} of {len(looks)} sources answer", style="bold")
    return not failed


def look_at(source: Source, fetcher: Fetcher) -> Look:
    """Read up to `LOOKED_AT` documents of the source, with no memory of earlier visits."""
    settings, now = Settings(), datetime.now(UTC)
    look = Look(source)
    visit = Visit(
        fetcher,
        Memory(),
        lambda url, at: False,
        now,
        earliest_year=settings.earliest_year,
        max_bytes=settings.max_bytes,
    )
    ingestion = Ingestion(RUN_ID, now, settings.max_characters, settings.earliest_year)
    try:
        documents = source.read(visit)
        checked = build_articles(islice(documents, LOOKED_AT), ingestion)
        look.has_more = next(documents, None) is not None
    except SourceFailed as failure:
        look.error = str(failure)
        return look
    look.articles = list(checked.accepted.iter_rows(named=True))
    look.rejected = checked.rejected["message"].to_list()
    return look


def show_page(url: str, *, text_only: bool) -> None:
    """Print the article at the URL as it would be stored. Raises `InputError` where there is none."""
    with _fetcher() as fetcher:
        look = look_at(PageSource(name=url, url=url), fetcher)
    if not look.articles:
        raise InputError(look.error or "\n".join(look.rejected))
    article = look.articles[0]
    if text_only:
        console.print(article["text"], markup=False, soft_wrap=True)
        return
    table = Table(show_header=False, box=None)
    for name in SHOWN:
        table.add_row(name, str(article[name]) if article[name] is not None else "–")
    console.print(table)
    console.print()
    console.print(article["text"], markup=False)
    console.print()
    raw = article["raw_text"]
    for removal in clean(raw, article["title"]).removals:
        if taken := " ".join(raw[removal.start : removal.end].split()):
            console.print(f"removed ({removal.rule}): {taken[:100]}", style="dim", markup=False)


@contextmanager
def _fetcher() -> Iterator[Fetcher]:
    with Fetcher(FetchSettings()) as fetcher:
        yield fetcher


def _print_look(look: Look, show: int) -> None:
    name = f"{look.source.name} ({look.source.kind})"
    if look.error:
        console.print(f"{name}: failed: {look.error}", style="red", markup=False, soft_wrap=True)
        return
    count = f"{'more than ' if look.has_more else ''}{len(look.articles) + len(look.rejected)}"
    console.print(f"{name}: {count} articles, {len(look.rejected)} of them rejected", style="bold", markup=False)
    for article in look.articles[:show]:
        day = article["published_at"].date() if article["published_at"] else "no date"
        words = f"{article['words']} words, {article['language'] or 'language unknown'}"
        console.print(f"  {day}  {article['title'] or article['doc_id']}  ({words})", markup=False, soft_wrap=True)
    for message in look.rejected[:show]:
        console.print(f"  rejected: {message}", style="yellow", markup=False, soft_wrap=True)
