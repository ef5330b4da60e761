"""Runs over feeds, pages and files together: what is new is fetched once, what fails is told, and versions are kept."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import duckdb
import pytest

from flows import steps
from flows.knowledge import Knowledge
from flows.settings import Home, Settings
from flows.sources.config import sources_of
from schemas.errors import InputError
from tests.flows.conftest import contents, do_all
from tests.servers.news import RSS, NewsServer, article_page, rss

DAY = "Mon, 02 Mar 2026 08:00:00 GMT"
Run = Callable[[], steps.Run]


@pytest.fixture
def news(monkeypatch: pytest.MonkeyPatch) -> Iterator[NewsServer]:
    for name, value in {"ALLOWED_NETWORKS": "127.0.0.0/8", "DELAY_S": "0", "RETRIES": "0", "CONTACT": "a@b.c"}.items():
        monkeypatch.setenv(f"STANCEHOUSE_FETCH_{name}", value)
    with NewsServer() as server:
        yield server


def page(news: NewsServer, name: str, sentence: str) -> str:
    """An article of some length that begins with the sentence."""
    more = [f"Day {day} of the talks about {name} ended without a vote in the council." for day in range(1, 6)]
    return news.page(f"/{name}", article_page(f"The {name}", [sentence, *more], "2026-03-02T08:00:00Z"))


def feed(news: NewsServer, *urls: str, etag: str = '"1"') -> str:
    entries = [(f"Story {place}", url, DAY) for place, url in enumerate(urls)]
    return news.page("/rss", rss(entries), RSS, etag=etag)


@pytest.fixture
def run_sources(tmp_path: Path, knowledge: Knowledge) -> Callable[[str], steps.Run]:
    """Run all steps over a sources.yaml of these lines."""

    def run(text: str, home: str = "home") -> steps.Run:
        config = tmp_path / "sources.yaml"
        config.write_text(text, encoding="utf-8")
        asked = sources_of([str(config)])
        place = Home(tmp_path / home)
        settings = Settings(batch_size=2, lock_wait_s=10)
        return do_all(steps.Run(steps.new_run_id(), asked.sources, place, settings, knowledge, asked.lasting))

    return run


RunSources = Callable[..., steps.Run]


def asked_for_pages(news: NewsServer) -> list[str]:
    return [one.path for one in news.requests if one.path not in ("/rss", "/robots.txt")]


def ask(run: steps.Run, sql: str) -> list[tuple[object, ...]]:
    with duckdb.connect(str(run.home.warehouse), read_only=True) as connection:
        return connection.sql(sql).fetchall()


def test_a_feed_is_read_once_and_an_unchanged_one_costs_a_304(news: NewsServer, run_sources: RunSources) -> None:
    urls = [page(news, "truce", "Kenya demands a ceasefire."), page(news, "levy", "Oslo rejects the levy.")]
    config = f"sources:\n  - name: post\n    feed: {feed(news, *urls)}\n"
    first = run_sources(config)
    assert first.counts[1] == steps.Count("ingest", "articles", 2, 2, 0, 0)
    assert (
        ask(first, "SELECT publisher, published_at_source, language FROM articles")
        == [("Harbour Post", "feed", "en")] * 2
    )
    before, requests = contents(first.home.warehouse), len(news.requests)
    second = run_sources(config)
    assert [one.path for one in news.requests[requests:] if one.path != "/robots.txt"] == ["/rss"]
    assert news.asked("/rss")[-1].headers["if-none-match"] == '"1"'
    assert second.visits[0].outcome == "unchanged"
    assert contents(first.home.warehouse) == before
    assert ask(first, "SELECT count(*) FROM ops.runs") == [(1,)]


def test_only_new_entries_of_a_changed_feed_are_fetched(news: NewsServer, run_sources: RunSources) -> None:
    truce = page(news, "truce", "Kenya demands a ceasefire.")
    config = f"sources:\n  - name: post\n    feed: {feed(news, truce)}\n"
    run_sources(config)
    feed(news, page(news, "levy", "Oslo rejects the levy."), truce, etag='"2"')
    second = run_sources(config)
    assert asked_for_pages(news) == ["/truce", "/levy"]
    assert second.counts[1] == steps.Count("ingest", "articles", 2, 1, 1, 0)


def test_a_source_that_fails_stops_no_other_and_is_told_with_its_count(
    news: NewsServer, run_sources: RunSources
) -> None:
    gone = news.url("/gone.rss")
    config = (
        f"sources:\n  - name: gone\n    feed: {gone}\n  - name: post\n    page: {page(news, 'truce', 'Kenya waits.')}\n"
    )
    first, second = run_sources(config), run_sources(config)
    assert first.counts[0] == steps.Count("ingest", "sources", 2, 1, 0, 1)
    assert ask(first, "SELECT doc_id IS NOT NULL FROM articles") == [(True,)]
    assert [one.failures_in_a_row for one in second.visits] == [2, 0]
    assert "404" in str(second.visits[0].error)
    health = ask(second, "SELECT source_name, last_outcome, failures_in_a_row FROM mart.source_health ORDER BY 1")
    assert health[0] == ("gone", "failed", 2)
    rejected = ask(second, "SELECT source, check_name FROM ops.rejected_rows WHERE table_name = 'sources'")
    assert rejected == [("gone", "source_can_be_read")]
    metric = "SELECT rows_rejected FROM ops.run_metrics WHERE table_name = 'sources' ORDER BY rows_rejected"
    assert ask(second, metric) == [(1,), (1,)]


def test_a_page_whose_words_change_becomes_a_version_and_the_newest_counts(
    news: NewsServer, run_sources: RunSources
) -> None:
    config = f"sources:\n  - name: post\n    page: {page(news, 'truce', 'Kenya demands a ceasefire.')}\n"
    run_sources(config)
    page(news, "truce", "Kenya rejects a ceasefire.")
    second = run_sources(config)
    versions = ask(second, "SELECT version, is_newest FROM article_stories ORDER BY version")
    assert versions == [(1, False), (2, True)]
    sides = ask(second, "SELECT DISTINCT polarity FROM mart.evidence_browser WHERE holder_label = 'Kenya'")
    assert sides == [("oppose",)]
    assert ask(second, "SELECT count(DISTINCT polarity) FROM stances WHERE holder = 'Kenya'") == [(2,)]


def test_what_is_not_english_is_stored_marked_and_not_extracted(
    news: NewsServer, run_sources: RunSources, tmp_path: Path
) -> None:
    (tmp_path / "texts").mkdir()
    (tmp_path / "texts" / "de.txt").write_text("Kenia fordert einen Waffenstillstand. Die Regierung lehnt ihn ab.")
    (tmp_path / "texts" / "en.txt").write_text("Kenya demands a ceasefire. The government rejects the offer.")
    run = run_sources("sources:\n  - name: texts\n    files: texts\n")
    assert steps.Count("extract", "articles", 2, 1, 1, 0) in run.counts
    assert ask(run, "SELECT doc_id, language FROM articles ORDER BY 1") == [("de", "de"), ("en", "en")]
    assert ask(run, "SELECT DISTINCT doc_id FROM mentions JOIN articles USING (article_id)") == [("en",)]


def test_the_memory_of_a_source_is_kept_only_once_its_articles_are_stored(
    news: NewsServer, run_sources: RunSources, monkeypatch: pytest.MonkeyPatch
) -> None:
    config = f"sources:\n  - name: post\n    feed: {feed(news, page(news, 'truce', 'Kenya demands a ceasefire.'))}\n"
    with monkeypatch.context() as broken:
        broken.setattr("flows.store.Store.add_articles", _fail)
        with pytest.raises(ConnectionError):
            run_sources(config)
    assert run_sources(config).counts[1] == steps.Count("ingest", "articles", 1, 1, 0, 0)


def _fail(store: object, articles: object) -> str:
    raise ConnectionError("the bucket went away")


def test_two_sources_of_one_name_are_an_error(tmp_path: Path) -> None:
    for name in ("one", "two"):
        (tmp_path / f"{name}.yaml").write_text("sources:\n  - name: post\n    page: https://a.example\n")
    with pytest.raises(InputError, match="'post' is the name of two sources"):
        sources_of([str(tmp_path / "one.yaml"), str(tmp_path / "two.yaml")])


def test_a_missing_sources_file_is_an_error(tmp_path: Path) -> None:
    with pytest.raises(InputError, match=r"sources.yaml' is not there; check the path"):
        sources_of([str(tmp_path / "sources.yaml")])
