"""From what a run was given to its sources: a `sources.yaml`, a URL, a path.

    "sources.yaml" -> each of its entries     "https://..." -> one page     anything else -> files

Paths in a `sources.yaml` are relative to its folder. The sources of such a file have names, and remember earlier runs.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from flows.fetching.urls import shown
from flows.sources.decoding import decode
from flows.sources.feed import FeedSource
from flows.sources.files import FilesSource
from flows.sources.page import PageSource
from flows.sources.places import files_at
from flows.sources.sitemap import SitemapSource
from flows.sources.urls import UrlsSource
from flows.sources.visit import Source
from schemas.errors import InputError, SourcesError
from schemas.sources import SourceEntry, parse_sources
from transforms.documents import Unreadable

CONFIG_SUFFIXES = (".yaml", ".yml")
WEB = ("http://", "https://")


@dataclass(frozen=True)
class Asked:
    """The sources of a run, and which of them remember earlier runs."""

    sources: tuple[Source, ...]
    lasting: frozenset[str]


def sources_of(given: Sequence[str]) -> Asked:
    """The sources of what was given, in order, each once.

    Raises `InputError` where a `sources.yaml` is not there or a name stands for two sources, `SourcesError` where the
    file breaks a rule.
    """
    sources: dict[str, Source] = {}
    lasting: set[str] = set()
    for one in dict.fromkeys(given):
        is_config = one.lower().endswith(CONFIG_SUFFIXES)
        for source in read_config(Path(one)) if is_config else [_by_hand(one)]:
            if source.name in sources:
                raise InputError(f"'{source.name}' is the name of two sources ({one}); give each another name")
            sources[source.name] = source
            if is_config:
                lasting.add(source.name)
    return Asked(tuple(sources.values()), frozenset(lasting))


def read_config(path: Path) -> list[Source]:
    """The sources of one `sources.yaml`. Raises `InputError` where it is not there, `SourcesError` on its mistakes."""
    if not path.is_file():
        raise InputError(f"'{path}' is not there; check the path, or write one: docs/sources.md shows how")
    text = decode(path.read_bytes(), str(path))
    if isinstance(text, Unreadable):
        raise SourcesError(text.message)
    return [_source(entry, path.parent) for entry in parse_sources(text, str(path)).sources]


def _by_hand(given: str) -> Source:
    """The source of a URL or a path; raises `InputError` where the path is not there, before anything is read."""
    if given.lower().startswith(WEB):
        return PageSource(name=shown(given), url=given)
    files_at(given)
    return FilesSource(name=given, place=given)


def _source(entry: SourceEntry, folder: Path) -> Source:
    name, publisher, language = entry.name, entry.publisher, entry.language
    if entry.feed is not None:
        return FeedSource(name, entry.feed, publisher, language, entry.content, entry.max_entries, entry.delay_s)
    if entry.sitemap is not None:
        return SitemapSource(name, entry.sitemap, publisher, language, entry.match, entry.max_age_days, entry.delay_s)
    if entry.page is not None:
        return PageSource(name, entry.page, publisher, language, entry.delay_s)
    if entry.urls is not None:
        place = _below(folder, entry.urls) if isinstance(entry.urls, str) else entry.urls
        return UrlsSource(name, place, publisher, language, entry.delay_s)
    place = _below(folder, str(entry.files))
    try:
        return FilesSource(name, place, publisher, language, entry.columns, entry.file_names)
    except InputError as error:
        raise SourcesError(f"source '{name}': {error}") from error


def _below(folder: Path, place: str) -> str:
    """A path of the file as seen from here; URLs and absolute paths stay."""
    return place if "://" in place or Path(place).is_absolute() else str(folder / place)
