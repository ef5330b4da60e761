"""A news server and a fetcher that may reach it, quick to give up."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import ExitStack

import pytest

from flows.fetching.fetcher import Fetcher
from flows.fetching.model import FetchFailed, Request
from flows.fetching.settings import FetchSettings
from tests.servers.news import NewsServer

MakeFetcher = Callable[..., Fetcher]


@pytest.fixture
def news() -> Iterator[NewsServer]:
    with NewsServer() as server:
        yield server


@pytest.fixture
def make_fetcher() -> Iterator[MakeFetcher]:
    """A fetcher that reaches this machine by one address only, waits for nothing, and has the given settings."""
    with ExitStack() as stack:

        def make(**settings: object) -> Fetcher:
            quick = {
                "contact": "desk@news.example",
                "allowed_networks": "127.0.0.1/32",
                "delay_s": 0,
                "timeout_s": 10,
                "deadline_s": 20,
                "retries": 1,
                "retry_wait_s": 0.01,
            }
            return stack.enter_context(Fetcher(FetchSettings(**{**quick, **settings})))

        yield make


@pytest.fixture
def failure_of(make_fetcher: MakeFetcher) -> Callable[..., FetchFailed]:
    """How a URL fails."""

    def fail(url: str, **settings: object) -> FetchFailed:
        with pytest.raises(FetchFailed) as caught:
            make_fetcher(**settings).fetch(Request(url))
        return caught.value

    return fail
