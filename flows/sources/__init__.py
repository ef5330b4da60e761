"""Sources: where articles come from, one module a format.

    path -> read_source -> RawDocument | Unreadable, one after another

A file that cannot be read, a broken line, a row without text: each is an `Unreadable` with its place and remedy,
and the rest goes on. Only a path that is not there stops the run, before anything is read.
"""

from __future__ import annotations

import zlib
from collections.abc import Callable, Iterator
from difflib import get_close_matches
from pathlib import Path

from flows.sources.decoding import bare_name
from flows.sources.html import read_html
from flows.sources.jsonl import read_json, read_jsonl
from flows.sources.tables import read_csv, read_parquet
from flows.sources.text import read_text
from schemas.errors import InputError
from transforms.documents import RawDocument, Unreadable

Found = RawDocument | Unreadable
FORMATS: dict[str, Callable[[Path], Iterator[Found]]] = {
    ".txt": read_text,
    ".md": read_text,
    ".html": read_html,
    ".htm": read_html,
    ".jsonl": read_jsonl,
    ".ndjson": read_jsonl,
    ".json": read_json,
    ".csv": read_csv,
    ".tsv": read_csv,
    ".parquet": read_parquet,
}
NO_ARTICLES = frozenset({"README.md", "LICENSE.txt", "LICENSE.md"})


def files_of(sources: list[Path]) -> list[Path]:
    """The files of the sources, each once: a file is itself, a folder all files below it in the order of their names.

    Hidden files, and a folder's README and licence, are no articles. Raises `InputError` where a source is not there,
    or a folder holds no file of articles.
    """
    files: list[Path] = []
    for source in sources:
        if not source.exists():
            raise InputError(_missing(source))
        if source.is_file():
            files.append(source)
            continue
        below = sorted(path for path in source.rglob("*") if path.is_file() and not _is_hidden(path, source))
        found = [path for path in below if path.name not in NO_ARTICLES]
        if not found:
            raise InputError(f"'{source}' holds no file of articles; give a folder of {', '.join(FORMATS)}")
        files += found
    return list({path.resolve(): path for path in reversed(files)}.values())[::-1]


def read_file(path: Path) -> Iterator[Found]:
    """The documents of one file, unpacked where it ends in .gz; one `Unreadable` where it is of no known format.

    A file that turns out to be damaged after some documents gives those first.
    """
    suffix = bare_name(path).suffix
    reader = FORMATS.get(suffix.lower())
    if reader is None:
        known = ", ".join(FORMATS)
        yield Unreadable(
            str(path), "format_is_known", suffix, f"{path}: no reader for '{suffix}' files; known are {known}, and .gz"
        )
        return
    try:
        found = None
        if path.stat().st_size:
            for found in reader(path):
                yield found
        if found is None:
            yield Unreadable(str(path), "file_is_not_empty", None, f"{path}: the file is empty; nothing to read there")
    except (EOFError, zlib.error) as error:
        yield Unreadable(str(path), "file_is_whole", str(error), f"{path}: {error}; the file is damaged: fetch it anew")
    except OSError as error:
        reason = error.strerror or str(error)
        yield Unreadable(str(path), "file_is_readable", reason, f"{path}: {reason}; check the file and its rights")


def read_sources(sources: list[Path]) -> Iterator[Found]:
    """The documents of all sources, in order."""
    for path in files_of(sources):
        yield from read_file(path)


def _is_hidden(path: Path, below: Path) -> bool:
    return any(part.startswith(".") for part in path.relative_to(below).parts)


def _missing(source: Path) -> str:
    parent = source.parent
    names = [entry.name for entry in parent.iterdir()] if parent.is_dir() else []
    close = get_close_matches(source.name, names, n=1)
    remedy = f"did you mean '{parent / close[0]}'?" if close else "check the path"
    return f"source '{source}' is not there; {remedy}"
