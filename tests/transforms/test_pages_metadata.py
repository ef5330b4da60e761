"""A page's own URL: the canonical link that is believed, and those that are not."""

from __future__ import annotations

import pytest
from lxml import html

from transforms.pages_metadata import canonical

SERVED = "https://www.herald.co.uk/news/ferry?utm_source=feed"


def url_of(head: str, served: str | None = SERVED) -> str | None:
    tree = html.document_fromstring(f"<html><head>{head}<title>x</title></head><body>x</body></html>")
    return canonical(tree, served)


def link(url: str) -> str:
    return f'<link rel="canonical" href="{url}">'


def og(url: str) -> str:
    return f'<meta property="og:url" content="{url}">'


@pytest.mark.parametrize(
    ("head", "url"),
    [
        (link("https://www.herald.co.uk/news/ferry"), "https://www.herald.co.uk/news/ferry"),
        (link("https://herald.co.uk/news/ferry"), "https://herald.co.uk/news/ferry"),
        (link("https://news.herald.co.uk/ferry"), "https://news.herald.co.uk/ferry"),
        (link("/news/ferry"), "https://www.herald.co.uk/news/ferry"),
        (link("//www.herald.co.uk/news/ferry"), "https://www.herald.co.uk/news/ferry"),
        (og("https://www.herald.co.uk/news/1"), "https://www.herald.co.uk/news/1"),
        (link("https://www.herald.co.uk/a") + og("https://www.herald.co.uk/b"), "https://www.herald.co.uk/a"),
        (link("https://www.herald.co.uk/") + og("https://www.herald.co.uk/b"), "https://www.herald.co.uk/b"),
        ('<link rel="Canonical nofollow" href="/a">', "https://www.herald.co.uk/a"),
        (link("https://user:secret@www.herald.co.uk/a"), "https://www.herald.co.uk/a"),
    ],
)
def test_a_canonical_url_on_the_same_site_is_the_pages_own(head: str, url: str) -> None:
    assert url_of(head) == url


@pytest.mark.parametrize(
    "head",
    [
        "",
        link("https://www.herald.co.uk/"),
        link("https://www.herald.co.uk"),
        link("https://www.othersite.co.uk/news/ferry"),
        link("https://agency.example/news/ferry"),
        link("http://localhost/news/ferry"),
        link("javascript:void(0)"),
        link("http://[broken/news"),
        link("http://www.herald.co.uk:port/news"),
        link(""),
        og("https://www.facebook.com/herald"),
    ],
)
def test_a_canonical_url_that_cannot_be_the_pages_own_leaves_it_where_it_was_served(head: str) -> None:
    assert url_of(head) == SERVED


def test_a_front_page_may_name_itself() -> None:
    assert url_of(link("https://www.herald.co.uk/"), "https://www.herald.co.uk/") == "https://www.herald.co.uk/"


def test_sites_of_one_host_of_blogs_are_not_one_site() -> None:
    served = "https://ada.github.io/ferry"
    assert url_of(link("https://tom.github.io/ferry"), served) == served


def test_an_address_is_a_site_of_its_own() -> None:
    served = "http://127.0.0.1:8080/ferry"
    assert url_of(link("http://127.0.0.1:8080/news/1"), served) == "http://127.0.0.1:8080/news/1"
    assert url_of(link("http://127.0.0.2/news/1"), served) == served


@pytest.mark.parametrize(
    ("head", "url"), [(link("https://herald.example/a"), "https://herald.example/a"), (link("/a"), None)]
)
def test_a_saved_page_has_the_url_that_it_names_in_full(head: str, url: str | None) -> None:
    assert url_of(head, None) == url


def test_a_saved_page_that_names_a_front_page_has_no_url() -> None:
    assert url_of(link("https://herald.example/"), None) is None


def test_where_a_page_was_served_is_told_without_its_password() -> None:
    assert url_of("", "https://user:secret@herald.example/a") == "https://herald.example/a"
