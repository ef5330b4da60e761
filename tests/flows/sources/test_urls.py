"""Lists of URLs and single pages: each page at each visit, for a 304 where it has not changed."""

from __future__ import annotations

from pathlib import Path

import pytest

from flows.sources.page import PageSource
from flows.sources.urls import UrlsSource
from flows.sources.visit import Memory, SourceFailed
from tests.flows.sources.conftest import MakeVisit, documents, problems, read, story
from tests.servers.news import NewsServer, Reply


def pages(news: NewsServer, *names: str) -> list[str]:
    return [news.page(f"/{name}", story(f"The {name}"), etag=f'"{name}"') for name in names]


def test_a_page_gives_its_article_once_and_again_when_it_changes(news: NewsServer, make_visit: MakeVisit) -> None:
    (url,) = pages(news, "truce")
    source, memory = PageSource("truce", url, publisher="The Post"), Memory()
    (first,) = documents(read(source, make_visit(memory)))
    assert (first.url, first.publisher) == (url, "The Post")
    unchanged = make_visit(memory)
    assert read(source, unchanged) == []
    assert (unchanged.is_unchanged, unchanged.known) == (True, 1)
    news.page("/truce", story("The truce", ", it said"), etag='"2"')
    (second,) = documents(read(source, make_visit(memory)))
    assert second.text != first.text


def test_the_url_of_an_article_is_the_one_after_redirects(news: NewsServer, make_visit: MakeVisit) -> None:
    (url,) = pages(news, "truce")
    (found,) = documents(read(PageSource("short", news.redirect("/t", url)), make_visit()))
    assert (found.source, found.url) == (url, url)


def test_a_page_that_cannot_be_fetched_fails_without_its_password(news: NewsServer, make_visit: MakeVisit) -> None:
    url = news.url("/gone").replace("http://", "http://me:hunter2@")
    with pytest.raises(SourceFailed, match="/gone") as failure:
        read(PageSource("gone", url), make_visit())
    assert "hunter2" not in str(failure.value)


def test_a_list_gives_all_its_pages_and_then_only_those_that_changed(news: NewsServer, make_visit: MakeVisit) -> None:
    source, memory = UrlsSource("two", tuple(pages(news, "truce", "levy"))), Memory()
    assert len(documents(read(source, make_visit(memory)))) == 2
    again = make_visit(memory)
    assert (read(source, again), again.is_unchanged, again.known) == ([], True, 2)
    news.page("/levy", story("The levy", ", it said"), etag='"2"')
    third = make_visit(memory)
    assert [one.source for one in read(source, third)] == [news.url("/levy")]
    assert not third.is_unchanged


def test_a_page_of_a_list_that_fails_is_named_and_the_others_come(news: NewsServer, make_visit: MakeVisit) -> None:
    found = read(UrlsSource("two", (news.url("/gone"), *pages(news, "truce"))), make_visit())
    assert [one.source for one in problems(found)] == [news.url("/gone")]
    assert len(documents(found)) == 1


def test_a_list_whose_pages_all_fail_is_a_source_that_fails(news: NewsServer, make_visit: MakeVisit) -> None:
    news.route("/b", Reply(b"", 500))
    with pytest.raises(SourceFailed, match="none of its 2 pages"):
        read(UrlsSource("two", (news.url("/a"), news.url("/b"))), make_visit())


def test_a_text_file_lists_one_url_a_line_with_comments(
    tmp_path: Path, news: NewsServer, make_visit: MakeVisit
) -> None:
    first, second = pages(news, "truce", "levy")
    path = tmp_path / "urls.txt"
    path.write_text(f"# ours\n{first}\n\nfile:///etc/passwd\n  {second}  \nnot a url\n{first}\n", encoding="utf-8")
    found = read(UrlsSource("list", str(path)), make_visit())
    assert [one.source for one in documents(found)] == [first, second]
    assert [(one.source, one.check_name) for one in problems(found)] == [
        (f"{path}:4", "line_is_a_url"),
        (f"{path}:6", "line_is_a_url"),
    ]


def test_a_csv_says_what_is_known_of_each_page(tmp_path: Path, news: NewsServer, make_visit: MakeVisit) -> None:
    (url,) = pages(news, "truce")
    path = tmp_path / "urls.csv"
    path.write_text(f"Outlet;URL;published\nThe Gazette;{url};2026-02-28\n", encoding="utf-8")
    (found,) = documents(read(UrlsSource("list", str(path)), make_visit()))
    assert found.publisher == "The Gazette"
    assert (found.published_at or "").startswith("2026-02-28")


def test_a_list_is_fetched_from_a_url(news: NewsServer, make_visit: MakeVisit) -> None:
    (url,) = pages(news, "truce")
    place = news.page("/urls.txt", f"{url}\n", "text/plain")
    assert [one.source for one in read(UrlsSource("list", place), make_visit())] == [url]


@pytest.mark.parametrize("text", ["", "# nothing\n", "\n"])
def test_an_empty_list_fails(tmp_path: Path, make_visit: MakeVisit, text: str) -> None:
    path = tmp_path / "urls.txt"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(SourceFailed, match="names no URL"):
        read(UrlsSource("list", str(path)), make_visit())


def test_a_list_that_is_not_there_fails_with_the_likely_one(tmp_path: Path, make_visit: MakeVisit) -> None:
    (tmp_path / "urls.txt").write_text("https://post.example/a\n", encoding="utf-8")
    with pytest.raises(SourceFailed, match=r"did you mean .*urls\.txt"):
        read(UrlsSource("list", str(tmp_path / "url.txt")), make_visit())
