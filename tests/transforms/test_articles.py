"""Documents to articles: every one ends accepted, or rejected with its reason."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from transforms import articles
from transforms.articles import Ingestion, build_articles
from transforms.clean import clean
from transforms.documents import RawDocument, Unreadable
from transforms.identity import canonical_url

INGESTION = Ingestion("run-1", datetime(2026, 3, 1, tzinfo=UTC), max_characters=1000)


def document(name: str = "one", text: str = "Kenya demands a truce.", **over: str) -> RawDocument:
    return RawDocument(f"{name}.txt", name, text, **over)


@pytest.mark.parametrize(
    ("bad", "check", "words"),
    [
        (document(text=" \n "), "text_is_not_empty", "the text is empty"),
        (document(text="Kenya\x00demands"), "text_has_no_nul", "a NUL byte at character 5"),
        (document(text="a " * 600), "text_is_not_too_long", "1,200 characters, more than the 1,000"),
        (document(text="— … —"), "text_has_words", "no word is left"),
        (document(published_at="next Tuesday"), "published_at_is_a_date", "'next Tuesday' is no date"),
        (
            document(text="Kenya \ud800 waits."),
            "text_is_unicode",
            "text holds U+D800, half of a character, at character 6",
        ),
        (document(title="A \udcff vote"), "text_is_unicode", "title holds U+DCFF"),
        (document(published_at="03/04/2026"), "published_at_is_a_date", "reads one way"),
        (document(published_at="9999-12-31"), "published_at_is_plausible", "in the future or before 1990"),
        (document(published_at="1989-11-09"), "published_at_is_plausible", "STANCEHOUSE_EARLIEST_YEAR"),
        (document(published_at="9999-12-31T23:59:59-12:00"), "published_at_is_a_date", "no date"),
        (Unreadable("a.jsonl:3", "line_is_json", "{", "a.jsonl:3: no JSON"), "line_is_json", "no JSON"),
    ],
)
def test_a_bad_document_is_rejected_with_its_check_and_the_good_ones_load(
    bad: RawDocument | Unreadable, check: str, words: str
) -> None:
    checked = build_articles([document("good", "Finland waits."), bad], INGESTION)
    assert checked.accepted["doc_id"].to_list() == ["good"]
    row = checked.rejected.row(0, named=True)
    assert row["check_name"] == check
    assert words in row["message"]


def test_an_article_without_a_date_is_an_article() -> None:
    row = build_articles([document()], INGESTION).accepted.row(0, named=True)
    assert (row["published_at"], row["published_at_source"]) == (None, None)


@pytest.mark.parametrize(
    ("written", "instant"),
    [
        ("2026-03-01", datetime(2026, 3, 1, tzinfo=UTC)),
        ("2026-03-01T08:00:00Z", datetime(2026, 3, 1, 8, tzinfo=UTC)),
        ("2026-03-01T08:00:00+02:00", datetime(2026, 3, 1, 6, tzinfo=UTC)),
        ("2026-03-01 08:00", datetime(2026, 3, 1, 8, tzinfo=UTC)),
        ("Sun, 01 Mar 2026 08:00:00 +0200", datetime(2026, 3, 1, 6, tzinfo=UTC)),
        ("1 March 2026", datetime(2026, 3, 1, tzinfo=UTC)),
        ("Mar. 1st, 2026", datetime(2026, 3, 1, tzinfo=UTC)),
    ],
)
def test_dates_become_instants_of_utc(written: str, instant: datetime) -> None:
    row = build_articles([document(published_at=written)], INGESTION).accepted.row(0, named=True)
    assert row["published_at"] == instant


def test_the_same_story_twice_is_one_article_and_the_second_is_told() -> None:
    checked = build_articles([document("one"), document("two", "KENYA demands  a truce")], INGESTION)
    assert checked.accepted["doc_id"].to_list() == ["one"]
    row = checked.rejected.row(0, named=True)
    assert row["check_name"] == "distinct_article"
    assert "already read from one.txt" in row["message"]


def test_a_page_is_known_by_its_url_whatever_tracks_it() -> None:
    first = document("one", "Kenya demands a truce.", url="https://News.example.org/a/?utm_source=x")
    second = document("two", "Kenya demands a truce!", url="https://news.example.org/a#top")
    assert build_articles([first, second], INGESTION).accepted["doc_id"].to_list() == ["one"]


def test_a_page_whose_words_changed_is_another_version_of_the_same_page() -> None:
    first = document("one", "Kenya demands a truce.", url="https://news.example.org/a")
    second = document("two", "Kenya demanded a truce.", url="https://news.example.org/a")
    accepted = build_articles([first, second], INGESTION).accepted
    assert accepted["doc_id"].to_list() == ["one", "two"]
    assert accepted["page_id"].n_unique() == 1
    assert accepted["article_id"].n_unique() == 2


def test_one_text_of_two_outlets_is_two_articles() -> None:
    first = document("one", "Kenya demands a truce.", publisher="The Herald")
    second = document("two", "Kenya demands a truce.", publisher="Gazette")
    third = document("three", "Kenya demands a truce.", publisher="gazette ")
    checked = build_articles([first, second, third], INGESTION)
    assert checked.accepted["doc_id"].to_list() == ["one", "two"]
    assert checked.rejected["check_name"].to_list() == ["distinct_article"]


def test_an_old_archive_is_believed_where_the_setting_says_so() -> None:
    old = document(published_at="1989-11-09")
    assert build_articles([old], replace(INGESTION, earliest_year=1600)).accepted.height == 1


def test_a_text_carries_its_language_and_when_it_was_retrieved() -> None:
    retrieved = datetime(2026, 2, 1, tzinfo=UTC)
    german = document("de", "Die Regierung lehnt den Vorschlag der Opposition ab.", retrieved_at=retrieved)
    short = document("pt", "Hm.", language="pt")
    rows = build_articles([german, short, document("en")], INGESTION).accepted
    assert rows["language"].to_list()[:2] == ["de", "pt"]
    assert rows["retrieved_at"].to_list() == [retrieved, INGESTION.ingested_at, INGESTION.ingested_at]


def test_an_address_without_a_host_names_no_page() -> None:
    first = document("one", "Kenya demands a truce.", url="/news/1")
    second = document("two", "Finland waits.", url="/news/1")
    third = document("three", "It rains.", url="http://[broken/news/1")
    accepted = build_articles([first, second, third], INGESTION).accepted
    assert accepted["url"].to_list() == ["/news/1", "/news/1", "http://[broken/news/1"]


def test_the_key_of_an_article_does_not_hang_on_how_it_is_cleaned(monkeypatch: pytest.MonkeyPatch) -> None:
    made = document(text="Kenya demands a truce.\nADVERTISEMENT")
    before = build_articles([made], INGESTION).accepted
    monkeypatch.setattr(articles, "clean", lambda raw, title: clean("Kenya"))
    after = build_articles([made], INGESTION).accepted
    assert before["text"].to_list() != after["text"].to_list()
    assert before["article_id"].to_list() == after["article_id"].to_list()


def test_a_document_read_twice_from_one_place_is_kept_once() -> None:
    checked = build_articles([document(), document()], INGESTION)
    assert (checked.accepted.height, checked.rejected["check_name"].to_list()) == (1, ["distinct_article"])


def test_a_title_stands_on_one_line_without_controls() -> None:
    row = build_articles([document(title=" The\x00 vote\n in  Kenya ")], INGESTION).accepted.row(0, named=True)
    assert row["title"] == "The vote in Kenya"


@given(st.text(st.characters(), max_size=60))
def test_no_text_makes_the_builder_fail_or_lose_a_document(text: str) -> None:
    checked = build_articles([document(text=text)], INGESTION)
    assert checked.accepted.height + checked.rejected.height == 1


@given(st.from_regex(r"https?://[a-zA-Z.]{1,12}(:[0-9]{1,4})?/[a-z/]{0,8}(\?[a-z]=[a-z0-9]{0,3})?", fullmatch=True))
def test_a_canonical_url_is_its_own_canonical_url(url: str) -> None:
    assert canonical_url(canonical_url(url)) == canonical_url(url)
