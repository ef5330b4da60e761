"""WARC archives: each web page that was captured is a document.

    records (framed by warc_records) -> responses and resources with HTML -> read_page -> RawDocument | Unreadable

Request, revisit, metadata and warcinfo records, other statuses and other media are counted, not told one by one. A page
that is stored as captured at that time or later is left out before its text is looked for, which is the slow part.
"""

from __future__ import annotations

import io
import logging
import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import UTC, datetime

from warcio.bufferedreaders import ChunkedDataReader
from warcio.statusandheaders import StatusAndHeaders, StatusAndHeadersParser, StatusAndHeadersParserException

from flows.fetching.body import Body, Damaged, TooLarge
from flows.sources.reading import Found, Reading
from flows.sources.source_file import SourceFile
from flows.sources.warc_records import Record, Stretch, records_of
from flows.sources.web_urls import WEB, storable
from transforms.documents import Unreadable
from transforms.pages import Page, read_page

log = logging.getLogger("stancehouse")
HTML = ("text/html", "application/xhtml+xml")
PAGE_RECORDS = ("response", "resource")
OTHER_RECORDS = ("request", "revisit", "metadata", "warcinfo", "conversion", "continuation")
_CHUNK = re.compile(rb"[0-9A-Fa-f]+[ \t]*(?:;[^\r\n]*)?\r\n")
_LAST_CHUNK = re.compile(rb"(?:\A|\r\n)0+[ \t]*(?:;[^\r\n]*)?\r\n(?:[^\r\n]+\r\n)*\r\n\Z")
_CHARSET = re.compile(r"charset\s*=\s*[\"']?([^\s\"';,]+)", re.IGNORECASE)


@dataclass(frozen=True)
class Answer:
    """What the server had answered: its head, null for a resource, which has none, and the body as sent."""

    head: StatusAndHeaders | None
    media: str
    body: bytes


def read_warc(file: SourceFile, reading: Reading) -> Iterator[Found]:
    """The pages of the archive, one record in memory at a time; what is broken is named and the rest goes on."""
    left: Counter[str] = Counter()
    for record in records_of(file, reading.max_bytes):
        found = record.unreadable if isinstance(record, Stretch) else _found(record, reading)
        if isinstance(found, str):
            left[found] += 1
        else:
            yield found
    reading.known += left["known"]
    reading.left_out += left.total()
    counted = ", ".join(f"{count} {reason}" for reason, count in sorted(left.items()))
    log.info("%s: records left out: %s", file.name, counted or "none")


def _found(record: Record, reading: Reading) -> Found | str:
    """The record's document, why it is unreadable, or the reason why it is left out, in a word or two."""
    kind = (record.headers.get_header("WARC-Type") or "").lower()
    if kind not in PAGE_RECORDS:
        return kind if kind in OTHER_RECORDS else "of no known type"
    url = _url(record)
    if not url.lower().startswith(WEB):
        return "of other protocols"
    answer = _answer(record, kind)
    if not isinstance(answer, Answer):
        return answer
    captured_at = _instant(record.headers.get_header("WARC-Date"))
    if reading.knows_page(url, captured_at):
        return "known"
    body = _broken(record) or _body(record, answer, reading.max_bytes)
    if isinstance(body, Unreadable):
        return body
    charset = _CHARSET.search(answer.media)
    page = Page(record.place, url, body, url, charset[1] if charset else None, captured_at)
    limits = replace(reading.limits, latest=min(captured_at, reading.limits.latest)) if captured_at else reading.limits
    return read_page(page, reading.told, limits)


def _url(record: Record) -> str:
    return storable((record.headers.get_header("WARC-Target-URI") or "").strip("<> "))


def _answer(record: Record, kind: str) -> Answer | Unreadable | str:
    """The answer with a page in it; `Unreadable` where its head is broken, a reason where there is no page."""
    head, body = None, record.block
    media = record.headers.get_header("Content-Type") or ""
    if kind == "response":
        block = io.BytesIO(record.block)
        try:
            head = StatusAndHeadersParser(["HTTP/1.0", "HTTP/1.1", "HTTP/2", "HTTP/3"], verify=True).parse(block)
        except (EOFError, StatusAndHeadersParserException):
            begins = record.block[:60].decode("latin-1")
            return _broken(record) or _problem(
                record, "record_is_http", begins, "no HTTP answer in it; capture it again"
            )
        if head.get_statuscode() != "200":
            return "of other statuses"
        media, body = head.get_header("Content-Type") or "", record.block[block.tell() :]
    return Answer(head, media, body) if media.split(";")[0].strip().lower() in HTML else "of other media"


def _broken(record: Record) -> Unreadable | None:
    """Why a page is not read that is not there as a whole: half an article would pass for the whole."""
    if record.is_too_large:
        size = record.headers.get_header("Content-Length")
        remedy = "over the limit of one page; raise STANCEHOUSE_MAX_BYTES"
        return _problem(record, "record_is_not_too_large", size, remedy)
    reason = record.headers.get_header("WARC-Truncated")
    if reason or record.is_cut:
        return _problem(record, "record_is_whole", reason or "cut", "the page is cut off; capture it again")
    return None


def _body(record: Record, answer: Answer, max_bytes: int) -> bytes | Unreadable:
    """The body without transfer and content encoding, within the limit."""
    head, body = answer.head, answer.body
    if head is None:
        return body
    if "chunked" in (head.get_header("Transfer-Encoding") or "").lower() and _CHUNK.match(body):
        if not _LAST_CHUNK.search(body[-4096:]):
            return _problem(record, "record_is_whole", "chunks", "its last chunk is missing; capture it again")
        body = ChunkedDataReader(io.BytesIO(body)).read()
    encoding = (head.get_header("Content-Encoding") or "").lower().strip().removeprefix("x-")
    if encoding in ("", "identity") or _looks_like_html(body):
        return body  # many archives store the body unpacked and keep the header
    if encoding not in ("gzip", "deflate"):
        return _problem(record, "encoding_is_known", encoding, "known are gzip and deflate; capture it in one of them")
    return _unpacked(record, body, encoding, max_bytes)


def _unpacked(record: Record, packed: bytes, encoding: str, max_bytes: int) -> bytes | Unreadable:
    body = Body(max_bytes, encoding)
    try:
        body.add(packed)
        body.finish()
    except TooLarge:
        remedy = "unpacked it is over the limit of one page; raise STANCEHOUSE_MAX_BYTES"
        return _problem(record, "record_is_not_too_large", f"more than {max_bytes}", remedy)
    except Damaged as error:
        return _problem(record, "record_is_whole", str(error), "its body cannot be unpacked; capture it again")
    return bytes(body)


def _looks_like_html(body: bytes) -> bool:
    return body[:200].lstrip(b"\xef\xbb\xbf \t\r\n").startswith(b"<")


def _problem(record: Record, check: str, value: str | None, remedy: str) -> Unreadable:
    return Unreadable(record.place, check, value, f"{record.place} ({_url(record)}): {remedy}")


def _instant(written: str | None) -> datetime | None:
    """The instant of a WARC-Date; null where it is none."""
    try:
        instant = datetime.fromisoformat(written.strip()) if written else None
        return instant and (instant.astimezone(UTC) if instant.tzinfo else instant.replace(tzinfo=UTC))
    except (ValueError, OverflowError):
        return None
