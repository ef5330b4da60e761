"""HTTP/2 and TLS, against hypercorn with a certificate of an authority of the test's own."""

from __future__ import annotations

import asyncio
import socket
import ssl
import threading
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import hpack
import pytest
import trustme
from hypercorn.asyncio import serve
from hypercorn.config import Config

from flows.fetching.fetcher import Fetcher
from flows.fetching.model import Fetched, FetchFailed, Request
from flows.fetching.settings import FetchSettings
from schemas.errors import InputError
from tests.flows.fetching.conftest import MakeFetcher

MEGABYTE = 1_048_576


@dataclass
class Site:
    """An HTTPS site, and the requests that came as (HTTP version, path)."""

    port: int
    ca_file: Path
    asked: list[tuple[str, str]] = field(default_factory=list)

    def url(self, path: str) -> str:
        return f"https://localhost:{self.port}{path}"

    async def app(self, scope: dict[str, Any], receive: Callable[..., Any], send: Callable[..., Any]) -> None:
        if scope["type"] != "http":
            return
        self.asked.append((scope["http_version"], scope["path"]))
        status = 404 if scope["path"] == "/robots.txt" else 200
        await send({"type": "http.response.start", "status": status, "headers": [(b"content-type", b"text/html")]})
        for _ in range(1024 if scope["path"] == "/endless" else 0):
            await send({"type": "http.response.body", "body": bytes(MEGABYTE), "more_body": True})
        await send({"type": "http.response.body", "body": b"<p>news"})


@pytest.fixture
def site(tmp_path: Path) -> Iterator[Site]:
    authority = trustme.CA()
    authority.cert_pem.write_to_path(tmp_path / "ca.pem")
    certificate = authority.issue_cert("localhost")
    certificate.cert_chain_pems[0].write_to_path(tmp_path / "cert.pem")
    certificate.private_key_pem.write_to_path(tmp_path / "key.pem")
    listening = socket.create_server(("127.0.0.1", 0))
    config = Config()
    config.bind = [f"fd://{listening.fileno()}"]
    config.certfile, config.keyfile = str(tmp_path / "cert.pem"), str(tmp_path / "key.pem")
    config.graceful_timeout = 0.1
    served = Site(listening.getsockname()[1], tmp_path / "ca.pem")
    loop, stop = asyncio.new_event_loop(), asyncio.Event()
    work = serve(served.app, config, shutdown_trigger=stop.wait)  # type: ignore[arg-type]
    thread = threading.Thread(target=loop.run_until_complete, args=(work,))
    thread.start()
    try:
        yield served
    finally:
        loop.call_soon_threadsafe(stop.set)
        thread.join(30)
        loop.close()
        listening.detach()


def test_pages_come_over_http_2_where_the_server_speaks_it(site: Site, make_fetcher: MakeFetcher) -> None:
    pages = list(make_fetcher(ca_file=site.ca_file).fetch_all(Request(site.url(f"/{number}")) for number in range(6)))
    assert [page.body for page in pages if isinstance(page, Fetched)] == [b"<p>news"] * 6
    assert site.asked[0] == ("2", "/robots.txt")
    assert sorted(site.asked[1:]) == [("2", f"/{number}") for number in range(6)]


def test_an_endless_body_over_http_2_is_cut_off_and_others_still_come(site: Site, make_fetcher: MakeFetcher) -> None:
    fetcher = make_fetcher(ca_file=site.ca_file, max_bytes=MEGABYTE)
    requests = [Request(site.url(path)) for path in ("/endless", "/a", "/endless", "/b")]
    given = list(fetcher.fetch_all(requests))
    assert [one.check_name for one in given if isinstance(one, FetchFailed)] == ["body_is_within_limit"] * 2
    assert [isinstance(one, Fetched) for one in given] == [False, True, False, True]


@pytest.mark.parametrize("status", ["abc", "", "99999", "-1", "204"])
def test_an_http_2_status_that_is_none_is_a_failure(tmp_path: Path, make_fetcher: MakeFetcher, status: str) -> None:
    authority = trustme.CA()
    authority.cert_pem.write_to_path(tmp_path / "ca.pem")
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    authority.issue_cert("localhost").configure_cert(context)
    context.set_alpn_protocols(["h2"])
    head = hpack.Encoder().encode([(":status", status)])
    with socket.create_server(("127.0.0.1", 0)) as listening:

        def answer() -> None:
            connection, _ = listening.accept()
            with context.wrap_socket(connection, server_side=True) as stream:
                stream.recv(65_536)
                stream.sendall(bytes([0, 0, 0, 4, 0, 0, 0, 0, 0]))  # SETTINGS, then HEADERS that end stream 1
                stream.sendall(bytes([0, 0, len(head), 1, 5, 0, 0, 0, 1]) + head)
                while stream.recv(65_536):
                    pass

        thread = threading.Thread(target=answer)
        thread.start()
        fetcher = make_fetcher(ca_file=tmp_path / "ca.pem", obey_robots=False, retries=0)
        with fetcher, pytest.raises(FetchFailed) as caught:
            fetcher.fetch(Request(f"https://localhost:{listening.getsockname()[1]}/"))
        thread.join(30)
    assert caught.value.check_name in {"server_answers", "status_is_ok"}


def test_a_certificate_of_an_unknown_authority_is_refused(site: Site, make_fetcher: MakeFetcher) -> None:
    with pytest.raises(FetchFailed) as caught:
        make_fetcher().fetch(Request(site.url("/a")))
    assert (caught.value.check_name, caught.value.is_permanent) == ("certificate_is_trusted", False)
    assert "STANCEHOUSE_FETCH_CA_FILE" in caught.value.message
    assert site.asked == []


def test_a_certificate_for_another_name_is_refused(site: Site, make_fetcher: MakeFetcher) -> None:
    with pytest.raises(FetchFailed) as caught:
        make_fetcher(ca_file=site.ca_file).fetch(Request(f"https://127.0.0.1:{site.port}/a"))
    assert caught.value.check_name == "certificate_is_trusted"


def test_a_file_without_certificates_names_its_setting(tmp_path: Path) -> None:
    (tmp_path / "ca.pem").write_text("no certificate")
    with Fetcher(FetchSettings(ca_file=tmp_path / "ca.pem")) as fetcher, pytest.raises(InputError, match="CA_FILE"):
        fetcher.fetch(Request("https://news.example/"))
