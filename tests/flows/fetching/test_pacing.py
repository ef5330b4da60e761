"""Turns of requests, and proxies, which are used only where a setting says so."""

from __future__ import annotations

from collections.abc import Callable
from itertools import pairwise

import anyio
import pytest

from flows.fetching.model import FetchFailed, Request
from flows.fetching.pacing import KEPT_HOSTS, Pacer, TooLongToWait
from flows.fetching.settings import FetchSettings
from schemas.errors import InputError
from tests.flows.fetching.conftest import MakeFetcher
from tests.servers.news import NewsServer, Reply

Fail = Callable[..., FetchFailed]


def test_a_pacer_forgets_hosts_that_wait_for_nothing() -> None:
    async def visit() -> int:
        pacer = Pacer(FetchSettings(wait_max_s=0))
        for number in range(2 * KEPT_HOSTS):
            async with pacer.turn(f"{number}.example", 0):
                pass
        return len(pacer._hosts)

    assert anyio.run(visit) <= KEPT_HOSTS


def test_turns_of_one_host_begin_the_delay_apart_and_those_of_another_do_not_wait() -> None:
    starts: list[float] = []

    async def visit(pacer: Pacer) -> None:
        async with pacer.turn("a.example", 0.1):
            starts.append(anyio.current_time())

    async def visit_all() -> None:
        pacer = Pacer(FetchSettings(connections_per_host=8))
        async with anyio.create_task_group() as group:
            for _ in range(4):
                group.start_soon(visit, pacer)
        with anyio.fail_after(10):
            async with pacer.turn("b.example", 3600):
                pass

    anyio.run(visit_all)
    assert all(later - earlier >= 0.09 for earlier, later in pairwise(starts))


def test_a_host_on_hold_is_left_alone_and_others_are_not() -> None:
    async def visit() -> None:
        pacer = Pacer(FetchSettings(wait_max_s=1))
        pacer.hold("busy.example", 1000)
        with pytest.raises(TooLongToWait):
            async with pacer.turn("busy.example", 0):
                pass
        async with pacer.turn("other.example", 0):
            pass

    anyio.run(visit)


def test_a_turn_that_is_cancelled_is_given_to_the_next() -> None:
    async def visit() -> bool:
        pacer = Pacer(FetchSettings(connections=1, connections_per_host=1))
        async with pacer.turn("a.example", 0):
            for host in ("a.example", "b.example"):
                with anyio.move_on_after(0.01):
                    async with pacer.turn(host, 0):
                        return False
        with anyio.fail_after(10):
            for host in ("a.example", "b.example"):
                async with pacer.turn(host, 0):
                    pass
        return True

    assert anyio.run(visit)


def test_a_proxy_of_the_environment_is_used_only_where_a_setting_says_so(
    news: NewsServer, make_fetcher: MakeFetcher, failure_of: Fail, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("http_proxy", f"http://me:hunter2@127.0.0.1:{news.port}")
    monkeypatch.setenv("no_proxy", "127.0.0.2")
    url = "http://harbour.invalid/a"
    news.route(url, Reply(b"<p>by proxy"))
    assert failure_of(url).check_name == "host_is_known"
    assert news.requests == []
    fetcher = make_fetcher(trust_env=True)
    assert fetcher.fetch(Request(url)).body == b"<p>by proxy"
    assert [asked.path for asked in news.requests] == ["http://harbour.invalid/robots.txt", url]
    with pytest.raises(FetchFailed) as caught:
        fetcher.fetch(Request("http://127.0.0.2/a"))
    assert caught.value.check_name == "address_is_public"


def test_a_proxy_of_another_kind_is_refused_without_its_password(
    make_fetcher: MakeFetcher, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("https_proxy", "socks5://me:hunter2@127.0.0.1:1080")
    with pytest.raises(InputError, match="HTTPS_PROXY is 'socks5:") as caught:
        make_fetcher(trust_env=True).fetch(Request("https://harbour.invalid/a"))
    assert "hunter2" not in str(caught.value)
