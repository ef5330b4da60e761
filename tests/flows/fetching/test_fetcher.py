"""What the fetcher brings from a server that behaves."""

from __future__ import annotations

import base64
import logging
import threading
from collections.abc import Callable, Iterator

import pytest

from flows.fetching.model import Fetched, FetchFailed, Request, Validators
from tests.flows.fetching.conftest import MakeFetcher
from tests.servers.news import NewsServer, Reply, article_page

Fail = Callable[..., FetchFailed]
LAST_MODIFIED = "Sun, 01 Mar 2026 10:00:00 GMT"


def test_a_page_comes_with_what_the_server_says_of_it(news: NewsServer, make_fetcher: MakeFetcher) -> None:
    page = article_page("Ferry stops", ["The ferry stops at noon."], "2026-03-01")
    url = news.page("/ferry", page, "Text/HTML; Charset=ISO-8859-15", '"v1"', LAST_MODIFIED)
    fetched = make_fetcher().fetch(Request(url))
    assert fetched.body.decode() == page
    assert (fetched.url, fetched.final_url, fetched.status) == (url, url, 200)
    assert (fetched.content_type, fetched.charset) == ("text/html", "iso-8859-15")
    assert fetched.validators == Validators('"v1"', LAST_MODIFIED)
    assert fetched.retrieved_at.utcoffset() is not None
    assert not fetched.is_unchanged


@pytest.mark.parametrize(
    "content_type", ["text/html", "text/html; charset=", ";charset", "text/html; charset*=x''y", ""]
)
def test_no_charset_is_made_up(news: NewsServer, make_fetcher: MakeFetcher, content_type: str) -> None:
    fetched = make_fetcher().fetch(Request(news.page("/a", "<p>a", content_type)))
    assert fetched.body == b"<p>a"
    assert fetched.charset in {None, "", "y"}


@pytest.mark.parametrize("given", [('"v1"', None), (None, LAST_MODIFIED), ('"v1"', LAST_MODIFIED)])
def test_what_has_not_changed_costs_one_304_and_keeps_its_validators(
    news: NewsServer, make_fetcher: MakeFetcher, given: tuple[str | None, str | None]
) -> None:
    url = news.page("/feed", "<rss/>", etag=given[0], last_modified=given[1])
    fetcher = make_fetcher()
    first = fetcher.fetch(Request(url))
    again = fetcher.fetch(Request(url, first.validators))
    assert (again.is_unchanged, again.status, again.body) == (True, 304, b"")
    assert again.validators == Validators(*given)
    assert len(news.asked("/feed")) == 2


def test_what_has_changed_comes_whole_with_its_new_validators(news: NewsServer, make_fetcher: MakeFetcher) -> None:
    url = news.page("/feed", "<rss>2</rss>", etag='"v2"')
    fetched = make_fetcher().fetch(Request(url, Validators('"v1"', LAST_MODIFIED)))
    assert (fetched.is_unchanged, fetched.body, fetched.validators) == (
        False,
        b"<rss>2</rss>",
        Validators('"v2"', None),
    )


def test_a_validator_that_would_break_the_head_is_not_sent(news: NewsServer, make_fetcher: MakeFetcher) -> None:
    url = news.page("/feed", "<rss/>")
    assert make_fetcher().fetch(Request(url, Validators('"v1"\r\nX-Evil: 1', "Montag, 1. März"))).status == 200
    assert not {"if-none-match", "if-modified-since", "x-evil"} & set(news.asked("/feed")[0].headers)


@pytest.mark.parametrize("status", [301, 302, 303, 307, 308])
def test_redirects_are_followed_and_the_last_url_is_kept(
    news: NewsServer, make_fetcher: MakeFetcher, status: int
) -> None:
    news.page("/new/place", "<p>here")
    news.redirect("/middle", "new/place?n=1#part", status)
    news.page("/new/place?n=1", "<p>there")
    url = news.redirect("/old", news.url("/middle"), status)
    fetched = make_fetcher().fetch(Request(url))
    assert (fetched.url, fetched.final_url, fetched.body) == (url, news.url("/new/place?n=1"), b"<p>there")


def test_the_server_is_told_who_asks_and_what_can_be_unpacked(news: NewsServer, make_fetcher: MakeFetcher) -> None:
    make_fetcher().fetch(Request(news.page("/a", "<p>a")))
    for asked in news.requests:
        assert asked.headers["user-agent"].startswith("stancehouse/")
        assert asked.headers["user-agent"].endswith(" (+desk@news.example)")
        assert asked.headers["accept-encoding"] == "gzip, deflate"


def test_no_cookie_is_sent_back(news: NewsServer, make_fetcher: MakeFetcher) -> None:
    url = news.route("/a", Reply(b"a", headers={"Set-Cookie": "who=me; Path=/"}))
    fetcher = make_fetcher()
    fetcher.fetch(Request(url))
    fetcher.fetch(Request(url))
    assert not any("cookie" in asked.headers for asked in news.requests)


def test_a_credential_is_sent_but_neither_kept_nor_logged(
    news: NewsServer, make_fetcher: MakeFetcher, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    news.page("/feed?key=hunter3", "<rss/>")
    url = f"http://me:hunter2@127.0.0.1:{news.port}/feed?key=hunter3"
    fetcher = make_fetcher(retries=0)
    fetched = fetcher.fetch(Request(url))
    with pytest.raises(FetchFailed) as caught:
        fetcher.fetch(Request(url.replace("/feed", "/gone")))
    sent = base64.b64encode(b"me:hunter2").decode()
    assert news.asked("/feed?key=hunter3")[0].headers["authorization"] == f"Basic {sent}"
    told = f"{fetched} {caught.value} {vars(caught.value)} {caplog.text}"
    assert not any(secret in told for secret in ("hunter2", "hunter3", sent))


def test_a_credential_does_not_follow_a_redirect_to_another_site(news: NewsServer, make_fetcher: MakeFetcher) -> None:
    with NewsServer() as other:
        news.redirect("/a", other.page("/b", "<p>b"))
        make_fetcher().fetch(Request(f"http://me:hunter2@127.0.0.1:{news.port}/a"))
        assert "authorization" in news.asked("/a")[0].headers
        assert not any("authorization" in asked.headers for asked in other.requests)


@pytest.mark.parametrize(("status", "is_permanent"), [(404, True), (410, True), (403, True), (401, True), (451, True)]
    + [(status, False) for status in (400, 405, 204, 206, 300, 418, 429, 500, 501, 503, 599)])  # fmt: skip
def test_a_status_says_whether_asking_again_helps(
    news: NewsServer, failure_of: Fail, status: int, is_permanent: bool
) -> None:
    url = news.route("/a", Reply(b"", status))
    failure = failure_of(url)
    assert (failure.check_name, failure.value, failure.is_permanent) == ("status_is_ok", str(status), is_permanent)
    assert failure.message.startswith(f"{url}: the server answers {status}")
    assert failure.url == url


def test_pages_come_in_the_order_of_their_requests_and_failures_among_them(
    news: NewsServer, make_fetcher: MakeFetcher
) -> None:
    urls = [news.page(f"/{number}", f"<p>{number}") if number % 5 else news.url(f"/{number}") for number in range(40)]
    given = list(make_fetcher(connections=3, connections_per_host=3).fetch_all(map(Request, urls)))
    assert [one.url for one in given] == urls
    assert [isinstance(one, Fetched) for one in given] == [bool(number % 5) for number in range(40)]
    assert news.most_under_way <= 3


def test_requests_are_read_no_further_ahead_than_twice_the_connections(
    news: NewsServer, make_fetcher: MakeFetcher
) -> None:
    news.page("/a", "<p>a")
    taken = 0

    def requests() -> Iterator[Request]:
        nonlocal taken
        for _ in range(1000):
            taken += 1
            yield Request(news.url("/a"))

    pages = make_fetcher(connections=2).fetch_all(requests())
    for given in range(1, 21):
        next(pages)
        assert taken <= given + 4
    pages.close()


def test_a_fetcher_that_is_left_early_ends_what_is_under_way(news: NewsServer, make_fetcher: MakeFetcher) -> None:
    gone = threading.Event()

    def hold(exchange: object) -> None:
        while exchange.wait(0.02) and exchange.send(b"a"):  # type: ignore[attr-defined]
            pass
        gone.set()

    with make_fetcher(connections_per_host=8) as fetcher:
        pages = fetcher.fetch_all([Request(news.page("/a", "<p>a")), Request(news.route("/held", hold))])
        assert isinstance(next(pages), Fetched)
        pages.close()
        assert gone.wait(10) or not news.asked("/held")


def test_several_threads_may_fetch_at_once(news: NewsServer, make_fetcher: MakeFetcher) -> None:
    url = news.page("/a", "<p>a")
    fetcher = make_fetcher(connections_per_host=4)
    got: list[bytes] = []
    threads = [threading.Thread(target=lambda: got.append(fetcher.fetch(Request(url)).body)) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(30)
    assert got == [b"<p>a"] * 8
    assert len(news.asked("/robots.txt")) == 1


def test_a_missing_contact_is_warned_of_once_and_only_when_something_is_fetched(
    news: NewsServer, make_fetcher: MakeFetcher, caplog: pytest.LogCaptureFixture
) -> None:
    url = news.page("/a", "<p>a")
    fetcher = make_fetcher(contact=None)
    assert "STANCEHOUSE_FETCH_CONTACT" not in caplog.text
    fetcher.fetch(Request(url))
    fetcher.fetch(Request(url))
    assert caplog.text.count("STANCEHOUSE_FETCH_CONTACT") == 1
