"""WARC archives of a few pages, written by warcio."""

from __future__ import annotations

import gzip
import io
from collections.abc import Iterable, Mapping

from warcio.statusandheaders import StatusAndHeaders
from warcio.warcwriter import WARCWriter

from tests.flows.sources.conftest import story


class _InMemory(WARCWriter):
    """Without the temporary files that warcio leaves open."""

    def _create_temp_file(self) -> io.BytesIO:
        return io.BytesIO()


class Archive:
    """An archive in memory; `data` is what lies in the file."""

    def __init__(self, *, packed: bool = True) -> None:
        self._file = io.BytesIO()
        self._writer = _InMemory(self._file, gzip=packed)
        self.ends: list[int] = []

    @property
    def data(self) -> bytes:
        return self._file.getvalue()

    def response(
        self,
        url: str,
        body: bytes | str,
        *,
        status: str = "200 OK",
        headers: Iterable[tuple[str, str]] = (("Content-Type", "text/html; charset=utf-8"),),
        date: str = "2026-03-02T10:00:00Z",
        kind: str = "response",
        **warc_headers: str,
    ) -> None:
        told: Mapping[str, str] = {name.replace("_", "-"): value for name, value in warc_headers.items()}
        record = self._writer.create_warc_record(
            url,
            kind,
            payload=io.BytesIO(body.encode() if isinstance(body, str) else body),
            http_headers=StatusAndHeaders(status, list(headers), protocol="HTTP/1.1"),
            warc_headers_dict={"WARC-Date": date, **told},
        )
        self._write(record)

    def other(self, kind: str, url: str, payload: bytes, content_type: str) -> None:
        record = self._writer.create_warc_record(url, kind, payload=io.BytesIO(payload), warc_content_type=content_type)
        self._write(record)

    def page(self, name: str) -> None:
        self.response(f"https://post.example/{name}", story(f"The {name}"))

    def _write(self, record: object) -> None:
        self._writer.write_record(record)
        self.ends.append(self._file.tell())


def pages(*names: str, packed: bool = True) -> Archive:
    archive = Archive(packed=packed)
    for name in names:
        archive.page(name)
    return archive


def chunked(data: bytes, size: int = 100) -> bytes:
    parts = [data[start : start + size] for start in range(0, len(data), size)]
    return b"".join(b"%x\r\n%s\r\n" % (len(part), part) for part in parts) + b"0\r\n\r\n"


def bomb(megabytes: int) -> bytes:
    return gzip.compress(b"\0" * (megabytes << 20))
