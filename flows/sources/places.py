"""The files that a place names: a path, a folder, a pattern, or any of these behind an fsspec URL.

    "archive/", "pages/*.html", "s3://bucket/warc/**/*.warc.gz" -> files_at -> SourceFile, in the order of their names

Hidden files, and a folder's README and licence, are no articles. The web is not read here but through the Fetcher.
"""

from __future__ import annotations

import glob
import re
from collections.abc import Iterable
from difflib import get_close_matches
from pathlib import Path, PurePosixPath
from typing import Any
from urllib.parse import urlsplit

import fsspec

from flows.fetching.urls import shown
from flows.sources.source_file import SourceFile, transport_errors
from schemas.errors import InputError

NO_ARTICLES = frozenset({"README.md", "LICENSE.txt", "LICENSE.md"})
_PATTERN = re.compile(r"[*?\[]")


def files_of(places: Iterable[str | Path]) -> list[SourceFile]:
    """The files of all places, each once: a file is itself, a folder all files below it.

    Raises `InputError` where a place is not there or holds no file of articles.
    """
    files: dict[tuple[str, str], SourceFile] = {}
    for place in places:
        for file in files_at(str(place)):
            files.setdefault((type(file.fs).__name__, _real(file)), file)
    return list(files.values())


def files_at(place: str) -> list[SourceFile]:
    """The files of one place. Raises `InputError` where it is not there, cannot be reached, or holds no file."""
    return _remote(place) if "://" in place or "::" in place else _local(Path(place))


def _real(file: SourceFile) -> str:
    return str(Path(file.path).resolve()) if _is_local(file.fs) else file.path


def _is_local(fs: Any) -> bool:
    return "file" in ((fs.protocol,) if isinstance(fs.protocol, str) else fs.protocol)


def _local(place: Path) -> list[SourceFile]:
    if place.is_file():
        return [SourceFile.local(place)]
    if place.is_dir():
        found = _articles(place, sorted(place.rglob("*")))
    elif _PATTERN.search(str(place)):
        base = next(above for above in place.parents if not _PATTERN.search(str(above)))
        found = _articles(base, sorted(map(Path, glob.glob(str(place), recursive=True))))  # noqa: PTH207 - absolute too
    else:
        raise InputError(_missing(place))
    if not found:
        raise InputError(_nothing_at(str(place)))
    return [SourceFile.local(path) for path in found]


def _articles(base: Path, paths: list[Path]) -> list[Path]:
    return [path for path in paths if path.is_file() and _may_be_articles(path.relative_to(base).parts)]


def _may_be_articles(parts: tuple[str, ...]) -> bool:
    return not any(part.startswith(".") for part in parts) and parts[-1:] != () and parts[-1] not in NO_ARTICLES


def _missing(place: Path) -> str:
    parent = place.parent
    names = [entry.name for entry in parent.iterdir()] if parent.is_dir() else []
    close = get_close_matches(place.name, names, n=1)
    remedy = f"did you mean '{parent / close[0]}'?" if close else "check the path"
    return f"source '{place}' is not there; {remedy}"


def _nothing_at(place: str) -> str:
    from flows.sources.formats import FORMATS

    return f"'{place}' holds no file of articles; give files of {', '.join(FORMATS)}, or a folder or pattern of them"


def _remote(place: str) -> list[SourceFile]:
    name = "::".join(shown(part) for part in place.split("::"))
    if re.search(r"(?:\A|::)https?(?:://|::|\Z)", place, re.IGNORECASE):
        raise InputError(f"'{name}': files are not read from the web; give it as `page` or `urls`")
    try:
        fs, path = fsspec.core.url_to_fs(place)
        fs.invalidate_cache()
        found = _found(fs, path)
    except ImportError as error:
        remedy = "install stancehouse[s3]" if place.startswith("s3") else "install it"
        raise InputError(f"'{name}' needs a library that is not there ({error}); {remedy}") from error
    except transport_errors(ValueError, NotImplementedError) as error:
        reason = shown(str(error)) if "://" in str(error) else str(error)
        raise InputError(
            f"'{name}' cannot be reached: {reason or type(error).__name__}; check it and its rights"
        ) from error
    if not found:
        raise InputError(_nothing_at(name))
    return [SourceFile(fs, one, _name(fs, one, place)) for one in found]


def _found(fs: Any, path: str) -> list[str]:
    if _PATTERN.search(path) and not fs.exists(path):
        base = path[: _PATTERN.search(path).start()].rpartition("/")[0]  # type: ignore[union-attr]
        paths = [one for one, info in fs.glob(path, detail=True).items() if info["type"] == "file"]
    elif fs.isfile(path):
        return [path]
    else:
        base, paths = path, fs.find(path)
    parts = {one: PurePosixPath(one[len(base) :].lstrip("/")).parts for one in paths}
    return sorted(one for one in paths if _may_be_articles(parts[one]))


def _name(fs: Any, path: str, place: str) -> str:
    """How the file is shown: with the host that some file systems leave out of their paths, without a password."""
    first, *chain = place.split("::")
    name = str(fs.unstrip_protocol(path))
    host = urlsplit(shown(first)).netloc
    if host and host not in name:
        scheme, _, rest = name.partition("://")
        name = f"{scheme}://{host}/{rest.lstrip('/')}"
    return "::".join([shown(name), *map(shown, chain)])
