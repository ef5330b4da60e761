"""A sitemap as a source: what it lists and is not known, through indexes, packed or not."""

from __future__ import annotations

import gzip

import pytest

from flows.sources.sitemap import SitemapSource
from flows.sources.sitemap_xml import read_sitemap
from flows.sources.visit import Memory, SourceFailed
from tests.flows.sources.conftest import MakeVisit, documents, problems, read, story
from tests.servers.news import XML, NewsServer, Reply, sitemap, sitemap_index


def listing(news: NewsServer, path: str, *names: str, date: str = "2026-03-01", etag: str | None = None) -> str:
    """A news sitemap at the path that lists a page a name; the pages are there."""
    for name in names:
        news.page(f"/{name}", story(f"The {name}"))
    entries = [(f"The {name}", news.url(f"/{name}"), date) for name in names]
    return news.page(path, sitemap(entries), XML, etag=etag)


def test_a_news_sitemap_gives_the_pages_that_it_lists_with_what_it_says(
    news: NewsServer, make_visit: MakeVisit
) -> None:
    url = listing(news, "/news.xml", "truce", "levy", date="2026-03-05T06:00:00Z")
    first, second = documents(read(SitemapSource("post", url), make_visit()))
    assert (first.url, first.publisher, first.language) == (news.url("/truce"), "Harbour Post", "en")
    assert (first.published_at or "").startswith("2026-03-05T06:00")
    assert "The levy kept" in second.text


def test_indexes_are_followed_and_packed_sitemaps_unpacked(news: NewsServer, make_visit: MakeVisit) -> None:
    listing(news, "/plain.xml", "truce")
    packed = gzip.compress(sitemap([("The levy", news.url("/levy"), "2026-03-01")]).encode())
    news.page("/levy", story("The levy"))
    news.page("/packed.xml.gz", packed, "application/gzip")
    news.page("/inner.xml", sitemap_index([news.url("/packed.xml.gz"), "/plain.xml"]), XML)
    outer = news.page("/outer.xml", sitemap_index([news.url("/inner.xml"), news.url("/outer.xml")]), XML)
    found = read(SitemapSource("post", outer), make_visit())
    assert problems(found) == []
    assert sorted(one.source for one in documents(found)) == [news.url("/levy"), news.url("/truce")]


def test_a_further_sitemap_that_fails_is_named_and_the_others_go_on(news: NewsServer, make_visit: MakeVisit) -> None:
    children = [news.url("/gone.xml"), listing(news, "/a.xml", "truce"), news.page("/page.xml", "<html/>", XML)]
    children.append(news.page("/tricks.xml", '<!DOCTYPE a [<!ENTITY b "c">]><urlset/>', XML))
    children.append(news.page("/broken.xml.gz", gzip.compress(b"<urlset/>" * 99)[:-12], "application/gzip"))
    source = SitemapSource("post", news.page("/index.xml", sitemap_index(children), XML))
    found = read(source, make_visit())
    assert [one.source for one in documents(found)] == [news.url("/truce")]
    assert [(one.source.rsplit("/", 1)[1], one.check_name) for one in problems(found)][1:] == [
        ("page.xml", "sitemap_is_xml"),
        ("tricks.xml", "xml_declares_no_entities"),
        ("broken.xml.gz", "body_is_whole"),
    ]
    assert problems(found)[0].source == news.url("/gone.xml")


def test_an_index_whose_sitemaps_all_fail_is_a_source_that_fails(news: NewsServer, make_visit: MakeVisit) -> None:
    url = news.page("/index.xml", sitemap_index([news.url("/a.xml"), news.url("/b.xml")]), XML)
    with pytest.raises(SourceFailed, match="none of the sitemaps"):
        read(SitemapSource("post", url), make_visit())


def test_an_unchanged_sitemap_costs_one_304(news: NewsServer, make_visit: MakeVisit) -> None:
    source, memory = SitemapSource("post", listing(news, "/news.xml", "truce", etag='"1"')), Memory()
    assert len(read(source, make_visit(memory))) == 1
    again = make_visit(memory)
    assert read(source, again) == []
    assert again.is_unchanged
    assert [one.path for one in news.requests] == ["/news.xml", "/truce", "/news.xml"]


def test_an_unchanged_sitemap_of_an_index_keeps_its_pages_known(news: NewsServer, make_visit: MakeVisit) -> None:
    memory = Memory()
    children = [listing(news, "/old.xml", "truce", etag='"1"'), listing(news, "/new.xml", "levy")]
    source = SitemapSource("post", news.page("/index.xml", sitemap_index(children), XML))
    read(source, make_visit(memory))
    listing(news, "/new.xml", "levy", "port")
    visit = make_visit(memory)
    assert [one.source for one in read(source, visit)] == [news.url("/port")]
    assert not visit.is_unchanged
    assert news.url("/truce") in memory.pages


def test_a_page_is_fetched_again_when_its_lastmod_is_later_and_costs_a_304_if_it_is_the_same(
    news: NewsServer, make_visit: MakeVisit
) -> None:
    memory = Memory()
    news.page("/truce", story("The truce"), etag='"a"')

    def visit_with(date: str) -> int:
        body = sitemap([("The truce", news.url("/truce"), date)])
        return len(read(SitemapSource("post", news.page("/news.xml", body, XML)), make_visit(memory)))

    assert [visit_with("2026-03-01"), visit_with("2026-03-01"), visit_with("2026-03-02")] == [1, 0, 0]
    assert len(news.asked("/truce")) == 2
    assert news.asked("/truce")[1].headers["if-none-match"] == '"a"'
    news.page("/truce", story("The truce", ", it said"), etag='"b"')
    assert visit_with("2026-03-03") == 1


def test_only_pages_that_match_and_are_recent_enough_are_fetched(news: NewsServer, make_visit: MakeVisit) -> None:
    for name in ("world/truce", "sport/match", "world/old"):
        news.page(f"/{name}", story(name))
    dates = {"world/truce": "2026-03-09", "sport/match": "2026-03-09", "world/old": "2026-02-01T00:00:00Z"}
    body = sitemap([(name, news.url(f"/{name}"), date) for name, date in dates.items()])
    old = f"<sitemap><loc>{news.url('/archive.xml')}</loc><lastmod>2020-01-01</lastmod></sitemap>"
    index = f"<sitemapindex><sitemap><loc>{news.page('/news.xml', body, XML)}</loc></sitemap>{old}</sitemapindex>"
    url = news.page("/index.xml", index, XML)
    found = read(SitemapSource("post", url, match=r"/world/", max_age_days=7), make_visit())
    assert [one.source for one in found] == [news.url("/world/truce")]
    assert news.asked("/archive.xml") == []


def test_an_address_of_an_image_is_no_page() -> None:
    image = "<i:image xmlns:i='http://www.google.com/schemas/sitemap-image/1.1'><i:loc>https://a.example/b.png</i:loc></i:image>"
    body = f"<urlset><url>{image}<loc> https://a.example/a </loc></url><url>{image}</url></urlset>"
    assert [one.url for one in read_sitemap(body.encode(), "https://a.example/s.xml").pages] == ["https://a.example/a"]


def test_a_list_of_urls_as_text_is_a_sitemap() -> None:
    found = read_sitemap(b"\xef\xbb\xbfhttps://a.example/1\r\nhttps://a.example/2\n", "https://a.example/s.txt")
    assert [one.url for one in found.pages] == ["https://a.example/1", "https://a.example/2"]


def test_a_blank_line_before_the_xml_does_no_harm() -> None:
    body = b"\r\n" + sitemap([("A", "https://a.example/a", "2026-03-01")]).encode()
    assert len(read_sitemap(body, "https://a.example/s.xml").pages) == 1


def test_damage_leaves_the_pages_before_it(news: NewsServer, make_visit: MakeVisit) -> None:
    listing(news, "/news.xml", "truce", "levy")
    body = sitemap([("The truce", news.url("/truce"), "2026-03-01")]).replace("</urlset>", "<url><loc>https://")
    found = read(SitemapSource("post", news.page("/news.xml", body, XML)), make_visit())
    assert [one.source for one in documents(found)] == [news.url("/truce")]
    assert [one.check_name for one in problems(found)] == ["sitemap_is_xml"]


def test_indexes_that_lie_too_deep_are_named(news: NewsServer, make_visit: MakeVisit) -> None:
    for depth in range(8):
        news.page(f"/{depth}.xml", sitemap_index([news.url(f"/{depth + 1}.xml")]), XML)
    (problem,) = read(SitemapSource("post", news.url("/0.xml")), make_visit())
    assert (problem.source, getattr(problem, "check_name", "")) == (news.url("/3.xml"), "sitemap_is_within_limit")


@pytest.mark.parametrize("body", [b"", b"words", b"<html></html>", b"<rss><channel/></rss>", b"<urlset><url>"])
def test_what_is_no_sitemap_fails_with_the_reason(news: NewsServer, make_visit: MakeVisit, body: bytes) -> None:
    with pytest.raises(SourceFailed, match="sitemap"):
        read(SitemapSource("post", news.page("/sitemap.xml", body, XML)), make_visit())


def test_an_empty_sitemap_gives_nothing_and_is_no_failure(news: NewsServer, make_visit: MakeVisit) -> None:
    assert read(SitemapSource("post", news.page("/sitemap.xml", "<urlset></urlset>", XML)), make_visit()) == []


def test_a_sitemap_that_cannot_be_fetched_fails(news: NewsServer, make_visit: MakeVisit) -> None:
    news.route("/sitemap.xml", Reply(b"", 500))
    with pytest.raises(SourceFailed, match="sitemap"):
        read(SitemapSource("post", news.url("/sitemap.xml")), make_visit())


def test_a_page_that_failed_comes_though_its_sitemap_has_not_changed(news: NewsServer, make_visit: MakeVisit) -> None:
    source, memory = SitemapSource("post", listing(news, "/news.xml", "truce", etag='"1"')), Memory()
    news.route("/truce", Reply(b"", 503))
    read(source, make_visit(memory))
    news.page("/truce", story("The truce"))
    assert len(documents(read(source, make_visit(memory)))) == 1
