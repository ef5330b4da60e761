"""The records of a WARC file, framed so that a broken one does not take the next with it.

    bytes, packed or not -> records_of -> Record (headers + block) | Stretch (bytes that are no record)

A record that ends before its length, by a cut or a damaged gzip member, ends where the next begins: it is found by its
first line. No more than one block within the limit is in memory; the rest of a larger one is passed over.
"""

from __future__ import annotations

import io
import re
from collections.abc import Iterator
from dataclasses import dataclass

from warcio.statusandheaders import StatusAndHeaders, StatusAndHeadersParser, StatusAndHeadersParserException

from flows.sources.source_file import SourceFile
from flows.sources.warc_bytes import Unpacked
from transforms.documents import Unreadable

VERSIONS = ["WARC/1.1", "WARC/1.0", "WARC/0.17", "WARC/0.18"]
LONGEST_HEAD = 1 << 18  # bytes of the headers of a record
_BEGINNING = re.compile(rb"(?:\A|\n)(WARC/(?:1\.[01]|0\.1[78])\r?\n)")
_LENGTH = re.compile(r"\d{1,18}")


@dataclass(frozen=True)
class Record:
    """One record. `place` is `FILE:record N`. `block` holds its first bytes where it `is_too_large` or `is_cut`."""

    place: str
    headers: StatusAndHeaders
    block: bytes
    is_too_large: bool = False
    is_cut: bool = False


@dataclass(frozen=True)
class Stretch:
    """Bytes between two records that are no record, or a damaged end."""

    unreadable: Unreadable


def records_of(file: SourceFile, max_bytes: int) -> Iterator[Record | Stretch]:
    """The records of the file in order, numbered from 1; a file with none of them is one `Stretch`."""
    with file.fs.open(file.path, "rb") as raw:
        data = Unpacked(raw)
        number = 0
        while data.skip_blank_lines():
            number += 1
            yield _next(data, f"{file.name}:record {number}", max_bytes)
        for problem in data.damages:
            message = f"{file.name}: {problem}; records there are lost: fetch the file anew"
            yield Stretch(Unreadable(file.name, "file_is_whole", problem, message))


def _next(data: Unpacked, place: str, max_bytes: int) -> Record | Stretch:
    head = _head(data)
    if head is None:
        return _stretch(data, place, "it does not begin with WARC/1.0 or 1.1")
    try:
        headers = StatusAndHeadersParser(VERSIONS, verify=True).parse(io.BytesIO(head))
    except (EOFError, StatusAndHeadersParserException) as error:
        return _stretch(data, place, f"its headers cannot be read ({str(error)[:80]})")
    written = (headers.get_header("Content-Length") or "").strip()
    if not _LENGTH.fullmatch(written):
        return _stretch(data, place, f"its Content-Length is {written[:40]!r}, no number")
    length = int(written)
    block = data.read(min(length, max_bytes))
    if len(block) == length and _is_at_end(data):
        return Record(place, headers, block)
    return _odd(data, Record(place, headers, block), length)


def _odd(data: Unpacked, record: Record, length: int) -> Record:
    """A record that is too large, or that does not end where it says: another may begin inside of it."""
    inside = _BEGINNING.search(record.block)
    if inside:
        data.give_back(record.block[inside.start(1) :])
        return Record(record.place, record.headers, record.block[: inside.start(1)], is_cut=True)
    is_passed = len(record.block) < length and data.pass_over(length - len(record.block))
    return Record(record.place, record.headers, record.block, is_too_large=is_passed, is_cut=not is_passed)


def _is_at_end(data: Unpacked) -> bool:
    """Whether a record may end here: two line ends follow, the next record does, or nothing."""
    ahead = data.peek(16)
    follows = ahead.lstrip(b"\r\n")
    return ahead.startswith((b"\r\n\r\n", b"\n\n")) or not follows or b"WARC/".startswith(follows[:5])


def _head(data: Unpacked) -> bytes | None:
    """The lines of a record's headers with the blank line after them; null where no record begins here."""
    first = data.readline(64)
    if not _BEGINNING.fullmatch(first):
        data.give_back(first)
        return None
    lines, size = [first], len(first)
    while size < LONGEST_HEAD and (line := data.readline(LONGEST_HEAD)):
        lines.append(line)
        size += len(line)
        if not line.strip():
            break
    return b"".join(lines)


def _stretch(data: Unpacked, place: str, why: str) -> Stretch:
    """Pass over all lines up to the next record."""
    data.pass_to_line(_BEGINNING)
    return Stretch(Unreadable(place, "record_is_warc", why, f"{place}: {why}; mend or leave out that part of the file"))
