"""Bytes to text, strictly: what is not UTF-8 is named with its place, not guessed."""

from __future__ import annotations

from transforms.documents import Unreadable


def decode(data: bytes, source: str) -> str | Unreadable:
    """The text of UTF-8 bytes, a leading byte-order mark dropped; else which byte at which line is no UTF-8."""
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
        byte = f"0x{data[error.start]:02x}"
        return Unreadable(
            source,
            "text_is_utf_8",
            byte,
            f"{source}: byte {byte} at offset {error.start} (line {line}) is not UTF-8; convert the file, "
            f"for example with `iconv -f WINDOWS-1252 -t UTF-8`",
        )
