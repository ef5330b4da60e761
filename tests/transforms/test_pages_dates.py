"""The day of publication of a page: each place that it is read from, their order, and the traps in each."""

from __future__ import annotations

import json
from datetime import UTC, datetime

import pytest

from schemas.tables.articles import DATE_SOURCES
from transforms.dates import DateLimits
from transforms.documents import RawDocument
from transforms.pages import Page, Told, read_page

LIMITS = DateLimits(datetime(2026, 6, 1, tzinfo=UTC))
FETCHED = datetime(2026, 5, 30, 12, tzinfo=UTC)
STORY = "<p>The harbour council voted to close the old ferry landing before the winter storms set in again.</p>" * 3
URL = "https://herald.example/ferry"


def dated(
    head: str = "",
    body: str = "",
    *,
    url: str | None = URL,
    told: str | None = None,
    fetched: datetime | None = FETCHED,
) -> tuple[str | None, str | None]:
    html = f"<html><head><title>Ferry</title>{head}</head><body><article>{body}{STORY}</article></body></html>"
    found = read_page(Page("a.html", "a", html.encode(), url, None, fetched), Told(published_at=told), LIMITS)
    assert isinstance(found, RawDocument)
    return found.published_at, found.published_at_source


ARTICLE = {"@type": "NewsArticle", "datePublished": "2026-03-02"}


def script(written: str) -> str:
    return f'<script type="application/ld+json">{written}</script>'


def linked(**node: object) -> str:
    return script(json.dumps({"@context": "https://schema.org", "@type": "NewsArticle", **node}))


def meta(name: str, content: str, key: str = "property") -> str:
    return f'<meta {key}="{name}" content="{content}">'


JSON_LD = linked(datePublished="2026-03-02T08:00:00+02:00")
META = meta("article:published_time", "2026-03-03T09:30:00Z")
URL_DAY = "https://herald.example/2026/03/04/ferry"
BYLINE = '<div class="byline date">By Ada Brandt, 5 March 2026</div>'


def test_the_order_is_feed_json_ld_meta_url_text_fetched() -> None:
    assert dated(JSON_LD + META, BYLINE, url=URL_DAY, told="Sun, 01 Mar 2026 07:00:00 GMT") == (
        "2026-03-01T07:00:00+00:00",
        "feed",
    )
    assert dated(JSON_LD + META, BYLINE, url=URL_DAY) == ("2026-03-02T06:00:00+00:00", "json-ld")
    assert dated(META, BYLINE, url=URL_DAY) == ("2026-03-03T09:30:00+00:00", "meta")
    assert dated("", BYLINE, url=URL_DAY) == ("2026-03-04", "url")
    assert dated("", BYLINE) == ("2026-03-05", "text")
    assert dated() == ("2026-05-30T12:00:00+00:00", "fetched")


def test_every_source_is_one_that_the_schema_knows() -> None:
    assert {"feed", "json-ld", "meta", "url", "text", "fetched"} <= set(DATE_SOURCES)


def test_a_saved_page_without_a_date_has_none() -> None:
    assert dated(fetched=None) == (None, None)


@pytest.mark.parametrize("told", ["soon", "03/04/2026", "2031-01-01", "1899-12-31", "0001-01-01", ""])
def test_what_the_feed_gives_is_passed_over_where_it_is_no_date_or_is_not_believed(told: str) -> None:
    assert dated(JSON_LD, told=told) == ("2026-03-02T06:00:00+00:00", "json-ld")


@pytest.mark.parametrize("day", ["2026-06-04", "2099-01-01", "1970-01-01", "0000-00-00", "yesterday", "04/05/2026"])
def test_every_place_is_passed_over_where_its_date_is_not_believed(day: str) -> None:
    slashed = day.replace("-", "/")
    found = dated(linked(datePublished=day) + meta("date", day, "name"), url=f"https://herald.example/{slashed}/a")
    assert found == ("2026-05-30T12:00:00+00:00", "fetched")


def test_a_day_ahead_is_believed_for_where_the_day_has_begun() -> None:
    assert dated(meta("date", "2026-06-02", "name")) == ("2026-06-02", "meta")


@pytest.mark.parametrize(
    ("written", "at"),
    [
        ("2026-03-01", "2026-03-01"),
        ("2026-03-01T00:00:00Z", "2026-03-01T00:00:00+00:00"),
        ("2026-03-01 20:15:00 EST", "2026-03-02T01:15:00+00:00"),
        ("March 1, 2026", "2026-03-01"),
        ("March 1, 2026 10:28 IST", "2026-03-01"),
        ("1772352000", "2026-03-01T08:00:00+00:00"),
        ("1772352000000", "2026-03-01T08:00:00+00:00"),
    ],
)
def test_a_time_of_day_and_its_zone_are_kept_and_a_day_stays_a_day(written: str, at: str) -> None:
    assert dated(meta("article:published_time", written))[0] == at


@pytest.mark.parametrize(
    "head",
    [
        linked(datePublished=["2026-03-02"]),
        linked(**{"@graph": [{"@type": "WebPage", "datePublished": "2020-01-01"}, ARTICLE]}),
        linked(
            **{"@type": ["Thing", "ReportageNewsArticle"], "datePublished": "2026-03-02", "dateModified": "2026-03-09"}
        ),
        script(f'[{{"@type":"BreadcrumbList"}},{json.dumps(ARTICLE)}];'),
        script('{"@type":"NewsArticle","headline":"The "old" ferry","datePublished": "2026-03-02"}'),
        script(f"<!-- {json.dumps(ARTICLE)} -->"),
        linked(datePublished="2020-01-01", url="https://herald.example/teaser") + linked(**ARTICLE, url=URL),
    ],
    ids=["list", "graph", "types", "array", "broken", "comment", "teaser"],
)
def test_json_ld_of_the_article_is_read_in_all_its_forms(head: str) -> None:
    assert dated(head) == ("2026-03-02", "json-ld")


@pytest.mark.parametrize("types", ["WebPage", "Organization", None, 7])
def test_json_ld_of_anything_else_gives_no_day(types: object) -> None:
    assert dated(linked(**{"@type": types, "datePublished": "2026-03-02"}))[1] == "fetched"


@pytest.mark.parametrize(
    "place",
    [
        meta("article:published_time", "2026-03-03"),
        meta("DC.date.issued", "2026-03-03", "name"),
        meta("date", "2026-03-03", "name"),
        meta("datePublished", "2026-03-03", "itemprop"),
        meta("article:modified_time", "2026-03-09") + meta("article:published_time", "2026-03-03"),
        meta("date", "2026-03-09", "name") + meta("article:published_time", "2026-03-03"),
        meta("article:modified_time", "2026-03-03"),
    ],
)
def test_meta_gives_the_publication_before_the_last_change(place: str) -> None:
    assert dated(place) == ("2026-03-03", "meta")


@pytest.mark.parametrize(
    "body",
    [
        '<span itemprop="datePublished" content="2026-03-03">3.3.</span>',
        '<time itemprop="datePublished" datetime="2026-03-03">Tuesday</time>',
        '<span itemprop="datePublished">3 March 2026</span>',
        '<time datetime="2026-03-03">Tuesday</time>',
        '<time datetime="2025-01-01">Old</time><time class="entry-date published" datetime="2026-03-03">Tuesday</time>',
        '<time datetime="2025-01-01">Old</time><time pubdate datetime="2026-03-03">Tuesday</time>',
    ],
)
def test_markup_in_the_page_gives_the_day(body: str) -> None:
    assert dated(body=body) == ("2026-03-03", "meta")


def test_the_times_of_other_stories_give_no_day() -> None:
    others = "".join(f'<time datetime="2025-0{month}-01">then</time>' for month in range(1, 6))
    assert dated(body=others)[1] != "meta"


@pytest.mark.parametrize(
    "path",
    [
        "2026/03/04/ferry", "2026/3/4/ferry.html", "news/2026-03-04-ferry", "news/ferry-2026-03-04",
        "news/20260304/ferry",
        "2026/0304/ferry", "news/2026/mar/04/ferry", "politics/2026/March/4/ferry",
    ],
)  # fmt: skip
def test_the_day_in_a_path_is_read(path: str) -> None:
    assert dated(url=f"https://herald.example/{path}") == ("2026-03-04", "url")


@pytest.mark.parametrize(
    "path",
    [
        "2026/03/ferry", "news/20260399/ferry", "2026/13/04/ferry", "id/12026030412", "ferry?day=2026-03-04",
        "1826/03/04/ferry",
        "2026/xyz/04/ferry", "news/2026030412345",
    ],
)  # fmt: skip
def test_what_is_no_day_in_a_path_is_left(path: str) -> None:
    assert dated(url=f"https://herald.example/{path}")[1] == "fetched"


def test_the_year_of_a_copyright_is_no_day() -> None:
    assert dated(body="<footer>© 2024 The Herald</footer>")[1] == "fetched"


def test_a_day_that_the_words_write_out_is_read() -> None:
    assert dated(body="<p>PORT ELLEN, 5 March 2026 — The council met.</p>") == ("2026-03-05", "text")


def test_pages_older_than_the_limit_are_believed_once_it_allows_them() -> None:
    html = f"<html><head>{meta('date', '1923-04-05', 'name')}</head><body>{STORY}</body></html>"
    archive = DateLimits(LIMITS.latest, earliest_year=1900)
    found = read_page(Page("a.html", "a", html.encode()), Told(), archive)
    assert isinstance(found, RawDocument)
    assert found.published_at == "1923-04-05"
