"""Whatever bytes come: documents, or a reason why there are none; never a crash, never a hang."""

from __future__ import annotations

import gzip
import random
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from flows.sources.feed_reading import read_feed
from flows.sources.formats import read_file
from flows.sources.listed import Listed
from flows.sources.reading import Reading
from flows.sources.sitemap_xml import read_sitemap
from flows.sources.urls import list_of_urls
from flows.sources.visit import SourceFailed
from tests.flows.sources.archives import Archive, chunked
from tests.flows.sources.conftest import story
from tests.servers.news import rss, sitemap
from transforms.documents import RawDocument, Unreadable
from transforms.pages import Told

FEEDS = Path(__file__).parents[4] / "shared" / "feeds"
ADDRESS = "https://post.example/feed"
any_bytes = settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
ATOM = (
    b'<feed xmlns="http://www.w3.org/2005/Atom" xml:base="http://[/"><entry><id>1</id><link href="http://[b"/>'
    b"<updated>9999-99-99T99:99:99Z</updated></entry></feed>"
)
JSON = b'{"version": "https://jsonfeed.org/version/1.1", "items": [{"id": 1, "url": "a", "authors": [{"name": "A"}]}]}'
RSS = rss([("A", "https://post.example/a", "Sun, 01 Mar 2026 08:00:00 GMT")] * 3).encode()
SITEMAP = sitemap([("A", "https://post.example/a", "2026-03-01")] * 3).encode()


def archive(*, packed: bool) -> bytes:
    made = Archive(packed=packed)
    headers = [("Content-Type", "text/html"), ("Transfer-Encoding", "chunked"), ("Content-Encoding", "gzip")]
    made.response("https://post.example/a", story("The truce"))
    made.response("https://post.example/b", chunked(gzip.compress(story("The levy").encode())), headers=headers)
    made.response("https://post.example/c", "", kind="revisit")
    return made.data


ARCHIVES = {packed: archive(packed=packed) for packed in (True, False)}


def mutated(data: bytes, draw: random.Random) -> bytes:
    """The bytes with some flipped, a part cut out, or a part repeated."""
    for _ in range(draw.randint(1, 4)):
        start, end = sorted(draw.randrange(len(data) + 1) for _ in range(2))
        end = min(end, start + draw.choice([1, 20, 5_000]))
        part = data[start:end]
        kind = draw.choice(["flip", "cut", "repeat", "end"])
        if kind == "flip":
            part = bytes(byte ^ (1 << draw.randrange(8)) for byte in part)
        elif kind == "cut":
            part = b""
        elif kind == "repeat":
            part *= draw.randint(2, 5)
        data = data[:start] + part if kind == "end" else data[:start] + part + data[end:]
        if not data:
            break
    return data


def check_feed(data: bytes) -> None:
    try:
        feed = read_feed(data, ADDRESS, "text/xml", None)
    except SourceFailed as failure:
        assert ADDRESS in str(failure)
    else:
        assert all(entry.url is None or entry.url.startswith("http") for entry in feed.entries)


def check_sitemap(data: bytes) -> None:
    found = read_sitemap(data, ADDRESS)
    assert all(entry.url.startswith("http") for entry in found.pages + found.sitemaps)


def check_file(path: Path, data: bytes) -> None:
    path.write_bytes(data)
    found = list(read_file(path, Reading(max_bytes=300_000)))
    assert all(isinstance(one, RawDocument | Unreadable) for one in found)
    assert all(str(path) in one.source for one in found)


@given(data=st.binary(max_size=400))
@any_bytes
def test_any_bytes_are_a_feed_or_not(data: bytes) -> None:
    check_feed(data)


@given(data=st.binary(max_size=100), start=st.sampled_from([b"<rss><channel>", b"<feed>", b'{"items":[', b"<rdf:RDF>"]))
@any_bytes
def test_any_bytes_in_a_feed_are_read_or_refused(data: bytes, start: bytes) -> None:
    check_feed(start + data)


@given(text=st.text(max_size=60))
@any_bytes
def test_any_text_in_the_fields_of_an_entry_is_read_or_refused(text: str) -> None:
    for name in ("title", "link", "guid", "pubDate", "description", "author", "dc:date", "media:content", "language"):
        check_feed(f"<rss><channel><item><{name}>{text}</{name}></item></channel></rss>".encode("utf-8", "replace"))


@given(seed=st.integers(0, 2**32), data=st.sampled_from([RSS, ATOM, JSON]))
@any_bytes
def test_mutated_feeds_are_read_or_refused(seed: int, data: bytes) -> None:
    check_feed(mutated(data, random.Random(seed)))


@given(data=st.binary(max_size=400) | st.binary(max_size=100).map(lambda one: b"<urlset><url><loc>" + one))
@any_bytes
def test_any_bytes_are_a_sitemap_or_not(data: bytes) -> None:
    check_sitemap(data)


@given(seed=st.integers(0, 2**32))
@any_bytes
def test_mutated_sitemaps_are_read_or_refused(seed: int) -> None:
    check_sitemap(mutated(SITEMAP, random.Random(seed)))


@given(data=st.binary(max_size=400) | st.binary(max_size=200).map(lambda one: b"WARC/1.0\r\n" + one))
@any_bytes
def test_any_bytes_are_an_archive_or_not(tmp_path: Path, data: bytes) -> None:
    check_file(tmp_path / "a.warc.gz", data)


@pytest.mark.parametrize("packed", [True, False])
@given(seed=st.integers(0, 2**32))
@settings(any_bytes, max_examples=60)
def test_mutated_archives_are_read_or_told(tmp_path: Path, packed: bool, seed: int) -> None:
    check_file(tmp_path / "a.warc.gz", mutated(ARCHIVES[packed], random.Random(seed)))


@pytest.mark.parametrize(
    "suffix", ["txt", "md", "jsonl", "json", "csv", "tsv", "parquet", "html", "txt.gz", "jsonl.gz"]
)
@given(
    data=st.binary(max_size=300)
    | st.text(max_size=100).map(lambda one: f"---\n{one}\n---\n{one}".encode("utf-8", "replace"))
)
@settings(any_bytes, max_examples=50)
def test_any_bytes_are_a_file_or_not(tmp_path: Path, suffix: str, data: bytes) -> None:
    check_file(tmp_path / f"a.{suffix}", data)


@given(lines=st.lists(st.text(max_size=40)))
@any_bytes
def test_any_lines_are_urls_or_told(lines: list[str]) -> None:
    for one in list_of_urls(lines, "urls.txt", Told()):
        assert isinstance(one, Unreadable) or (isinstance(one, Listed) and one.url.startswith(("http", "HTTP")))


def test_deeply_nested_elements_are_refused_or_read() -> None:
    deep = b"<a>" * 1_000_000
    check_feed(b"<rss><channel><item><description>" + deep)
    check_feed(b"<rss><channel><item><description>" + deep[:30_000])
    check_sitemap(b"<urlset>" + deep)
    check_feed(b'{"items":' + b"[" * 100_000)
    assert read_sitemap(b"<urlset>" + deep, ADDRESS).damage is not None


@pytest.mark.parametrize("name", ["author", "link", "pubDate", "description"])
@pytest.mark.parametrize("letters", [b"a", b"a.", b"-", b"1", b"a@", b"&", b"(", b"\xc3\xa9"])
def test_an_endless_word_takes_no_endless_time(name: str, letters: bytes) -> None:
    start = f"<rss version='2.0'><channel><item><{name}>".encode()
    check_feed(start + letters * 100_000 + f"</{name}></item></channel></rss>".encode())
    check_feed((start + letters * 100_000).decode().encode("utf-16"))


@pytest.mark.parametrize(
    "encoding", ["punycode", "idna", "utf-7", "unicode_escape", "hex", "nosuch", "utf-16", "cp037"]
)
def test_an_encoding_that_is_for_no_text_is_refused_or_passed_over(encoding: str) -> None:
    for root in ("rss", "urlset"):
        body = f"<?xml version='1.0' encoding='{encoding}'?><{root}>{'a' * 300_000}</{root}>".encode()
        check_feed(body)
        check_sitemap(body)


def real_feeds() -> Iterator[Path]:
    return (path for path in sorted(FEEDS.rglob("*")) if path.is_file())


@pytest.mark.skipif(not FEEDS.is_dir(), reason="real feeds are in ../shared/feeds, which is not here")
def test_no_entry_of_a_real_feed_is_lost() -> None:
    script = Path(__file__).parents[3] / "benchmarks" / "feeds.py"
    done = subprocess.run([sys.executable, str(script), str(FEEDS)], capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr
    assert "feeds that lost an entry: 0" in done.stdout


@pytest.mark.skipif(not FEEDS.is_dir(), reason="real feeds are in ../shared/feeds, which is not here")
def test_mutated_real_feeds_are_read_or_refused() -> None:
    draw = random.Random(4)
    for path in real_feeds():
        data = path.read_bytes()[:40_000]
        for _ in range(4):
            check_feed(mutated(data, draw))
