"""How servers misbehave: each a function that `NewsServer.route` takes, and that ends when the other side goes."""

from __future__ import annotations

import gzip
import zlib
from functools import cache

from tests.servers.news import Behaviour, Exchange

MEGABYTE = 1_048_576
_GZIPPED = b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nContent-Encoding: gzip\r\nContent-Length: %d\r\n\r\n"


def silent(exchange: Exchange) -> None:
    """No answer at all, until the client goes."""
    while exchange.wait(0.05) and exchange.send(b""):
        pass


def slow_headers(exchange: Exchange) -> None:
    """A head that never ends: one letter after another."""
    exchange.send(b"HTTP/1.1 200 OK\r\nX-Slow: ")
    while exchange.wait(0.05) and exchange.send(b"a"):
        pass


def slow_body(exchange: Exchange) -> None:
    """A body that never ends: one letter after another."""
    exchange.send(b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nContent-Length: 1000000\r\n\r\n")
    while exchange.wait(0.05) and exchange.send(b"a"):
        pass


def endless_head(exchange: Exchange) -> None:
    """One header after another, as fast as they are taken."""
    exchange.send(b"HTTP/1.1 200 OK\r\n")
    while exchange.send(b"X-More: " + b"a" * 8000 + b"\r\n"):
        pass


def endless_body(exchange: Exchange) -> None:
    """A gigabyte without a Content-Length, as fast as it is taken."""
    exchange.send(b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nConnection: close\r\n\r\n")
    piece = b"a" * 65_536
    for _ in range(1024 * MEGABYTE // len(piece)):
        if not exchange.send(piece):
            return


def gzip_bomb(exchange: Exchange) -> None:
    """A megabyte that unpacks to a gigabyte."""
    exchange.send(_GZIPPED % len(_bomb()) + _bomb())


def broken_gzip(exchange: Exchange) -> None:
    """gzip with a part of it overwritten."""
    packed = bytearray(gzip.compress(bytes(range(256)) * 400))
    packed[200:260] = b"\xff" * 60
    exchange.send(_GZIPPED % len(packed) + packed)


def short_gzip(exchange: Exchange) -> None:
    """gzip that ends in its middle, though as long as it says."""
    packed = gzip.compress(bytes(range(256)) * 400)[:-40]
    exchange.send(_GZIPPED % len(packed) + packed)


def truncated(exchange: Exchange) -> None:
    """A body that ends before its Content-Length."""
    exchange.send(b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nContent-Length: 5000\r\n\r\n<p>Only the beginning")


def truncated_chunks(exchange: Exchange) -> None:
    """A body in chunks without the last one."""
    exchange.send(b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n5\r\n<p>On\r\n")


def hanging_up(exchange: Exchange) -> None:
    """The connection ends without an answer."""


def no_http(exchange: Exchange) -> None:
    """An answer that is none."""
    exchange.send(b"\x00\x01SSH-2.0-hello\r\n\r\n")


def endless_redirects(exchange: Exchange) -> None:
    """Each page points to a further one: `/hop?n=1`, `/hop?n=2` ..."""
    exchange.send(b"HTTP/1.1 302 Found\r\nLocation: %sx\r\nContent-Length: 0\r\n\r\n" % exchange.asked.path.encode())


def bytes_of(answer: bytes) -> Behaviour:
    """Exactly these bytes, head and all."""

    def send(exchange: Exchange) -> None:
        exchange.send(answer)

    return send


@cache
def _bomb() -> bytes:
    """One gzip member of a gigabyte of zeros: 1024 times the same packed megabyte, each complete in itself."""
    packer = zlib.compressobj(9, wbits=-15)
    megabyte = packer.compress(bytes(MEGABYTE)) + packer.flush(zlib.Z_FULL_FLUSH)
    head, end = b"\x1f\x8b\x08\x00\x00\x00\x00\x00\x02\xff", packer.flush()
    size = (1024 * MEGABYTE).to_bytes(4, "little")
    return head + megabyte * 1024 + end + bytes(4) + size
