"""Bytes to text, strictly: what is not in the encoding that it should be in is named with its place, not guessed."""

from __future__ import annotations

from transforms.documents import Unreadable


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
