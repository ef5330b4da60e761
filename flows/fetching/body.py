"""The body of an answer, read piece by piece and unpacked as it comes, so that neither a long body nor a
decompression bomb takes more memory than its limit.

    pieces as sent  ->  Unpacker (gzip, deflate, as it is)  ->  Body, cut off at the limit

Only gzip and deflate are asked for: zlib alone says beforehand how much it will give.
"""

from __future__ import annotations

import re
import zlib
from collections.abc import Iterator

from schemas.errors import StancehouseError

PIECE = 65_536
ENCODINGS = ("gzip", "deflate")
_GZIP = b"\x1f\x8b"


class TooLarge(StancehouseError):
    """More bytes than the limit, as sent or as unpacked."""


class Damaged(StancehouseError):
    """Bytes that cannot be unpacked, or end too early."""


class Unpacker:
    """Unpacks one of `ENCODINGS` or leaves bytes as they are (`identity`), in pieces of at most `PIECE` bytes."""

    def __init__(self, encoding: str = "identity") -> None:
        self._encoding = encoding
        self._zlib = None if encoding == "identity" else _decompressor(encoding, b"")
        self._seen = False
        self._held = b""

    def feed(self, data: bytes) -> Iterator[bytes]:
        """The pieces that `data` unpacks to. Raises `Damaged`."""
        if self._zlib is None:
            yield data
            return
        data, self._held = self._held + data, b""
        if not self._seen:
            if len(data) < 2:  # what it is shows in two bytes
                self._held = data
                return
            self._seen, self._zlib = True, _decompressor(self._encoding, data)
        piece = b""
        while data or len(piece) == PIECE:  # a full piece may leave more inside zlib, though all input is in
            if self._zlib.eof:
                if self._encoding != "gzip" or not data.startswith(_GZIP):
                    self._held = data if data == _GZIP[:1] else b""
                    return  # padding after the end, as some servers send; browsers pass over it too
                self._zlib = _decompressor("gzip", data)
            try:
                piece = self._zlib.decompress(data, PIECE)
            except zlib.error as error:
                raise Damaged(f"{self._encoding}: {error}") from error
            data = self._zlib.unused_data if self._zlib.eof else self._zlib.unconsumed_tail
            if piece:
                yield piece

    def finish(self) -> None:
        """Raises `Damaged` where the packed bytes ended too early."""
        if self._zlib is not None and not self._zlib.eof and (self._seen or self._held):
            raise Damaged(f"{self._encoding}: the packed bytes end too early")


class Body:
    """A body that grows up to `max_bytes`, counted as sent and as unpacked; `bytes(body)` is what has come so far."""

    def __init__(self, max_bytes: int, encoding: str = "identity") -> None:
        self._unpacker = Unpacker(encoding)
        self._max_bytes = max_bytes
        self._raw = 0
        self._bytes = bytearray()

    def expect(self, content_length: str) -> None:
        """Raises `TooLarge` where the header already says so; what is no number says nothing."""
        if re.fullmatch(r"[0-9]+", content_length) and int(content_length[:20]) > self._max_bytes:
            raise TooLarge

    def add(self, data: bytes) -> None:
        """Take in bytes as sent. Raises `TooLarge` with the body filled to its limit, or `Damaged`."""
        self._raw += len(data)
        for piece in self._unpacker.feed(data):
            self._bytes += piece[: self._max_bytes - len(self._bytes) + 1]
            if len(self._bytes) > self._max_bytes:
                del self._bytes[self._max_bytes :]
                raise TooLarge
        if self._raw > self._max_bytes:
            raise TooLarge

    def finish(self) -> None:
        """Say that no more comes. Raises `Damaged` where more should have."""
        self._unpacker.finish()

    def __bytes__(self) -> bytes:
        return bytes(self._bytes)


def unpacked(data: bytes, max_bytes: int) -> bytes:
    """What a gzip file holds, such as a `sitemap.xml.gz`; other bytes come back as they are.

    Raises `TooLarge` beyond `max_bytes`, `Damaged` where it is broken.
    """
    if not data.startswith(_GZIP):
        return data
    body = Body(max_bytes, "gzip")
    body.add(data)
    body.finish()
    return bytes(body)


def _decompressor(encoding: str, data: bytes) -> zlib._Decompress:
    if encoding == "gzip":
        return zlib.decompressobj(wbits=31)
    # `deflate` is zlib's format (RFC 9110), but some servers send it bare: zlib's first byte has 8 in its low half
    has_head = len(data) >= 2 and data[0] & 0x0F == 8 and int.from_bytes(data[:2], "big") % 31 == 0
    return zlib.decompressobj(wbits=15 if has_head else -15)
