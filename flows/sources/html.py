"""A web page in a file; the reading of pages is `transforms.pages`."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from typing import Any

from flows.sources.file_names import FileNames
from flows.sources.reading import Found, Reading
from flows.sources.source_file import SourceFile, read_bytes
from transforms.documents import RawDocument, Unreadable
from transforms.pages import Page, read_page


def read_html(file: SourceFile, reading: Reading) -> Iterator[Found]:
    """The one document of the page; `Unreadable` where it has no main text."""
    body = read_bytes(file, reading.max_bytes)
    if isinstance(body, Unreadable):
        yield body
        return
    named = {} if reading.file_names is None else reading.file_names.fields(file.bare_name)
    if named is None:
        yield misnamed(file, reading.file_names)
        return
    found = read_page(Page(file.name, named.pop("doc_id", file.stem), body), reading.told, reading.limits)
    yield _with_name(found, named) if isinstance(found, RawDocument) else found


def misnamed(file: SourceFile, names: FileNames | None) -> Unreadable:
    """Why a file is not read whose name does not fit the source's pattern."""
    pattern = names.pattern if names else ""
    return Unreadable(
        file.name,
        "file_name_fits_pattern",
        file.bare_name,
        f"{file.name}: the name does not fit {pattern!r}; rename it, or change `file_names` of the source",
    )


def _with_name(document: RawDocument, named: dict[str, str]) -> RawDocument:
    """What the page does not say of itself, from the name of its file."""
    missing: dict[str, Any] = {field: value for field, value in named.items() if getattr(document, field) is None}
    if named.get("published_at") and document.published_at_source in (None, "fetched"):
        missing |= {"published_at": named["published_at"], "published_at_source": "file"}
    return replace(document, **missing)
