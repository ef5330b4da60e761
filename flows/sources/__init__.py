"""Sources: where articles come from, one module a kind of source and one a format of files.

    a feed, a sitemap, a list of URLs, a page, files -> Source.read -> RawDocument | Unreadable, one after another

A page that cannot be fetched, a file that cannot be read, a broken line, a row without text: each is an `Unreadable`
with its place and remedy, and the rest goes on. A source that gives nothing raises `SourceFailed`; the others go on.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from pathlib import Path

from flows.sources.formats import read_file
from flows.sources.places import files_of
from flows.sources.reading import Found, Reading

__all__ = ["files_of", "read_file", "read_sources"]


def read_sources(places: Iterable[str | Path]) -> Iterator[Found]:
    """The documents of all files of the places, in order. Raises `InputError` where a place is not there."""
    reading = Reading()
    for file in files_of(places):
        yield from read_file(file, reading)
