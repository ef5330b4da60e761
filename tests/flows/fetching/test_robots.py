"""robots.txt, and the crawl delay in it."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from flows.fetching.model import FetchFailed, Request
from tests.flows.fetching.conftest import MakeFetcher
from tests.servers import behaviours
from tests.servers.news import NewsServer, Reply

Fail = Callable[..., FetchFailed]
OURS = "User-agent: *\nDisallow:\n\nUser-agent: stancehouse\nDisallow: /closed/\nAllow: /closed/door\n"


def test_what_robots_txt_closes_is_not_asked_for(news: NewsServer, failure_of: Fail) -> None:
    news.robots(OURS)
    url = news.page("/closed/a", "<p>a")
    failure = failure_of(url)
    assert (failure.check_name, failure.value, failure.is_permanent) == ("robots_allow", "/closed/a", True)
    assert "STANCEHOUSE_FETCH_OBEY_ROBOTS" in failure.message
    assert [asked.path for asked in news.requests] == ["/robots.txt"]


def test_what_robots_txt_leaves_open_is_fetched_and_it_is_asked_for_once(
    news: NewsServer, make_fetcher: MakeFetcher
) -> None:
    news.robots("\ufeff" + OURS)
    fetcher = make_fetcher()
    for path in ("/open", "/closed/door", "/open?page=2"):
        assert fetcher.fetch(Request(news.page(path, "<p>a"))).status == 200
    assert len(news.asked("/robots.txt")) == 1


def test_robots_txt_is_asked_for_again_once_it_expires(news: NewsServer, make_fetcher: MakeFetcher) -> None:
    news.robots(OURS)
    fetcher = make_fetcher(robots_expiry_s=1e-9)
    for _ in range(2):
        fetcher.fetch(Request(news.page("/open", "<p>a")))
    assert len(news.asked("/robots.txt")) == 2


def test_robots_txt_is_passed_over_only_where_a_setting_says_so(news: NewsServer, make_fetcher: MakeFetcher) -> None:
    news.robots(OURS)
    assert make_fetcher(obey_robots=False).fetch(Request(news.page("/closed/a", "<p>a"))).status == 200
    assert news.asked("/robots.txt") == []


def test_a_redirect_into_what_is_closed_is_not_followed(news: NewsServer, failure_of: Fail) -> None:
    news.robots(OURS)
    news.page("/closed/a", "<p>a")
    failure = failure_of(news.redirect("/open", "/closed/a"))
    assert (failure.check_name, failure.url) == ("robots_allow", news.url("/open"))
    assert news.url("/closed/a") in failure.message
    assert news.asked("/closed/a") == []


@pytest.mark.parametrize("status", [400, 401, 403, 404, 410, 451])
def test_where_there_is_no_robots_txt_all_is_open(news: NewsServer, make_fetcher: MakeFetcher, status: int) -> None:
    news.route("/robots.txt", Reply(OURS.encode(), status))
    assert make_fetcher().fetch(Request(news.page("/closed/a", "<p>a"))).status == 200


@pytest.mark.parametrize("reply", [Reply(status=500), Reply(status=503), Reply(status=429), behaviours.broken_gzip,
                                   behaviours.slow_body])  # fmt: skip
def test_while_robots_txt_does_not_answer_nothing_is_fetched(news: NewsServer, failure_of: Fail, reply: Reply) -> None:
    news.route("/robots.txt", reply)
    failure = failure_of(news.page("/open", "<p>a"), deadline_s=0.5)
    assert (failure.check_name, failure.is_permanent) == ("robots_allow", False)
    assert news.asked("/open") == []


def test_robots_txt_that_failed_is_not_asked_for_again_for_each_page(
    news: NewsServer, make_fetcher: MakeFetcher
) -> None:
    news.route("/robots.txt", Reply(status=500))
    requests = [Request(news.url(f"/{number}")) for number in range(5)]
    failures = list(make_fetcher(retries=0).fetch_all(requests))
    assert [one.url for one in failures] == [one.url for one in requests]
    assert len(news.requests) == 1


def test_a_server_that_is_down_fails_as_a_server_and_not_as_robots_txt(news: NewsServer, failure_of: Fail) -> None:
    news.route("/robots.txt", behaviours.hanging_up)
    url = news.url("/open")
    failure = failure_of(url)
    assert (failure.check_name, failure.is_permanent) == ("server_answers", False)
    assert failure.message.startswith(f"{url}: the server gives no answer")


def test_robots_txt_is_found_behind_redirects_but_not_at_a_closed_address(
    news: NewsServer, failure_of: Fail, make_fetcher: MakeFetcher
) -> None:
    news.redirect("/robots.txt", "/rules")
    news.page("/rules", OURS, "text/plain")
    assert failure_of(news.url("/closed/a")).check_name == "robots_allow"
    news.redirect("/robots.txt", "http://10.0.0.1/robots.txt")
    assert failure_of(news.url("/open")).check_name == "address_is_public"
    news.redirect("/robots.txt", "/robots.txt")
    assert make_fetcher().fetch(Request(news.page("/open", "<p>a"))).status == 200


def test_of_an_endless_robots_txt_the_beginning_counts(news: NewsServer, failure_of: Fail) -> None:
    news.robots(OURS + "# nothing\n" * 400_000)
    assert failure_of(news.url("/closed/a")).check_name == "robots_allow"
    news.route("/robots.txt", behaviours.endless_body)
    assert failure_of(news.url("/nowhere")).check_name == "status_is_ok"
    assert news.sent["/robots.txt"] < 64 * behaviours.MEGABYTE


def test_the_crawl_delay_lies_between_the_starts_of_requests(news: NewsServer, make_fetcher: MakeFetcher) -> None:
    news.robots("User-agent: *\nCrawl-delay: 0.3\n")
    requests = [Request(news.page(f"/{number}", "<p>a"), delay_s=0.01) for number in range(3)]
    list(make_fetcher(connections_per_host=5).fetch_all(requests))
    starts = [asked.at for asked in news.requests]
    assert len(starts) == 4
    assert starts[-1] - starts[0] > 0.5  # 0.9, less what the first one's connection took


def test_a_crawl_delay_beyond_patience_is_refused_and_not_broken(news: NewsServer, failure_of: Fail) -> None:
    news.robots("User-agent: *\nCrawl-delay: 86400\n")
    failure = failure_of(news.page("/a", "<p>a"))
    assert (failure.check_name, failure.value) == ("crawl_delay_is_bearable", "86400")
    assert news.asked("/a") == []
