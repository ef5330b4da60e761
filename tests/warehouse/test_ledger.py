"""The ledger: where an issue stands follows from the positions that stand, by rules that a person can apply by hand."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import duckdb
import polars as pl
import pytest

from tests.warehouse.conftest import article, batch, load_input, loaded, rows, stance, tell_stories
from warehouse.load import load

LEDGER = "FROM mart.issue_ledger ORDER BY stated_on NULLS FIRST"
HOLDERS = ("Kenya", "Finland", "Norway", "Chad", "Peru", "Ghana")


def said(day: str | None, *sides: dict[str, Any]) -> tuple[list[dict[str, Any]], list[dict[str, Any]]]:
    """Articles of a day, one a side, each with its stance; the holder is the next of HOLDERS unless named."""
    articles, stances = [], []
    for number, side in enumerate(sides):
        over = dict(side)
        holder = over.pop("by", HOLDERS[number])
        text = f"{holder} speaks on day {day}, number {number}."
        of = article(f"{holder} {day} {number}", text, day)
        articles.append(of)
        stances.append(stance(of, text, holder, "speaks", **over))
    return articles, stances


def ledger(connection: duckdb.DuckDBPyConnection, *days: tuple[list, list]) -> list[dict[str, Any]]:
    loaded(connection, [row for articles, _ in days for row in articles], [row for _, found in days for row in found])
    return rows(connection, LEDGER)


@pytest.mark.parametrize(
    ("sides", "status"),
    [
        ([{"act": "propose"}], "proposed"),
        ([{"act": "float"}, {"act": "demand"}], "proposed"),
        ([{"act": "propose"}, {"act": "praise"}], "under_discussion"),
        ([{"act": "propose"}, {"polarity": "mixed"}], "under_discussion"),
        ([{"act": "praise"}], "under_discussion"),
        ([{"act": "accept"}], "under_discussion"),
        ([{"act": "accept", "mode": "action"}], "agreed"),
        ([{"act": "accept"}, {"act": "praise"}], "agreed_in_principle"),
        ([{"act": "accept", "modality": "would"}, {"act": "praise"}], "under_discussion"),
        ([{"act": "accept", "condition": "if it rains"}, {"act": "praise"}], "under_discussion"),
        ([{}, {"polarity": "oppose"}], "contested"),
        ([{}, {}, {}, {"polarity": "oppose", "act": "reject"}], "contested"),
        ([{"polarity": "oppose", "act": "reject"}], "rejected"),
        ([{"polarity": "oppose", "act": "warn"}], "stalled"),
        ([{"polarity": "mixed"}], "deferred"),
        ([{"polarity": "mixed"}, {"polarity": "mixed"}, {}], "deferred"),
    ],
)
def test_the_ledger_gives_the_status_by_its_rules(
    connection: duckdb.DuckDBPyConnection, sides: list[dict], status: str
) -> None:
    (day,) = ledger(connection, said("2026-03-01", *sides))
    assert day["status"] == status


def test_one_voice_that_one_article_quotes_contests_nothing(connection: duckdb.DuckDBPyConnection) -> None:
    many = [{"act": "accept"}] * 4
    (day,) = ledger(connection, said("2026-03-01", *many, {"polarity": "oppose", "act": "reject"}))
    assert (day["status"], day["holders_for"], day["holders_against"]) == ("agreed_in_principle", 4, 1)


def test_one_power_that_every_article_quotes_contests_what_many_want(connection: duckdb.DuckDBPyConnection) -> None:
    veto = [{"by": "Chad", "polarity": "oppose", "act": "reject"}] * 3
    (day,) = ledger(connection, said("2026-03-01", {}, {}, {}, *veto))
    assert (day["status"], day["holders_for"], day["holders_against"]) == ("contested", 3, 1)
    assert (day["sources_for"], day["sources_against"], day["moved_by"]) == (3, 3, "Chad")


def test_a_side_of_yesterday_that_nobody_repeats_contests_today(connection: duckdb.DuckDBPyConnection) -> None:
    first, second = ledger(
        connection,
        said("2026-03-01", {"act": "demand"}),
        said("2026-03-02", {"by": "Finland", "polarity": "oppose", "act": "reject"}),
    )
    assert (first["status"], first["status_before"], first["status_since"]) == ("proposed", None, first["stated_on"])
    assert (second["status"], second["status_before"]) == ("contested", "proposed")
    assert (second["holders_for"], second["holders_against"], second["reports"]) == (1, 1, 1)
    assert second["moved_by"] == "Finland"


def test_a_holder_that_turns_no_longer_stands_where_it_stood(connection: duckdb.DuckDBPyConnection) -> None:
    *_, last = ledger(
        connection,
        said("2026-03-01", {"act": "demand"}, {"polarity": "oppose", "act": "reject"}),
        said("2026-03-05", {"by": "Finland", "act": "accept"}),
    )
    assert (last["status"], last["holders_for"], last["holders_against"]) == ("agreed_in_principle", 2, 0)


@pytest.mark.parametrize(("day", "status"), [("2026-03-31", "contested"), ("2026-04-01", "proposed")])
def test_a_position_stands_for_ninety_days(connection: duckdb.DuckDBPyConnection, day: str, status: str) -> None:
    *_, last = ledger(
        connection,
        said("2026-01-01", {"by": "Finland", "polarity": "oppose", "act": "reject"}),
        said(day, {"act": "propose"}),
    )
    assert last["status"] == status


def test_a_status_that_lasts_says_since_when(connection: duckdb.DuckDBPyConnection) -> None:
    days = ledger(
        connection,
        said("2026-03-01", {"act": "demand"}),
        said("2026-03-02", {"polarity": "oppose", "act": "reject"}),
        said("2026-03-03", {"polarity": "oppose", "act": "warn"}),
    )
    assert [str(day["status_since"]) for day in days] == ["2026-03-01", "2026-03-02", "2026-03-02"]
    assert [day["status"] for day in days] == ["proposed", "rejected", "rejected"]


def test_stances_without_a_day_are_carried_nowhere(connection: duckdb.DuckDBPyConnection) -> None:
    undated, dated = ledger(
        connection, said(None, {"by": "Finland", "polarity": "oppose", "act": "reject"}), said("2026-03-01", {})
    )
    assert (undated["stated_on"], undated["status"], undated["status_before"]) == (None, "rejected", None)
    assert (dated["status"], dated["holders_against"], dated["status_before"]) == ("proposed", 0, None)


def test_one_holder_on_both_sides_contests_nothing(connection: duckdb.DuckDBPyConnection) -> None:
    of = article("one", "Kenya demands a truce. Kenya rejects a truce.")
    sides = {"Kenya demands a truce.": "support", "Kenya rejects a truce.": "oppose"}
    loaded(connection, [of], [stance(of, text, "Kenya", "a truce", polarity=side) for text, side in sides.items()])
    assert [day["status"] for day in rows(connection, LEDGER)] == ["deferred"]


def test_a_claim_about_a_holder_is_no_position_of_it(connection: duckdb.DuckDBPyConnection) -> None:
    (day,) = ledger(connection, said("2026-03-01", {"act": "demand"}, {"polarity": "oppose", "attribution_level": 2}))
    assert (day["status"], day["holders_against"], day["reports"]) == ("proposed", 0, 1)


def test_a_copy_of_the_next_day_adds_no_source_and_no_row(connection: duckdb.DuckDBPyConnection) -> None:
    lead, copy = article("one", "Kenya speaks of a truce."), article("copy", "Kenya speaks out.", "2026-03-02")
    stories = tell_stories([lead, copy]).with_columns(
        story_id=pl.lit(lead["article_id"]),
        is_lead=pl.col("article_id") == lead["article_id"],
        story_articles=pl.lit(2, pl.Int64),
    )
    stances = [stance(of, of["text"], "Kenya", "speaks") for of in (lead, copy)]
    load(connection, replace(load_input(batch([lead, copy], stances)), stories=lambda: stories))
    (day,) = rows(connection, LEDGER)
    assert (str(day["stated_on"]), day["sources_for"]) == ("2026-03-01", 1)
