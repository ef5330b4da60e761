"""The mart: each view answers its question on a case that a person can check."""

from __future__ import annotations

from dataclasses import replace

import duckdb
import polars as pl
import pytest

from tests.warehouse.conftest import article, batch, load_input, loaded, rows, stance, tell_stories
from warehouse.load import load
from warehouse.views import View, read_views


@pytest.mark.parametrize("view", read_views(), ids=lambda view: view.name)
def test_a_view_says_of_just_its_columns_what_they_mean(connection: duckdb.DuckDBPyConnection, view: View) -> None:
    relation = connection.sql(f"FROM {view.qualified}")
    assert relation.columns == list(view.columns)
    assert view.meaning
    assert view.grain
    assert not [
        kind for kind in map(str, relation.types) if kind.startswith(("STRUCT", "MAP", "HUGEINT")) or "[]" in kind
    ]


def test_the_matrix_takes_the_more_frequent_side_and_counts_a_copy_as_no_source(
    connection: duckdb.DuckDBPyConnection,
) -> None:
    story = "Kenya demands a truce. Kenya wants a truce. Kenya rejects a truce."
    first, copy = article("one", story), article("copy", story)
    sentences = {
        "Kenya demands a truce.": "support",
        "Kenya wants a truce.": "support",
        "Kenya rejects a truce.": "oppose",
    }
    stances = [
        stance(of, sentence, "Kenya", "a truce", polarity=side)
        for of in (first, copy)
        for sentence, side in sentences.items()
    ]
    loaded(connection, [first, copy], stances)
    (cell,) = rows(connection, "FROM mart.actor_issue_matrix")
    assert (cell["side"], cell["supports"], cell["opposes"]) == ("support", 4, 2)
    assert cell["net"] == pytest.approx(2 / 6)
    assert (cell["reports"], cell["independent_sources"], cell["distinct_utterances"]) == (6, 1, 3)


def test_a_tie_is_mixed(connection: duckdb.DuckDBPyConnection) -> None:
    of = article("one", "Kenya demands a truce. Kenya rejects a truce.")
    loaded(
        connection,
        [of],
        [
            stance(of, "Kenya demands a truce.", "Kenya", "a truce"),
            stance(of, "Kenya rejects a truce.", "Kenya", "a truce", polarity="oppose"),
        ],
    )
    assert [cell["side"] for cell in rows(connection, "FROM mart.actor_issue_matrix")] == ["mixed"]


@pytest.mark.parametrize(
    ("before", "after", "change"),
    [
        ({"polarity": "support"}, {"polarity": "oppose"}, "reversed"),
        ({"polarity": "support"}, {"polarity": "mixed"}, "softened"),
        ({"polarity": "mixed"}, {"polarity": "oppose"}, "hardened"),
        ({"intensity": 2}, {"intensity": 3}, "hardened"),
        ({"intensity": 2}, {"intensity": 1}, "softened"),
        ({}, {}, "repeated"),
    ],
)
def test_a_position_changes_as_its_side_and_intensity_do(
    connection: duckdb.DuckDBPyConnection, before: dict, after: dict, change: str
) -> None:
    first, later = (
        article("one", "Kenya speaks of a truce."),
        article("two", "Kenya speaks of a truce again.", "2026-03-02"),
    )
    loaded(
        connection,
        [first, later],
        [stance(of, of["text"], "Kenya", "a truce", **over) for of, over in ((first, before), (later, after))],
    )
    changes = rows(connection, "SELECT change, stated_on FROM mart.position_changes ORDER BY stated_on")
    assert [row["change"] for row in changes] == ["new", change]


def test_within_an_article_the_order_is_that_of_the_text(connection: duckdb.DuckDBPyConnection) -> None:
    of = article("one", "Kenya may want a truce. Kenya must have a truce.")
    first = stance(of, "Kenya may want a truce.", "Kenya", "a truce", intensity=1, stance_id="f" * 20)
    second = stance(of, "Kenya must have a truce.", "Kenya", "a truce", intensity=3, stance_id="0" * 20)
    loaded(connection, [of], [first, second])
    changes = rows(connection, "SELECT change, intensity FROM mart.position_changes ORDER BY intensity")
    assert changes == [{"change": "new", "intensity": 1}, {"change": "hardened", "intensity": 3}]


def test_a_copy_is_no_repetition(connection: duckdb.DuckDBPyConnection) -> None:
    first, copy = article("one", "Kenya demands a truce."), article("copy", "Kenya demands a truce.", "2026-03-02")
    loaded(connection, [first, copy], [stance(of, of["text"], "Kenya", "a truce") for of in (first, copy)])
    assert [row["change"] for row in rows(connection, "FROM mart.position_changes")] == ["new"]


def test_agreement_is_the_share_of_shared_issues_with_one_side(connection: duckdb.DuckDBPyConnection) -> None:
    of = article("one", "Kenya speaks. Finland speaks. Kenya acts. Finland acts.")
    loaded(
        connection,
        [of],
        [
            stance(of, "Kenya speaks.", "Kenya", "speaks"),
            stance(of, "Finland speaks.", "Finland", "speaks"),
            stance(of, "Kenya acts.", "Kenya", "acts", issue_id="tariffs"),
            stance(of, "Finland acts.", "Finland", "acts", issue_id="tariffs", polarity="oppose"),
        ],
    )
    (pair,) = rows(connection, "FROM mart.actor_agreement")
    assert (pair["holder_label"], pair["other_label"]) == ("Finland", "Kenya")
    assert (pair["shared_issues"], pair["agreement"], pair["conflict"]) == (2, 0.5, 0.5)


@pytest.mark.parametrize(
    ("stances", "status"),
    [
        ([{"act": "propose"}], "proposed"),
        ([{"act": "praise"}], "under_discussion"),
        ([{"act": "accept", "mode": "action"}], "agreed"),
        ([{"act": "accept"}, {"act": "praise"}], "agreed_in_principle"),
        ([{}, {"polarity": "oppose"}], "contested"),
        ([{"polarity": "oppose", "act": "reject"}], "rejected"),
        ([{"polarity": "oppose", "act": "warn"}], "stalled"),
        ([{"polarity": "mixed"}], "deferred"),
    ],
)
def test_the_ledger_gives_the_status_by_its_rules(
    connection: duckdb.DuckDBPyConnection, stances: list[dict], status: str
) -> None:
    of = article("one", "Kenya speaks. Finland speaks.")
    holders = ("Kenya", "Finland")
    found = [
        stance(of, f"{holder} speaks.", holder, "speaks", **over)
        for holder, over in zip(holders, stances, strict=False)
    ]
    loaded(connection, [of], found)
    (day,) = rows(connection, "FROM mart.issue_ledger")
    assert day["status"] == status


def test_one_holder_on_both_sides_contests_nothing(connection: duckdb.DuckDBPyConnection) -> None:
    of = article("one", "Kenya demands a truce. Kenya rejects a truce.")
    sides = {"Kenya demands a truce.": "support", "Kenya rejects a truce.": "oppose"}
    loaded(connection, [of], [stance(of, text, "Kenya", "a truce", polarity=side) for text, side in sides.items()])
    assert [day["status"] for day in rows(connection, "FROM mart.issue_ledger")] == ["deferred"]


def test_a_claim_about_another_is_confirmed_only_by_the_others_own_words(connection: duckdb.DuckDBPyConnection) -> None:
    of = article("one", "Finland says Kenya wants a truce. Kenya wants a truce.")
    claim = stance(
        of, "Finland says Kenya wants a truce.", "Kenya", "a truce", attribution_level=2, speaker="Finland",
        speaker_id="finland",
    )  # fmt: skip
    own = stance(of, "Kenya wants a truce.", "Kenya", "truce")
    loaded(connection, [of], [claim])
    assert [row["own_words"] for row in rows(connection, "FROM mart.claims_about_others")] == ["unconfirmed"]
    connection.execute("DELETE FROM ops.batches")
    loaded(connection, [of], [claim, own])
    (row,) = rows(connection, "FROM mart.claims_about_others")
    assert (row["own_words"], row["speaker_label"], row["holder_label"]) == ("confirmed", "Finland", "Kenya")


def test_holders_outside_the_codebook_are_listed_with_an_example(connection: duckdb.DuckDBPyConnection) -> None:
    of = article("one", "Mirela Duma wants a truce. Kenya wants a truce.")
    loaded(
        connection,
        [of],
        [
            stance(of, "Mirela Duma wants a truce.", "Mirela Duma", "a truce"),
            stance(of, "Kenya wants a truce.", "Kenya", "a truce"),
        ],
    )
    (row,) = rows(connection, "FROM mart.unresolved_actors")
    assert (row["holder"], row["stances"], row["example"]) == ("Mirela Duma", 1, "Mirela Duma wants a truce.")


def test_coverage_counts_articles_without_stance_or_date(connection: duckdb.DuckDBPyConnection) -> None:
    rich, poor = article("one", "Kenya wants a truce."), article("two", "It rained.", None)
    loaded(connection, [rich, poor], [stance(rich, rich["text"], "Kenya", "a truce")])
    (row,) = rows(connection, "FROM mart.source_coverage")
    assert (row["articles"], row["articles_with_stances"], row["articles_without_date"]) == (2, 1, 1)


def test_a_copy_of_a_story_in_other_words_is_no_repetition(connection: duckdb.DuckDBPyConnection) -> None:
    lead, copy, later = (
        article("one", "Kenya speaks of a truce."),
        article("copy", "Kenya speaks out for a truce."),
        article("two", "Kenya speaks of a truce once more.", "2026-03-02"),
    )
    stories = tell_stories([lead, copy, later]).with_columns(
        story_id=pl.when(pl.col("article_id") == copy["article_id"])
        .then(pl.lit(lead["article_id"]))
        .otherwise(pl.col("story_id")),
        is_lead=pl.col("article_id") != copy["article_id"],
        story_articles=pl.when(pl.col("article_id") == later["article_id"]).then(1).otherwise(2).cast(pl.Int64),
    )
    stances = [stance(of, of["text"], "Kenya", "a truce") for of in (lead, copy, later)]
    load(connection, replace(load_input(batch([lead, copy, later], stances)), stories=lambda: stories))
    found = rows(connection, "FROM mart.position_changes ORDER BY stated_on")
    assert [(row["change"], row["evidence"]) for row in found] == [
        ("new", lead["text"]),
        ("repeated", later["text"]),
    ]


def test_opposite_sides_of_one_day_are_a_contradiction_and_a_claim_about_the_holder_is_none(
    connection: duckdb.DuckDBPyConnection,
) -> None:
    of = article("one", "Kenya demands a truce. Kenya rejects a truce. Finland rejects a truce.")
    kenya = [
        stance(of, "Kenya demands a truce.", "Kenya", "a truce"),
        stance(of, "Kenya rejects a truce.", "Kenya", "a truce", polarity="oppose"),
    ]
    finland = [
        stance(of, "Finland rejects a truce.", "Finland", "a truce", polarity="oppose"),
        stance(of, "Finland rejects a truce.", "Finland", "a truce", stance_id="claimed", attribution_level=2),
    ]
    loaded(connection, [of], kenya + finland)
    (found,) = rows(connection, "FROM mart.contradictions")
    assert (found["holder_label"], found["issue_id"], found["reports"]) == ("Kenya", "ceasefire", 2)
    assert found["evidence_for"] == "Kenya demands a truce."
    assert found["evidence_against"] == "Kenya rejects a truce."


def test_a_condition_on_another_issue_leads_from_issue_to_issue(connection: duckdb.DuckDBPyConnection) -> None:
    of = article("one", "Kenya wants a truce only if tariffs fall.")
    conditional = stance(
        of,
        of["text"],
        "Kenya",
        "a truce",
        polarity="mixed",
        condition="only if tariffs fall",
        condition_issue_id="tariffs",
    )
    loaded(connection, [of], [conditional])
    (found,) = rows(connection, "FROM mart.deal_conditions")
    assert (found["issue_id"], found["condition_issue_id"], found["mixed"]) == ("ceasefire", "tariffs", 1)
    assert (found["reports"], found["independent_sources"], found["distinct_utterances"]) == (1, 1, 1)
    assert found["condition_example"] == "only if tariffs fall"
