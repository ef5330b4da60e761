"""A web page in a file: main text and what the page says of itself, by trafilatura."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

from flows.sources.decoding import bare_name, decode, read_bytes
from transforms.documents import RawDocument, Unreadable

HEAD = 2048  # a page declares its encoding in its first kilobyte, most of them
_DECLARED = re.compile(rb"<meta[^>]+charset\s*=\s*[\"']?\s*([\w-]+)", re.IGNORECASE)


def read_html(path: Path) -> Iterator[RawDocument | Unreadable]:
    """The one document of the page; `Unreadable` where it has no main text."""
    import trafilatura

    page = _page(read_bytes(path), str(path))
    if isinstance(page, Unreadable):
        yield page
        return
    found = trafilatura.bare_extraction(page, with_metadata=True, include_comments=False, include_tables=False)
    record = found if isinstance(found, dict) or found is None else found.as_dict()
    if not record or not record["text"]:
        yield Unreadable(
            str(path),
            "page_has_main_text",
            None,
            f"{path}: no main text found; save the article's own page, not a list or a login",
        )
        return
    yield RawDocument(
        source=str(path),
        doc_id=bare_name(path).stem,
        text=record["text"],
        url=record["url"],
        title=record["title"],
        publisher=record["sitename"],
        authors=record["author"],
        published_at=record["date"],
        published_at_source="meta" if record["date"] else None,
    )


def _page(data: bytes, source: str) -> str | Unreadable:
    """The page in the encoding that it declares, UTF-8 where it declares none or one that it does not keep."""
    declared = _DECLARED.search(data[:HEAD])
    if declared:
        try:
            return data.decode(declared[1].decode())
        except (LookupError, UnicodeDecodeError):
            return decode(data, source)
    return decode(data, source)
