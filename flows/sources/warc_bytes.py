"""The bytes of an archive, unpacked as they are read, with what a plain file cannot do: look ahead and give back.

    gzip members or plain bytes -> Unpacked.read / readline / peek / give_back

An archive is packed record by record. Where a member is damaged, reading goes on at the next, after a blank line, so
that one bad sector does not cost the rest of the archive.
"""

from __future__ import annotations

import re
import zlib
from typing import BinaryIO

PIECE = 1 << 16
MOST_DAMAGES = 100  # reported one by one; a file with more is no archive
_MEMBER = re.compile(rb"\x1f\x8b\x08[\x00-\x1f]")
_MAGIC = b"\x1f\x8b"


class Unpacked:
    """A stream that is read once, from its beginning. `damages` fills while it is read."""

    def __init__(self, raw: BinaryIO) -> None:
        self._raw = raw
        self._ahead = b""
        self._at = 0
        self._packed = raw.read(PIECE)
        self._passed = 0  # packed bytes before self._packed
        self._is_gzip = self._packed.startswith(_MAGIC)
        self._member: zlib._Decompress | None = None
        self.damages: list[str] = []

    def read(self, size: int) -> bytes:
        """Up to `size` bytes; fewer only at the end."""
        pieces = []
        while size and (piece := self._some(size)):
            pieces.append(piece)
            size -= len(piece)
        return b"".join(pieces)

    def readline(self, size: int) -> bytes:
        """The next line with its end, or its first `size` bytes; empty at the end."""
        pieces = []
        while size and (self._at < len(self._ahead) or self._fill()):
            end = self._ahead.find(b"\n", self._at, self._at + size) + 1
            piece = self._some(end - self._at if end else size)
            pieces.append(piece)
            size -= len(piece)
            if end:
                break
        return b"".join(pieces)

    def peek(self, size: int) -> bytes:
        """What the next `read(size)` gives."""
        seen = self.read(size)
        self.give_back(seen)
        return seen

    def give_back(self, data: bytes) -> None:
        """Put bytes in front of what is read next."""
        self._ahead, self._at = data + self._ahead[self._at :], 0

    def pass_over(self, size: int) -> bool:
        """Read bytes without keeping them; whether there were so many."""
        while size and (piece := self._some(size)):
            size -= len(piece)
        return not size

    def skip_blank_lines(self) -> bool:
        """Pass over line ends; whether anything follows."""
        while piece := self.read(1024):
            if rest := piece.lstrip(b"\r\n"):
                self.give_back(rest)
                return True
        return False

    def pass_to_line(self, beginning: re.Pattern[bytes]) -> None:
        """Pass over the lines before one that matches as a whole, or all."""
        while line := self.readline(PIECE):
            if beginning.fullmatch(line):
                self.give_back(line)
                return

    def _some(self, size: int) -> bytes:
        """Some bytes, at most `size`, at least one where there are any."""
        if self._at >= len(self._ahead) and not self._fill():
            return b""
        piece = self._ahead[self._at : self._at + size]
        self._at += len(piece)
        return piece

    def _fill(self) -> bool:
        """Get the next piece; whether there is one."""
        self._at = 0
        while self._packed or self._more():
            self._ahead = self._unpack() if self._is_gzip else self._take()
            if self._ahead:
                return True
        if self._member is not None:
            self._member = None
            self._damage("the last packed record is cut off")
        self._ahead = b""
        return False

    def _more(self) -> bool:
        self._packed = self._raw.read(PIECE)
        return bool(self._packed)

    def _take(self) -> bytes:
        taken, self._packed = self._packed, b""
        self._passed += len(taken)
        return taken

    def _unpack(self) -> bytes:
        if self._member is None and not self._begin():
            return b""
        assert self._member is not None  # noqa: S101 - begun above
        data = self._packed
        try:
            piece = self._member.decompress(data, PIECE)
        except zlib.error as error:
            self._member = None
            self._damage(f"the packed record before byte {self._passed + len(data)} is damaged ({error})")
            self._skip_to_member(1 if data.startswith(_MAGIC) else 0)
            return b"\r\n\r\n"
        if self._member.eof:
            rest, self._member = self._member.unused_data, None
        else:
            rest = self._member.unconsumed_tail
        self._passed += len(data) - len(rest)
        self._packed = rest
        return piece

    def _begin(self) -> bool:
        """Begin the next member; whether one begins here. Padding is passed over, anything else is damage."""
        bare = self._packed.lstrip(b"\0")
        self._passed += len(self._packed) - len(bare)
        self._packed = bare
        if bare and len(bare) < len(_MAGIC):
            self._packed += self._raw.read(PIECE)
        if not self._packed:
            return False
        if self._packed.startswith(_MAGIC):
            self._member = zlib.decompressobj(wbits=31)
            return True
        self._damage(f"byte {self._passed} begins no packed record")
        self._skip_to_member(0)
        return False

    def _skip_to_member(self, start: int) -> None:
        """Pass over packed bytes up to what looks like the next member."""
        while not (found := _MEMBER.search(self._packed, start)):
            self._passed += max(len(self._packed) - 3, 0)
            more = self._raw.read(PIECE)
            self._packed = self._packed[-3:] + more if more else b""
            start = 0
            if not more:
                return
        self._passed += found.start()
        self._packed = self._packed[found.start() :]

    def _damage(self, what: str) -> None:
        if len(self.damages) < MOST_DAMAGES:
            self.damages.append(what)
