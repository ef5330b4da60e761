"""Stories and versions: a copy is no second source, an old version counts nowhere, and nothing of either is lost."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import duckdb
import polars as pl
import pytest

from schemas.errors import ValidationFailed
from schemas.tables import TABLES
from tests.warehouse.conftest import NOW, article, batch, load_input, loaded, rows, stance, tell_stories
from tests.warehouse.test_discovery import discovered, story
from transforms.stories import group_stories, sign
from warehouse.check import run_checks
from warehouse.load import Batch, load

TRUCE = "Kenya demands a truce."


def says(of: dict[str, Any], sentence: str = TRUCE, holder: str = "Kenya", **over: Any) -> dict[str, Any]:
    return stance(of, sentence, holder, "a truce", **over)


def one_story(*articles: dict[str, Any]) -> pl.DataFrame:
    """All of them tell the story of the first, none in its very words."""
    lead = articles[0]["article_id"]
    told = [
        {
            "article_id": of["article_id"], "story_id": lead, "is_lead": of["article_id"] == lead,
            "likeness": 1.0 if of["article_id"] == lead else 0.7, "story_articles": len(articles), "version": 1,
            "versions": 1, "is_newest": True,
        }
        for of in articles
    ]  # fmt: skip
    return TABLES["article_stories"].frame(told)


def versions(old: str, new: str) -> tuple[dict[str, Any], dict[str, Any]]:
    """A page as it was, and as it was an hour later."""
    first = article("page", old, url="https://gazette.example/a")
    second = article("page again", new, url="https://gazette.example/a", page_id=first["page_id"])
    return first, second | {"retrieved_at": NOW + timedelta(hours=1)}


def sound(connection: duckdb.DuckDBPyConnection) -> bool:
    return not [result for result in run_checks(connection) if result.bad_rows]


def test_an_edited_copy_is_no_second_source_in_any_view(connection: duckdb.DuckDBPyConnection) -> None:
    wire, copy = article("wire", f"{TRUCE} It rained."), article("copy", f"By our staff. {TRUCE}", publisher="The Post")
    given = batch([wire, copy], [says(wire), says(copy)])
    load(connection, load_input(given, stories=lambda: one_story(wire, copy)))
    for view in ("actor_issue_matrix", "stance_timeline", "issue_ledger"):
        (row,) = rows(connection, f"SELECT reports, independent_sources, distinct_utterances FROM mart.{view}")
        assert row == {"reports": 2, "independent_sources": 1, "distinct_utterances": 1}
    assert rows(connection, "SELECT publisher, stories, copies FROM mart.source_coverage ORDER BY ALL") == [
        {"publisher": "The Gazette", "stories": 1, "copies": 0},
        {"publisher": "The Post", "stories": 1, "copies": 1},
    ]
    assert sound(connection)


def test_two_reports_in_different_words_are_two_sources(connection: duckdb.DuckDBPyConnection) -> None:
    first, second = article("one", f"{TRUCE} It rained."), article("two", f"It snowed. {TRUCE}")
    loaded(connection, [first, second], [says(first), says(second)])
    assert rows(connection, "SELECT independent_sources FROM mart.actor_issue_matrix") == [{"independent_sources": 2}]
    assert rows(connection, "FROM mart.story_copies") == []


def test_a_story_with_copies_is_listed_with_its_lead_and_its_spread(connection: duckdb.DuckDBPyConnection) -> None:
    wire = article("wire", TRUCE, "2026-03-01", publisher="Wire", url="https://wire.example/a")
    copies = [
        article("copy", f"{TRUCE} So.", "2026-03-03", publisher="The Post"),
        article("nameless", f"{TRUCE} No.", None, publisher=None),
    ]
    load(connection, load_input(batch([wire, *copies], []), stories=lambda: one_story(wire, *copies)))
    (row,) = rows(connection, "SELECT *, first_on::VARCHAR || ' ' || last_on::VARCHAR AS days FROM mart.story_copies")
    assert (row["lead_title"], row["lead_publisher"], row["lead_url"]) == (
        "Title of wire", "Wire", "https://wire.example/a",
    )  # fmt: skip
    assert (row["copies"], row["publishers"], row["days"], row["least_likeness"]) == (
        2,
        2,
        "2026-03-01 2026-03-03",
        0.7,
    )


def test_what_an_older_version_said_is_stored_but_counts_in_no_view(connection: duckdb.DuckDBPyConnection) -> None:
    old, new = versions(f"{TRUCE} Mirela Duma rejects a truce.", f"{TRUCE} Finland rejects a truce.")
    stances = [
        says(old), says(old, "Mirela Duma rejects a truce.", "Mirela Duma", polarity="oppose"),
        says(new), says(new, "Finland rejects a truce.", "Finland", polarity="oppose"),
    ]  # fmt: skip
    frames = batch([old, new], stances).read()
    issue = {"issue_id": "ceasefire", "mentions": 1, "stances": 1, "salience": 1.0}
    shared = {"extractor": "rules", "extractor_version": "1", "codebook_version": "codebook-1", "run_id": "run-1"}
    on_issue = [{"article_id": of["article_id"], **issue, **shared} for of in (old, new)]
    frames["article_issues"] = TABLES["article_issues"].frame(on_issue)
    load(connection, load_input(Batch("batch-1", "print-1", lambda: frames)))
    assert rows(connection, "SELECT count(*) AS n FROM stances") == [{"n": 4}]
    assert rows(connection, "SELECT article_id FROM mart.newest_articles") == [{"article_id": new["article_id"]}]
    assert {row["article_id"] for row in rows(connection, "FROM mart.evidence_browser")} == {new["article_id"]}
    assert rows(connection, "SELECT holder_key, reports FROM mart.actor_issue_matrix ORDER BY ALL") == [
        {"holder_key": "finland", "reports": 1},
        {"holder_key": "kenya", "reports": 1},
    ]
    assert rows(connection, "FROM mart.unresolved_actors") == rows(connection, "FROM mart.unlisted_actors") == []
    assert rows(connection, "SELECT articles, stories, share_of_articles FROM mart.issue_salience") == [
        {"articles": 1, "stories": 1, "share_of_articles": 1.0}
    ]
    (coverage,) = rows(connection, "FROM mart.source_coverage")
    assert (coverage["articles"], coverage["stories"], coverage["copies"], coverage["stances"]) == (1, 1, 0, 2)
    assert sound(connection)


def test_a_newer_version_in_a_later_load_takes_the_place_of_the_old_one(connection: duckdb.DuckDBPyConnection) -> None:
    old, new = versions(TRUCE, "Kenya rejects a truce.")
    first = batch([old], [says(old)])
    second = batch([new], [says(new, "Kenya rejects a truce.", polarity="oppose")], "batch-2")
    load(connection, load_input(first))
    assert rows(connection, "SELECT side FROM mart.actor_issue_matrix") == [{"side": "support"}]
    load(connection, load_input(first, second, run_id="run-2"))
    assert rows(connection, "SELECT side, reports FROM mart.actor_issue_matrix") == [{"side": "oppose", "reports": 1}]
    assert sound(connection)


def test_neither_an_edited_copy_nor_an_older_version_makes_a_target_recur(
    connection: duckdb.DuckDBPyConnection,
) -> None:
    first, copy = story("one", "the ferry line"), story("copy", "the ferry line", hour=1)
    given = batch([first[0], copy[0]], first[1] + copy[1])
    load(connection, load_input(given, stories=lambda: one_story(first[0], copy[0])))
    assert discovered(connection) == []
    old = story("old", "the ferry line", hour=2)
    new = story("new", "a moon base", hour=3, page_id=old[0]["page_id"], retrieved_at=NOW + timedelta(hours=3))
    other = batch([old[0], new[0]], old[1] + new[1], "batch-2")
    told = pl.concat([one_story(first[0], copy[0]), tell_stories([old[0], new[0]])])
    load(connection, load_input(given, other, run_id="run-2", stories=lambda: told))
    assert discovered(connection) == []
    assert sound(connection)


def test_a_new_version_of_the_page_that_named_an_issue_does_not_rename_it(
    connection: duckdb.DuckDBPyConnection,
) -> None:
    first, second = story("one", "the ferry line"), story("two", "the new ferry line", hour=1)
    third = story("three", "the new ferry line", hour=2)
    given = batch([of for of, _ in (first, second, third)], first[1] + second[1] + third[1])
    load(connection, load_input(given))
    (before,) = discovered(connection, "issue_id")
    again = story(
        "one again", "a moon base", hour=3, page_id=first[0]["page_id"], retrieved_at=NOW + timedelta(hours=3)
    )
    load(connection, load_input(given, batch([again[0]], again[1], "batch-2"), run_id="run-2"))
    assert discovered(connection, "issue_id") == [before]
    of_issue = rows(connection, "SELECT count(*) AS n FROM stances WHERE issue_id IS NOT NULL")
    assert of_issue == [{"n": 2}]
    assert sound(connection)


def test_stories_that_are_not_those_of_the_articles_are_refused_and_nothing_is_kept(
    connection: duckdb.DuckDBPyConnection,
) -> None:
    of, other = article("one", TRUCE), article("two", "It rained.")
    with pytest.raises(ValidationFailed, match="1 articles of the warehouse have no story and 0 rows have no article"):
        load(connection, load_input(batch([of, other], []), stories=lambda: one_story(of)))
    assert rows(connection, "FROM articles") == rows(connection, "FROM article_stories") == []


def test_stories_are_asked_for_only_where_something_is_loaded(connection: duckdb.DuckDBPyConnection) -> None:
    given = batch([article("one", TRUCE)], [])
    load(connection, load_input(given))

    def asked() -> pl.DataFrame:
        raise AssertionError("nothing was loaded")

    assert not load(connection, load_input(given, run_id="run-2", stories=asked)).changed


def test_the_stories_that_the_grouping_gives_pass_every_check(connection: duckdb.DuckDBPyConnection) -> None:
    wire = " ".join(f"word{number}" for number in range(100))
    old, new = versions("It rained.", f"{wire} It rained.")
    articles = [old, new, article("wire", wire, "2026-02-01"), article("other", "It snowed.", None)]
    frame = TABLES["articles"].frame(articles)
    told = group_stories(frame.join(sign(frame), on="article_id"))
    assert told["story_id"].n_unique() == 2
    load(connection, load_input(batch(articles, []), stories=lambda: told))
    assert sound(connection)
    assert [row["copies"] for row in rows(connection, "FROM mart.story_copies")] == [1]
