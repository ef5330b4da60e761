"""What hostile and broken servers get: a failure that names its check, in bounded time and memory."""

from __future__ import annotations

import gzip
import time
from collections.abc import Callable
from typing import Any

import anyio
import httpcore
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from flows.fetching.addresses import is_reachable
from flows.fetching.fetcher import Fetcher
from flows.fetching.model import Fetched, FetchFailed, Request
from flows.fetching.network import AddressRefused, GuardedBackend
from flows.fetching.settings import FetchSettings
from tests.flows.fetching.conftest import MakeFetcher
from tests.servers import behaviours
from tests.servers.news import NewsServer, Reply

Fail = Callable[..., FetchFailed]
LIMIT = 1_000_000
MARGIN_S = 30


@pytest.mark.parametrize(
    ("behaviour", "check_name", "is_permanent"),
    [
        (behaviours.silent, "answer_in_time", False),
        (behaviours.slow_headers, "answer_ends_in_time", False),
        (behaviours.slow_body, "answer_ends_in_time", False),
        (behaviours.endless_head, "server_answers", False),
        (behaviours.hanging_up, "server_answers", False),
        (behaviours.no_http, "server_answers", False),
        (behaviours.endless_body, "body_is_within_limit", True),
        (behaviours.gzip_bomb, "body_is_within_limit", True),
        (behaviours.broken_gzip, "body_is_whole", False),
        (behaviours.short_gzip, "body_is_whole", False),
        (behaviours.truncated, "body_is_whole", False),
        (behaviours.truncated_chunks, "body_is_whole", False),
    ],
)
def test_each_misbehaviour_ends_in_its_own_failure(
    news: NewsServer, failure_of: Fail, behaviour: Any, check_name: str, is_permanent: bool
) -> None:
    start = time.monotonic()
    url = news.route("/bad", behaviour)
    failure = failure_of(url, timeout_s=1, deadline_s=2, max_bytes=LIMIT)
    assert (failure.check_name, failure.is_permanent) == (check_name, is_permanent)
    assert failure.message.startswith(f"{url}: ")
    assert time.monotonic() - start < MARGIN_S


def test_of_a_gigabyte_only_as_much_is_taken_as_the_limit_and_what_was_on_its_way(
    news: NewsServer, failure_of: Fail
) -> None:
    failure_of(news.route("/endless", behaviours.endless_body), max_bytes=LIMIT)
    assert news.sent["/endless"] < 64 * behaviours.MEGABYTE  # buffers of the sockets, wide


@pytest.mark.parametrize("size", ["5000000", "9" * 60])
def test_a_body_that_says_it_is_too_long_is_not_read(news: NewsServer, failure_of: Fail, size: str) -> None:
    url = news.route("/long", behaviours.bytes_of(f"HTTP/1.1 200 OK\r\nContent-Length: {size}\r\n\r\na".encode()))
    assert failure_of(url, max_bytes=LIMIT, retries=0).check_name in {"body_is_within_limit", "server_answers"}


def test_a_body_of_just_the_limit_is_taken(news: NewsServer, make_fetcher: MakeFetcher) -> None:
    plain = news.page("/plain", bytes(LIMIT))
    packed = news.route("/packed", Reply(gzip.compress(bytes(LIMIT)), headers={"Content-Encoding": "x-gzip"}))
    for url in (plain, packed):
        assert make_fetcher(max_bytes=LIMIT).fetch(Request(url)).body == bytes(LIMIT)


def test_a_body_longer_than_its_content_length_ends_there(news: NewsServer, make_fetcher: MakeFetcher) -> None:
    answer = b"HTTP/1.1 200 OK\r\nContent-Length: 4\r\n\r\nnews and more of it"
    assert make_fetcher().fetch(Request(news.route("/a", behaviours.bytes_of(answer)))).body == b"news"


def test_a_packing_that_was_not_asked_for_is_refused(news: NewsServer, failure_of: Fail) -> None:
    failure = failure_of(news.route("/a", Reply(b"\x1b\x03\x00", headers={"Content-Encoding": "br"})))
    assert (failure.check_name, failure.value) == ("encoding_is_known", "br")


def test_redirects_without_end_end(news: NewsServer, failure_of: Fail) -> None:
    for number in range(30):
        news.redirect(f"/{number}", f"/{number + 1}")
    failure = failure_of(news.url("/0"), max_redirects=5)
    assert (failure.check_name, failure.is_permanent) == ("redirects_end", True)
    assert [asked.path for asked in news.requests] == ["/robots.txt", "/0", "/1", "/2", "/3", "/4", "/5"]


def test_redirects_in_a_circle_end(news: NewsServer, failure_of: Fail) -> None:
    news.redirect("/b", "/a#elsewhere")
    failure = failure_of(news.redirect("/a", "/b"))
    assert (failure.check_name, "circle" in failure.message) == ("redirects_end", True)
    assert len(news.requests) == 3


def test_a_redirect_to_nowhere_is_a_failure(news: NewsServer, failure_of: Fail) -> None:
    assert failure_of(news.route("/a", Reply(status=302))).check_name == "status_is_ok"


@pytest.mark.parametrize(
    "target",
    [
        *(
            "http://10.0.0.1/",
            "http://169.254.169.254/latest/meta-data/",
            "http://[::1]:{port}/",
            "http://0.0.0.0:{port}/",
        ),
        *("http://127.0.0.2:{port}/", "http://[::ffff:127.0.0.2]:{port}/", "http://2130706434:{port}/"),
        *("http://0x7f.2:{port}/", "http://[64:ff9b::7f00:1]/", "http://[fe80::1]/", "http://192.168.1.1/admin"),
    ],
)
def test_no_redirect_leads_to_an_address_that_is_not_let_in(news: NewsServer, failure_of: Fail, target: str) -> None:
    url = news.redirect("/a", target.format(port=news.port))
    with NewsServer("127.0.0.2") as private:
        for obey_robots in (True, False):
            failure = failure_of(url, obey_robots=obey_robots)
            assert (failure.check_name, failure.is_permanent) == ("address_is_public", True)
            assert failure.value is not None
            assert not is_reachable(failure.value)
            assert "STANCEHOUSE_FETCH_ALLOWED_NETWORKS" in failure.message
        assert private.requests == []
    assert {asked.path for asked in news.requests} <= {"/robots.txt", "/a"}


def test_this_machine_is_not_reached_unless_it_is_let_in(news: NewsServer, failure_of: Fail) -> None:
    for host in ("127.0.0.1", "localhost"):
        failure = failure_of(f"http://{host}:{news.port}/", allowed_networks="")
        assert (failure.check_name, failure.is_permanent) == ("address_is_public", True)
    assert news.requests == []


def test_the_address_that_was_checked_is_the_one_connected_to(news: NewsServer) -> None:
    answers = iter([["127.0.0.1"], ["127.0.0.2"], []])
    asked: list[str] = []

    async def rebinding(host: str, port: int) -> list[str]:
        asked.append(host)
        return next(answers)

    async def connect() -> tuple[str, int]:
        backend = GuardedBackend(FetchSettings(allowed_networks="127.0.0.1/32").allowed_networks, rebinding)
        stream = await backend.connect_tcp("rebinding.example", news.port, timeout=10)
        address: tuple[str, int] = stream.get_extra_info("server_addr")
        await stream.aclose()
        with pytest.raises(AddressRefused):
            await backend.connect_tcp("rebinding.example", news.port, timeout=10)
        return address

    assert anyio.run(connect) == ("127.0.0.1", news.port)
    assert asked == ["rebinding.example"] * 2


def test_a_host_with_a_dead_address_is_reached_by_its_next_one(news: NewsServer) -> None:
    async def two(host: str, port: int) -> list[str]:
        return ["10.9.9.9", "127.0.0.3", "127.0.0.1"]

    async def connect() -> str:
        backend = GuardedBackend(FetchSettings(allowed_networks="127.0.0.0/8").allowed_networks, two)
        stream = await backend.connect_tcp("two.example", news.port, timeout=10)
        address: tuple[str, int] = stream.get_extra_info("server_addr")
        await stream.aclose()
        return address[0]

    assert anyio.run(connect) == "127.0.0.1"


def test_no_socket_of_the_machine_is_opened() -> None:
    with pytest.raises(AddressRefused):
        anyio.run(GuardedBackend().connect_unix_socket, "/run/some.sock")


@pytest.mark.parametrize(
    ("url", "check_name"),
    [
        *(("file:///etc/passwd", "scheme_is_http"), ("ftp://news.example/a", "scheme_is_http")),
        *(("news.example/a", "scheme_is_http"), ("http://", "scheme_is_http"), ("", "scheme_is_http")),
        *(("http://news.example:99999/", "url_is_valid"), ("http://news.example:0/", "url_is_valid")),
        *(("http://news.example:port/", "url_is_valid"), ("http://a\x00b/", "url_is_valid")),
        ("http://news.example/" + "a" * 10_000, "url_is_valid"),
    ],
)
def test_what_cannot_be_fetched_says_why(failure_of: Fail, url: str, check_name: str) -> None:
    failure = failure_of(url)
    assert (failure.check_name, failure.is_permanent) == (check_name, True)


@pytest.mark.parametrize("target", ["file:///etc/passwd", "gopher://127.0.0.1/", "//news.example:0/", "http://a:b:c/"])
def test_no_redirect_leads_out_of_the_web(news: NewsServer, failure_of: Fail, target: str) -> None:
    failure = failure_of(news.redirect("/a", target))
    assert failure.check_name in {"scheme_is_http", "url_is_valid"}
    assert failure.is_permanent


@pytest.mark.parametrize("host", ["xn--", "xn--ls8h.invalid", "a" * 300, "[bad", "a..b"])
def test_a_host_that_cannot_be_is_a_failure(failure_of: Fail, host: str) -> None:
    assert failure_of(f"http://{host}/", retries=0).check_name in {"host_is_known", "url_is_valid"}


@settings(max_examples=60, deadline=None, suppress_health_check=list(HealthCheck))
@given(
    st.sampled_from([b"", b"HTTP/1.1 200 OK\r\n", b"HTTP/1.1 302 Found\r\nLocation: ", b"HTTP/1.0 200\r\nContent-"])
    | st.just(b"HTTP/1.1 200 OK\r\nContent-Type: "),
    st.binary(max_size=200) | st.text(max_size=100).map(str.encode),
    st.sampled_from([b"", b"\r\n\r\n", b"\r\n\r\nbody"]),
)
def test_whatever_a_server_answers_is_a_page_or_a_failure(
    fuzzed: tuple[NewsServer, Fetcher], head: bytes, middle: bytes, end: bytes
) -> None:
    news, fetcher = fuzzed
    news.route("/fuzz", behaviours.bytes_of(head + middle + end))
    given = next(fetcher.fetch_all([Request(news.url("/fuzz"))]))
    assert isinstance(given, Fetched | FetchFailed)


@pytest.fixture(scope="module")
def fuzzed() -> Any:
    told = FetchSettings(allowed_networks="127.0.0.1/32", delay_s=0, timeout_s=2, deadline_s=4, retries=0)
    with NewsServer() as news, Fetcher(told) as fetcher:
        yield news, fetcher


def test_the_errors_that_are_told_of_are_all_that_httpcore_has() -> None:
    kinds = (httpcore.TimeoutException, httpcore.NetworkError, httpcore.ProtocolError, httpcore.ProxyError)
    named = {name: getattr(httpcore, name) for name in httpcore.__all__}
    errors = {name for name, one in named.items() if isinstance(one, type) and issubclass(one, Exception)}
    untold = {name for name in errors if not issubclass(named[name], kinds)}
    assert untold == {
        "UnsupportedProtocol",
        "ConnectionNotAvailable",
    }
