"""Tries after the first, Retry-After, and the pace of requests."""

from __future__ import annotations

import itertools
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from flows.fetching.failures import until
from flows.fetching.model import FetchFailed, Request
from flows.fetching.retries import retry_after
from tests.flows.fetching.conftest import MakeFetcher
from tests.servers import behaviours
from tests.servers.news import NewsServer, Reply

Fail = Callable[..., FetchFailed]
NOW = datetime(2026, 3, 1, 12, tzinfo=UTC)


@pytest.mark.parametrize("first", [Reply(status=500), Reply(status=503), Reply(status=429), Reply(status=408),
                                   behaviours.hanging_up, behaviours.truncated, behaviours.silent])  # fmt: skip
def test_what_may_pass_is_tried_again(news: NewsServer, make_fetcher: MakeFetcher, first: Reply) -> None:
    url = news.route("/a", first, first, Reply(b"<p>a"))
    assert make_fetcher(retries=2, timeout_s=1).fetch(Request(url)).body == b"<p>a"
    assert len(news.asked("/a")) == 3


@pytest.mark.parametrize("first", [Reply(status=404), Reply(status=403), Reply(status=400), behaviours.gzip_bomb])
def test_what_stays_is_not_tried_again(news: NewsServer, failure_of: Fail, first: Reply) -> None:
    failure_of(news.route("/a", first, Reply(b"<p>a")), retries=5, max_bytes=100_000)
    assert len(news.asked("/a")) == 1


def test_tries_end_and_the_last_failure_is_told(news: NewsServer, failure_of: Fail) -> None:
    failure = failure_of(news.route("/a", Reply(status=503), Reply(status=500), Reply(status=502)), retries=2)
    assert (failure.value, failure.is_permanent) == ("502", False)
    assert len(news.asked("/a")) == 3


def test_waits_grow_from_try_to_try(news: NewsServer, failure_of: Fail) -> None:
    failure_of(news.route("/a", Reply(status=500)), retries=3, retry_wait_s=0.1)
    times = [asked.at for asked in news.asked("/a")]
    waits = [later - earlier for earlier, later in itertools.pairwise(times)]
    assert [wait >= least for wait, least in zip(waits, (0.09, 0.19, 0.39), strict=True)] == [True] * 3


@pytest.mark.parametrize("is_date", [False, True])
@pytest.mark.parametrize("status", [429, 503])
def test_a_server_is_not_asked_before_its_retry_after(
    news: NewsServer, make_fetcher: MakeFetcher, status: int, is_date: bool
) -> None:
    # a date has whole seconds, so one two seconds ahead is more than one ahead
    wait = format_datetime(datetime.now(UTC) + timedelta(seconds=2.5), usegmt=True) if is_date else "1"
    url = news.route("/a", Reply(status=status, headers={"Retry-After": wait}), Reply(b"<p>a"))
    assert make_fetcher().fetch(Request(url)).body == b"<p>a"
    first, second = news.asked("/a")
    assert second.at - first.at >= 0.9


def test_a_429_holds_the_other_pages_of_its_host_too(news: NewsServer, make_fetcher: MakeFetcher) -> None:
    busy = news.route("/busy", Reply(status=429, headers={"Retry-After": "1"}), Reply(b"<p>a"))
    fetcher = make_fetcher(connections_per_host=1)
    pages = list(fetcher.fetch_all([Request(busy), Request(news.page("/other", "<p>b"))]))
    assert [type(page).__name__ for page in pages] == ["Fetched", "Fetched"]
    assert news.asked("/other")[0].at - news.asked("/busy")[0].at >= 0.9


def test_a_retry_after_beyond_patience_fails_and_says_until_when(news: NewsServer, make_fetcher: MakeFetcher) -> None:
    url = news.route("/a", Reply(status=429, headers={"Retry-After": "7200"}), Reply(b"<p>a"))
    first, second = make_fetcher(connections_per_host=1).fetch_all([Request(url), Request(news.page("/b", "<p>b"))])
    assert isinstance(first, FetchFailed)
    assert isinstance(second, FetchFailed)
    assert (first.check_name, first.is_permanent) == ("status_is_ok", False)
    assert (second.check_name, second.is_permanent) == ("host_may_be_asked", False)
    for failure in (first, second):
        assert until(7200)[:10] in failure.message or until(7100)[:10] in failure.message
        assert "STANCEHOUSE_FETCH_WAIT_MAX_S" in failure.message
    assert len(news.asked("/a")) == 1
    assert news.asked("/b") == []


@given(st.integers(0, 10**30))
def test_retry_after_is_read_in_seconds(seconds: int) -> None:
    assert retry_after(str(seconds), NOW) == float(str(seconds)[:12])


@given(st.datetimes(datetime(1990, 1, 1), datetime(2090, 1, 1)))  # noqa: DTZ001
def test_retry_after_is_read_as_a_date_and_one_that_has_passed_is_no_wait(moment: datetime) -> None:
    moment = moment.replace(tzinfo=UTC, microsecond=0)
    expected = max(0.0, (moment - NOW).total_seconds())
    assert retry_after(format_datetime(moment, usegmt=True), NOW) == expected


@given(st.text(max_size=60))
def test_any_retry_after_is_a_wait_or_none(header: str) -> None:
    wait = retry_after(header, NOW)
    assert wait is None or wait >= 0
    assert until(wait or 0)


def test_requests_to_one_host_start_at_least_the_delay_apart(news: NewsServer, make_fetcher: MakeFetcher) -> None:
    requests = [Request(news.page(f"/{number}", "<p>a"), delay_s=0.3) for number in range(4)]
    list(make_fetcher(connections_per_host=8, obey_robots=False).fetch_all(requests))
    starts = sorted(asked.at for asked in news.requests)
    assert starts[-1] - starts[0] > 0.5  # 0.9, less what the first one's connection took


def test_no_more_requests_are_under_way_to_a_host_than_set(news: NewsServer, make_fetcher: MakeFetcher) -> None:
    def slowly(exchange: object) -> None:
        exchange.wait(0.05)  # type: ignore[attr-defined]
        exchange.send(b"HTTP/1.1 200 OK\r\nContent-Length: 1\r\n\r\na")  # type: ignore[attr-defined]

    requests = [Request(news.route(f"/{number}", slowly)) for number in range(12)]
    list(make_fetcher(connections_per_host=3, connections=10).fetch_all(requests))
    assert 1 < news.most_under_way <= 3
