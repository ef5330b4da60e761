"""One file of articles, local or anywhere that fsspec reaches, and its bytes: unpacked, and never more than the limit.

SourceFile -> opened / read_bytes / lines_of -> bytes, or an Unreadable that says why not
"""

from __future__ import annotations

import gzip
import hashlib
import io
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path, PurePosixPath
from typing import Any, BinaryIO, cast

from fsspec.implementations.local import LocalFileSystem
from fsspec.spec import AbstractBufferedFile

from transforms.documents import Unreadable

GZIP = ".gz"
_MARKS = ("ETag", "etag", "LastModified", "last_modified", "mtime", "modified", "modify", "updated", "sha", "date_time")


@dataclass(frozen=True)
class SourceFile:
    """One file. `name` is how it is shown: the path or URL as it was given, without a password."""

    fs: Any
    path: str
    name: str

    @classmethod
    def local(cls, path: Path) -> SourceFile:
        """A file of this machine, shown as it was given."""
        return cls(LocalFileSystem(), str(path.absolute()), str(path))

    @property
    def is_packed(self) -> bool:
        """Whether its name ends in .gz."""
        return PurePosixPath(self.path).suffix.lower() == GZIP

    @property
    def bare_name(self) -> str:
        """The name of the file alone, without a final .gz."""
        name = PurePosixPath(self.path).name
        return name[: -len(GZIP)] if self.is_packed else name

    @property
    def suffix(self) -> str:
        """The suffix in lower case, .gz left aside: the format."""
        return PurePosixPath(self.bare_name).suffix.lower()

    @property
    def stem(self) -> str:
        """The name without its suffix."""
        return PurePosixPath(self.bare_name).stem

    def size(self) -> int:
        """Bytes as they lie there, packed or not. Raises `OSError`."""
        return int(self.fs.info(self.path)["size"] or 0)

    def mark(self, options: str = "") -> str | None:
        """What changes when the file does, or when it is read with other options; null where nobody can tell.

        Raises `OSError`.
        """
        info = self.fs.info(self.path)
        changes = [str(info[key]) for key in _MARKS if info.get(key)] or [str(info["created"])] * ("created" in info)
        if not changes:
            return None
        return hashlib.sha256("\x1f".join([str(info.get("size")), *changes, options]).encode()).hexdigest()[:24]


def transport_errors(*others: type[Exception]) -> tuple[type[Exception], ...]:
    """What file systems raise when they cannot be reached, beside what this machine's raises; and the others."""
    errors: list[type[Exception]] = [OSError, *others]
    for module, name in (("botocore.exceptions", "BotoCoreError"), ("aiohttp", "ClientError")):
        if module in sys.modules:
            errors.append(getattr(sys.modules[module], name))
    return tuple(errors)


@contextmanager
def opened(file: SourceFile) -> Iterator[BinaryIO]:
    """The file's bytes, unpacked where its name ends in .gz."""
    with file.fs.open(file.path, "rb") as raw:
        if file.is_packed:
            with gzip.GzipFile(fileobj=raw) as unpacked:
                yield cast(BinaryIO, unpacked)
        elif isinstance(raw, AbstractBufferedFile):  # its readline takes no limit
            yield io.BufferedReader(raw)
        else:
            yield raw


def read_bytes(file: SourceFile, max_bytes: int) -> bytes | Unreadable:
    """All bytes of the file, unpacked; `Unreadable` where there are more than the limit, before they are read."""
    if not file.is_packed and file.size() > max_bytes:
        return too_large(file.name, max_bytes)
    with opened(file) as data:
        body = data.read(max_bytes + 1)
    return too_large(file.name, max_bytes) if len(body) > max_bytes else body


def lines_of(file: SourceFile, max_bytes: int) -> Iterator[bytes | Unreadable]:
    """The lines, ends kept; in the place of a line over the limit an `Unreadable`, its rest passed over."""
    with opened(file) as data:
        number = 0
        while line := data.readline(max_bytes + 1):
            number += 1
            if len(line) <= max_bytes:
                yield line
                continue
            while line and not line.endswith(b"\n"):
                line = data.readline(1 << 20)
            yield too_large(f"{file.name}:{number}", max_bytes)


def too_large(place: str, max_bytes: int) -> Unreadable:
    """Why something is not read that is larger than an article can be."""
    return Unreadable(
        place,
        "file_is_not_too_large",
        f"more than {max_bytes}",
        f"{place}: more than {max_bytes:,} bytes, the limit for one article; split it, or raise STANCEHOUSE_MAX_BYTES",
    )
