"""Bytes to text, strictly: what is not in the encoding that it should be in is named with its place, not guessed."""

from __future__ import annotations

import gzip
from pathlib import Path
from typing import BinaryIO, cast

from transforms.documents import Unreadable

GZIP = ".gz"


def decode(data: bytes, source: str) -> str | Unreadable:
    """The text of UTF-8 bytes, a leading byte-order mark dropped; else which byte at which line is no UTF-8."""
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
        return not_utf_8(data[error.start], f"offset {error.start} (line {line})", source)


def not_utf_8(byte: int, place: str, source: str) -> Unreadable:
    """Why a text is turned away whose `byte` at `place` is no UTF-8."""
    return Unreadable(
        source,
        "text_is_utf_8",
        f"0x{byte:02x}",
        f"{source}: byte 0x{byte:02x} at {place} is not UTF-8; convert the file, "
        "for example with `iconv -f WINDOWS-1252 -t UTF-8`",
    )


def opened(path: Path) -> BinaryIO:
    """The file's bytes, unpacked where its name ends in .gz."""
    return cast(BinaryIO, gzip.open(path)) if path.suffix.lower() == GZIP else path.open("rb")


def bare_name(path: Path) -> Path:
    """The path without a final .gz: its suffix is the format, its stem the name."""
    return path.with_suffix("") if path.suffix.lower() == GZIP else path


def read_bytes(path: Path) -> bytes:
    """All bytes of the file, unpacked where its name ends in .gz."""
    with opened(path) as file:
        return file.read()
