"""Archives: each captured page is an article, what is broken is named, and the rest goes on."""

from __future__ import annotations

import gzip
import logging
import tracemalloc
import zlib
from datetime import UTC, datetime
from pathlib import Path

import pytest

from flows.sources.formats import read_file
from flows.sources.reading import Reading
from tests.flows.sources.archives import Archive, bomb, chunked, pages
from tests.flows.sources.conftest import Found, documents, problems, story

HTML = ("Content-Type", "text/html")


def found_in(data: bytes, folder: Path, reading: Reading | None = None, name: str = "a.warc.gz") -> Found:
    path = folder / name
    path.write_bytes(data)
    return list(read_file(path, reading))


def names_of(found: Found) -> list[str]:
    return [one.doc_id.rsplit("/", 1)[-1] for one in documents(found)]


@pytest.mark.parametrize("packed", [True, False])
@pytest.mark.parametrize("name", ["a.warc.gz", "a.warc"])
def test_each_page_is_a_document_whatever_the_name_says_of_packing(tmp_path: Path, packed: bool, name: str) -> None:
    first, second = documents(found_in(pages("truce", "levy", packed=packed).data, tmp_path, name=name))
    assert (first.doc_id, first.url) == ("https://post.example/truce", "https://post.example/truce")
    assert first.source == f"{tmp_path / name}:record 1"
    assert first.retrieved_at == datetime(2026, 3, 2, 10, tzinfo=UTC)
    assert "The truce kept the council busy" in first.text
    assert second.source.endswith(":record 2")


def test_an_archive_that_is_packed_as_one_is_read_too(tmp_path: Path) -> None:
    data = gzip.compress(pages("truce", "levy", packed=False).data)
    assert names_of(found_in(data, tmp_path)) == ["truce", "levy"]


def test_other_records_statuses_and_media_are_counted_and_left_out(
    tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    archive = Archive()
    archive.other("warcinfo", "", b"software: x\r\n", "application/warc-fields")
    archive.response("https://post.example/a", "", kind="request", status="GET /a HTTP/1.1")
    archive.response("https://post.example/a", "", kind="revisit")
    archive.other("metadata", "https://post.example/a", b"x: y", "application/warc-fields")
    archive.response("https://post.example/gone", "<p>Gone</p>", status="404 Not Found")
    archive.response("https://post.example/a.png", b"\x89PNG", headers=[("Content-Type", "image/png")])
    archive.other("resource", "dns:post.example", b"1.2.3.4", "text/dns")
    archive.other("resource", "https://post.example/saved", story("The saved").encode(), "text/html")
    with caplog.at_level(logging.INFO, "stancehouse"):
        found = found_in(archive.data, tmp_path)
    assert (names_of(found), problems(found)) == (["saved"], [])
    for said in ("1 metadata", "1 request", "1 revisit", "1 warcinfo", "1 of other statuses", "1 of other media"):
        assert said in caplog.text


def test_bodies_are_read_through_their_encodings(tmp_path: Path) -> None:
    page = story("The truce").encode()
    archive = Archive()
    packed = gzip.compress(page)
    bodies = {
        "chunks": (chunked(page), [("Transfer-Encoding", "chunked")]),
        "packed-chunks": (chunked(packed), [("Transfer-Encoding", "chunked"), ("Content-Encoding", "gzip")]),
        "packed": (packed, [("Content-Encoding", "gzip")]),
        "deflated": (zlib.compress(page), [("Content-Encoding", "deflate")]),
        "unpacked-since": (page, [("Transfer-Encoding", "chunked"), ("Content-Encoding", "br")]),
    }
    for name, (body, headers) in bodies.items():
        archive.response(f"https://post.example/{name}", body, headers=[HTML, *headers])
    found = found_in(archive.data, tmp_path)
    assert problems(found) == []
    assert names_of(found) == list(bodies)
    assert len({one.text for one in documents(found)}) == 1


def test_a_page_that_is_not_whole_is_named_and_the_others_come(tmp_path: Path) -> None:
    page = story("The truce").encode()
    archive = Archive()
    archive.response("https://post.example/1", page, WARC_Truncated="length")
    archive.response("https://post.example/2", chunked(page)[:-40], headers=[HTML, ("Transfer-Encoding", "chunked")])
    archive.response("https://post.example/3", gzip.compress(page)[:-20], headers=[HTML, ("Content-Encoding", "gzip")])
    archive.response("https://post.example/4", b"\x01\x02\x03", headers=[HTML, ("Content-Encoding", "br")])
    archive.page("levy")
    found = found_in(archive.data, tmp_path)
    assert names_of(found) == ["levy"]
    assert [one.check_name for one in problems(found)] == ["record_is_whole"] * 3 + ["encoding_is_known"]
    assert all("post.example/" in one.message and ":record " in one.source for one in problems(found))


@pytest.mark.parametrize("packed", [True, False])
def test_an_archive_that_is_cut_off_gives_all_records_before_the_cut(tmp_path: Path, packed: bool) -> None:
    archive = pages("truce", "levy", "port", packed=packed)
    found = found_in(archive.data[: archive.ends[1] + (archive.ends[2] - archive.ends[1]) // 2], tmp_path)
    assert names_of(found) == ["truce", "levy"]
    assert problems(found)[0].check_name == "record_is_whole"
    assert problems(found)[0].source.endswith(":record 3")


def test_a_record_that_is_cut_in_the_middle_does_not_take_the_next(tmp_path: Path) -> None:
    archive = pages("truce", "levy", "port", packed=False)
    first, second = archive.ends[:2]
    data = archive.data[: first + (second - first) // 2] + b"\r\n" + archive.data[second:]
    found = found_in(data, tmp_path)
    assert names_of(found) == ["truce", "port"]
    assert [(one.source[-8:], one.check_name) for one in problems(found)] == [("record 2", "record_is_whole")]


def test_a_damaged_packed_record_does_not_take_the_next(tmp_path: Path) -> None:
    archive = pages("truce", "levy", "port")
    start, end = archive.ends[0], archive.ends[1]
    data = bytearray(archive.data)
    data[start + 200 : end - 200] = bytes(byte ^ 0x5A for byte in data[start + 200 : end - 200])
    found = found_in(bytes(data), tmp_path)
    assert names_of(found) == ["truce", "port"]
    assert {"record_is_whole", "file_is_whole"} & {one.check_name for one in problems(found)}
    assert any("fetch the file anew" in one.message for one in problems(found))


def test_a_lost_head_of_a_packed_record_does_not_take_the_next(tmp_path: Path) -> None:
    archive = pages("truce", "levy", "port")
    data = archive.data[: archive.ends[0]] + archive.data[archive.ends[0] + 10 :]
    found = found_in(data, tmp_path)
    assert names_of(found) == ["truce", "port"]
    assert [one.check_name for one in problems(found)] == ["file_is_whole"]


def test_garbage_between_records_is_named_and_passed_over(tmp_path: Path) -> None:
    archive = pages("truce", "levy", packed=False)
    data = archive.data[: archive.ends[0]] + b"not a record\r\nat all\r\n\r\n" + archive.data[archive.ends[0] :]
    found = found_in(data, tmp_path, name="a.warc")
    assert names_of(found) == ["truce", "levy"]
    assert [one.check_name for one in problems(found)] == ["record_is_warc"]


@pytest.mark.parametrize("length", ["-5", "many", "", "9" * 30])
def test_a_record_without_a_length_is_named_and_passed_over(tmp_path: Path, length: str) -> None:
    broken = f"WARC/1.0\r\nWARC-Type: response\r\nContent-Length: {length}\r\n\r\nbody\r\n\r\n".encode()
    found = found_in(broken + pages("truce", packed=False).data, tmp_path, name="a.warc")
    assert names_of(found) == ["truce"]
    assert [one.check_name for one in problems(found)] == ["record_is_warc"]


def test_a_length_that_is_too_long_does_not_take_the_next_record(tmp_path: Path) -> None:
    archive = pages("truce", "levy", packed=False)
    head, _, rest = archive.data.partition(b"Content-Length: ")
    found = found_in(head + b"Content-Length: 9" + rest, tmp_path, name="a.warc")
    assert names_of(found) == ["levy"]
    assert [one.check_name for one in problems(found)] == ["record_is_whole"]


def test_a_record_over_the_limit_is_passed_over_and_named_if_it_is_a_page(tmp_path: Path) -> None:
    archive = Archive()
    archive.response("https://post.example/large", story("The large") + " " * 100_000)
    archive.response("https://post.example/film", b"\0" * 100_000, headers=[("Content-Type", "video/mp4")])
    archive.page("truce")
    found = found_in(archive.data, tmp_path, Reading(max_bytes=20_000))
    assert names_of(found) == ["truce"]
    assert [one.check_name for one in problems(found)] == ["record_is_not_too_large"]


def test_a_bomb_stops_at_the_limit(tmp_path: Path) -> None:
    archive = Archive()
    archive.response("https://post.example/bomb", bomb(200), headers=[HTML, ("Content-Encoding", "gzip")])
    archive.page("truce")
    tracemalloc.start()
    found = found_in(archive.data, tmp_path, Reading(max_bytes=2_000_000))
    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert names_of(found) == ["truce"]
    assert [one.check_name for one in problems(found)] == ["record_is_not_too_large"]
    assert peak < 60_000_000


def test_a_page_that_is_known_is_left_out_before_it_is_read(tmp_path: Path) -> None:
    asked = []

    def knows(url: str, retrieved_at: datetime | None) -> bool:
        asked.append((url, retrieved_at))
        return True

    reading = Reading(knows_page=knows)
    assert found_in(pages("truce", "levy").data, tmp_path, reading) == []
    assert reading.known == 2
    assert asked[0] == ("https://post.example/truce", datetime(2026, 3, 2, 10, tzinfo=UTC))


def test_a_page_that_was_captured_before_it_was_dated_has_no_such_date(tmp_path: Path) -> None:
    archive = Archive()
    archive.response("https://post.example/truce", story("The truce"), date="2020-01-01T00:00:00Z")
    (document,) = documents(found_in(archive.data, tmp_path))
    assert document.published_at is None or document.published_at < "2020-01-03"


def test_a_password_in_a_captured_address_is_not_kept(tmp_path: Path) -> None:
    archive = Archive()
    archive.response("https://me:hunter2@post.example/truce", story("The truce"))
    archive.response("https://me:hunter2@post.example/levy", story("The levy"), WARC_Truncated="time")
    assert "hunter2" not in repr(found_in(archive.data, tmp_path))


def test_memory_does_not_grow_with_the_archive(tmp_path: Path) -> None:
    path = tmp_path / "long.warc.gz"
    archive = Archive()
    for number in range(300):
        archive.response(f"https://post.example/{number}", b"x" * 50_000, headers=[("Content-Type", "text/css")])
    path.write_bytes(archive.data)
    del archive
    tracemalloc.start()
    assert list(read_file(path)) == []
    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert peak < 5_000_000
