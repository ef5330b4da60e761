"""A feed as a source: what is new comes once, what failed comes again, and what has not changed costs a 304."""

from __future__ import annotations

import json

import pytest

from flows.sources.feed import FeedSource
from flows.sources.feed_reading import read_feed
from flows.sources.listed import MOST_TRIES
from flows.sources.visit import Memory, PageNote, SourceFailed
from tests.flows.sources.conftest import MakeVisit, documents, problems, read, story
from tests.servers.news import RSS, NewsServer, Reply, rss

DAY = "Sun, 01 Mar 2026 08:00:00 GMT"


def feed_of(news: NewsServer, *names: str, etag: str | None = None) -> FeedSource:
    """A feed that lists a page a name; the pages are there."""
    for name in names:
        news.page(f"/{name}", story(f"The {name}"))
    entries = [(f"The {name}", news.url(f"/{name}"), DAY) for name in names]
    return FeedSource("post", news.page("/feed", rss(entries), RSS, etag=etag))


def test_each_entry_gives_the_article_of_its_page_with_what_the_feed_says(
    news: NewsServer, make_visit: MakeVisit
) -> None:
    found = read(feed_of(news, "truce", "levy"), make_visit())
    first, second = documents(found)
    assert (first.source, first.url, first.title) == (news.url("/truce"), news.url("/truce"), "The truce")
    assert "The truce kept the council busy" in first.text
    assert "The levy kept the council busy" in second.text
    assert (first.published_at_source, first.published_at and first.published_at[:10]) == ("feed", "2026-03-01")
    assert first.retrieved_at is not None


def test_an_unchanged_feed_costs_one_304_and_no_page(news: NewsServer, make_visit: MakeVisit) -> None:
    source, memory = feed_of(news, "truce", etag='"1"'), Memory()
    read(source, make_visit(memory))
    again = make_visit(memory)
    assert read(source, again) == []
    assert again.is_unchanged
    assert len(news.asked("/feed")) == 2
    assert news.asked("/feed")[1].headers["if-none-match"] == '"1"'
    assert len(news.asked("/truce")) == 1


def test_a_feed_with_one_new_entry_has_only_its_page_fetched(news: NewsServer, make_visit: MakeVisit) -> None:
    memory = Memory()
    read(feed_of(news, "truce"), make_visit(memory))
    visit = make_visit(memory)
    (found,) = read(feed_of(news, "levy", "truce"), visit)
    assert isinstance(found, type(documents([found])[0]))
    assert (found.source, visit.known) == (news.url("/levy"), 1)
    assert len(news.asked("/truce")) == 1


def test_a_page_that_is_stored_is_not_fetched_by_a_source_without_memory(
    news: NewsServer, make_visit: MakeVisit
) -> None:
    visit = make_visit(knows_page=lambda url, at: url.endswith("/truce"))
    assert [one.source for one in read(feed_of(news, "truce", "levy"), visit)] == [news.url("/levy")]
    assert news.asked("/truce") == []
    assert visit.memory.pages[news.url("/truce")].outcome == "stored"


def atom(news: NewsServer, updated: str) -> FeedSource:
    body = (
        '<feed xmlns="http://www.w3.org/2005/Atom"><title>Post</title><entry><id>urn:1</id><title>The truce</title>'
        f'<link href="/truce"/><published>2026-03-01T08:00:00Z</published><updated>{updated}</updated></entry></feed>'
    )
    return FeedSource("post", news.page("/atom", body, "application/atom+xml"))


def test_a_page_is_fetched_again_only_when_the_feed_says_that_it_was_updated_later(
    news: NewsServer, make_visit: MakeVisit
) -> None:
    memory = Memory()
    news.page("/truce", story("The truce"))
    assert len(documents(read(atom(news, "2026-03-01T08:00:00Z"), make_visit(memory)))) == 1
    assert read(atom(news, "2026-03-01T09:00:00+01:00"), make_visit(memory)) == []
    news.page("/truce", story("The truce", note=", it said"))
    (changed,) = documents(read(atom(news, "2026-03-02T08:00:00Z"), make_visit(memory)))
    assert "without a vote, it said" in changed.text
    assert len(news.asked("/truce")) == 2


def test_a_page_without_text_is_rejected_and_not_fetched_again(news: NewsServer, make_visit: MakeVisit) -> None:
    source, memory = feed_of(news, "truce"), Memory()
    news.page("/truce", "<html><body></body></html>")
    (problem,) = problems(read(source, make_visit(memory)))
    assert (problem.source, problem.check_name) == (news.url("/truce"), "page_has_main_text")
    assert read(source, make_visit(memory)) == []
    assert len(news.asked("/truce")) == 1


def test_a_page_that_fails_is_asked_for_at_five_visits_though_the_feed_has_not_changed(
    news: NewsServer, make_visit: MakeVisit
) -> None:
    source, memory = feed_of(news, "truce", "levy", etag='"1"'), Memory()
    news.route("/truce", Reply(b"away", 503))
    for _ in range(MOST_TRIES):
        (problem,) = problems(read(source, make_visit(memory)))
        assert problem.source == news.url("/truce")
    last = make_visit(memory)
    assert read(source, last) == []
    assert last.is_unchanged
    assert len(news.asked("/truce")) == MOST_TRIES
    assert len(news.asked("/levy")) == 1


def test_a_page_that_failed_comes_once_it_answers(news: NewsServer, make_visit: MakeVisit) -> None:
    source, memory = feed_of(news, "truce", etag='"1"'), Memory()
    news.route("/truce", Reply(b"away", 503))
    read(source, make_visit(memory))
    news.page("/truce", story("The truce"))
    assert len(documents(read(source, make_visit(memory)))) == 1


def test_the_memory_holds_only_what_the_feed_lists_now(news: NewsServer, make_visit: MakeVisit) -> None:
    memory = Memory(pages={"https://gone.example/old": PageNote("stored")})
    read(feed_of(news, "truce", etag='"1"'), make_visit(memory))
    read(feed_of(news, "levy", etag='"2"'), make_visit(memory))
    assert set(memory.pages) == {news.url("/levy")}
    assert news.url("/truce") not in memory.validators


def test_a_feed_that_is_read_by_itself_fetches_no_page(news: NewsServer, make_visit: MakeVisit) -> None:
    text = "".join(f"<p>On day {n} the union of the port turned the offer down.</p>" for n in range(9))
    body = {
        "version": "https://jsonfeed.org/version/1.1",
        "title": "Post",
        "language": "en-GB",
        "items": [
            {"id": "1", "url": "/port", "title": "The port", "content_html": text, "date_published": "2026-03-01"},
            {"id": "2", "title": "No link", "content_text": "The ferry sails again.\nThe crew agreed on it.\n" * 9},
            {"id": "3", "url": "/empty", "title": "Empty"},
        ],
    }
    url = news.page("/feed.json", json.dumps(body), "application/feed+json")
    found = read(FeedSource("post", url, content="feed"), make_visit())
    first, second = documents(found)
    assert (first.url, first.title, first.publisher, first.language) == (news.url("/port"), "The port", "Post", "en")
    assert first.text.count("turned the offer down") == 9
    assert (second.source, second.url) == (f"{url}#2", None)
    assert [one.check_name for one in problems(found)] == ["entry_has_content"]
    assert [one.path for one in news.requests] == ["/feed.json"]


def test_an_entry_without_a_link_is_named_and_the_others_come(news: NewsServer, make_visit: MakeVisit) -> None:
    source = feed_of(news, "truce")
    body = rss([("The truce", news.url("/truce"), DAY)]).replace(
        "</channel>", "<item><title>A</title></item></channel>"
    )
    news.page("/feed", body, RSS)
    found = read(source, make_visit())
    assert len(documents(found)) == 1
    (problem,) = problems(found)
    assert (problem.check_name, problem.source) == ("entry_has_link", f"{news.url('/feed')}#entry 2")


@pytest.mark.parametrize(
    ("body", "words"),
    [
        (b"", "empty"),
        (b"  \n", "empty"),
        (b'{"items": []}', "no JSON Feed"),
        (b'{"items": [', "no JSON"),
        (b"plain words", "no feed"),
        (b"%PDF-1.4 \x00\x01", "no feed"),
        (b'<!DOCTYPE r [<!ENTITY a "b">]><rss version="2.0"><channel/></rss>', "xml_declares_no_entities"),
        (
            '<!DOCTYPE r [<!ENTITY a SYSTEM "file:///etc/passwd">]><rss version="2.0"><channel><title>&a;</title>'
            "</channel></rss>".encode("utf-16"),
            "xml_declares_no_entities",
        ),
        (b'<?xml version="1.0" encoding="gb2312"?><!DOCTYPE r [<!ENTITY a "b">]><rss/>', "xml_declares_no_entities"),
    ],
)
def test_what_is_no_feed_fails_with_the_reason(
    news: NewsServer, make_visit: MakeVisit, body: bytes, words: str
) -> None:
    source = FeedSource("post", news.page("/feed", body, RSS))
    with pytest.raises(SourceFailed, match=words) as failure:
        read(source, make_visit())
    assert news.url("/feed") in str(failure.value)


def test_a_billion_laughs_are_refused_before_they_are_expanded() -> None:
    laughs = "".join(f'<!ENTITY l{n + 1} "{f"&l{n};" * 10}">' for n in range(9))
    body = f'<!DOCTYPE r [<!ENTITY l0 "ha">{laughs}]><rss version="2.0"><channel><title>&l9;</title></channel></rss>'
    with pytest.raises(SourceFailed, match="declares entities"):
        read_feed(body.encode(), "https://post.example/feed")


def test_an_article_that_speaks_of_entities_is_no_attack() -> None:
    item = "<item><title>XML</title><description><![CDATA[Write <!ENTITY a 'b'> there.]]></description></item>"
    feed = read_feed(f'<rss version="2.0"><channel>{item}</channel></rss>'.encode(), "https://post.example/feed")
    assert len(feed.entries) == 1


def test_a_page_instead_of_a_feed_names_the_feeds_that_it_links_to() -> None:
    page = b'<html><head><link rel="alternate" type="application/rss+xml" href="/rss?token=s3cret"></head></html>'
    with pytest.raises(
        SourceFailed, match=r"no feed but text/html; the page links to https://post\.example/rss"
    ) as one:
        read_feed(page, "https://me:hunter2@post.example/", "text/html")
    assert "hunter2" not in str(one.value)
    assert "s3cret" not in str(one.value)


def test_a_feed_that_cannot_be_fetched_fails_without_its_password(news: NewsServer, make_visit: MakeVisit) -> None:
    url = news.url("/feed").replace("http://", "http://me:hunter2@")
    with pytest.raises(SourceFailed) as failure:
        read(FeedSource("post", url), make_visit())
    assert "hunter2" not in str(failure.value)
    assert "/feed" in str(failure.value)


def test_a_password_of_a_feed_reaches_neither_articles_nor_memory(news: NewsServer, make_visit: MakeVisit) -> None:
    source, memory = feed_of(news, "truce", etag='"1"'), Memory()
    url = source.url.replace("http://", "http://me:hunter2@")
    found = read(FeedSource("post", url), make_visit(memory))
    assert len(documents(found)) == 1
    assert "hunter2" not in repr(found) + repr(memory)


@pytest.mark.parametrize("encoding", ["utf-8", "iso-8859-1", "utf-16", "windows-1251"])
def test_entries_are_read_in_the_encoding_of_the_feed(encoding: str) -> None:
    title = "Київ чекає" if encoding == "windows-1251" else "Café fermé"
    body = (
        f'<?xml version="1.0" encoding="{encoding}"?><rss><channel><item><title>{title}</title></item></channel></rss>'
    )
    assert [one.title for one in read_feed(body.encode(encoding), "https://post.example/feed").entries] == [title]


def test_a_wrong_charset_of_the_server_does_not_make_mojibake_of_utf_8() -> None:
    body = '<?xml version="1.0"?><rss version="2.0"><channel><item><title>Café</title></item></channel></rss>'.encode()
    feed = read_feed(body, "https://post.example/feed", "text/xml", "iso-8859-1")
    assert feed.entries[0].title == "Café"


def test_damaged_xml_gives_the_entries_that_are_there() -> None:
    items = "".join(f"<item><title>A & B {n}</title><link>https://post.example/{n}</link></item>" for n in range(5))
    feed = read_feed(f'<rss version="2.0"><channel>{items}'.encode(), "https://post.example/feed")
    assert [one.url for one in feed.entries] == [f"https://post.example/{n}" for n in range(5)]
    assert feed.damage


def test_relative_links_are_resolved_against_the_feed() -> None:
    body = b'<rss version="2.0"><channel><item><link>../a?x=1</link></item></channel></rss>'
    assert read_feed(body, "https://post.example/feeds/all/rss").entries[0].url == "https://post.example/feeds/a?x=1"


def test_json_feeds_of_both_versions_give_their_authors() -> None:
    def names(version: str, item: dict[str, object]) -> str | None:
        body = {"version": f"https://jsonfeed.org/version/{version}", "items": [item]}
        return read_feed(json.dumps(body).encode(), "https://post.example/feed").entries[0].authors

    assert names("1", {"author": {"name": "Ida Roos"}}) == "Ida Roos"
    assert names("1.1", {"authors": [{"name": "Ida Roos"}, {"name": "Bo Lind"}]}) == "Ida Roos; Bo Lind"
