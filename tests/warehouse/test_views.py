"""The mart: each view answers its question on a case that a person can check."""

from __future__ import annotations

from dataclasses import replace

import duckdb
import polars as pl
import pytest

from schemas.tables import TABLES
from tests.warehouse.conftest import article, batch, load_input, loaded, rows, stance, tell_stories
from warehouse.load import Batch, load
from warehouse.views import View, read_views

STORED = [view for view in read_views() if view.is_stored]


@pytest.mark.parametrize("view", read_views(), ids=lambda view: view.name)
def test_a_view_says_of_just_its_columns_what_they_mean(connection: duckdb.DuckDBPyConnection, view: View) -> None:
    relation = connection.sql(f"FROM {view.qualified}")
    assert relation.columns == list(view.columns)
    assert view.meaning
    assert view.grain
    assert not [
        kind for kind in map(str, relation.types) if kind.startswith(("STRUCT", "MAP", "HUGEINT")) or "[]" in kind
    ]


@pytest.mark.parametrize("view", STORED, ids=lambda view: view.name)
def test_the_rows_that_a_load_stores_are_those_of_the_query(connection: duckdb.DuckDBPyConnection, view: View) -> None:
    """After two loads, the second of which takes back what the first held of an article."""
    text = "Kenya wants a truce. Finland says Kenya wants a truce if tariffs fall. Mirela Duma rejects a truce."
    of, later = article("one", text), article("two", text + " So it is.", "2026-03-02")
    sentences = [sentence + "." for sentence in text.removesuffix(".").split(". ")]

    def stances(of: dict) -> list[dict]:
        return [
            stance(of, sentences[0], "Kenya", "a truce"),
            stance(of, sentences[0], "Kenya", "truce", polarity="oppose"),
            stance(of, sentences[1], "Kenya", "a truce", attribution_level=2, speaker="Finland", speaker_id="finland"),
            stance(of, sentences[1], "Finland", "a truce", condition="if tariffs fall", condition_issue_id="tariffs"),
            stance(of, sentences[2], "Mirela Duma", "a truce"),
        ]

    def on_issues(of: dict, found: list[dict], name: str) -> Batch:
        row = {"article_id": of["article_id"], "issue_id": "ceasefire", "mentions": 1, "stances": 4, "salience": 0.5}
        by = {name: found[0][name] for name in ("extractor", "extractor_version", "codebook_version", "run_id")}
        frames = batch([of], found).read() | {"article_issues": TABLES["article_issues"].frame([row | by])}
        return Batch(name, "print-1", lambda: frames)

    load(connection, load_input(on_issues(of, stances(of), "batch-1")))
    again = replace(on_issues(of, stances(of)[1:], "batch-1"), fingerprint="print-2")
    load(connection, load_input(again, on_issues(later, stances(later), "batch-2"), run_id="run-2"))
    stored, asked = rows(connection, f"FROM {view.qualified}"), rows(connection, view.query)
    assert stored
    assert sorted(map(repr, stored)) == sorted(map(repr, asked))


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
    assert (cell["utterances_for"], cell["utterances_against"], cell["net"]) == (2, 1, pytest.approx(1 / 3))
    assert (cell["reports"], cell["independent_sources"], cell["distinct_utterances"]) == (6, 1, 3)


def test_a_story_that_many_print_does_not_outvote_two_that_one_outlet_each_told(
    connection: duckdb.DuckDBPyConnection,
) -> None:
    wire = [article(f"copy {number}", "Kenya demands a truce.") for number in range(5)]
    others = [article(f"other {number}", f"Kenya rejects a truce for the {number}th time.") for number in range(2)]
    stances = [stance(of, of["text"], "Kenya", "a truce") for of in wire]
    stances += [stance(of, of["text"], "Kenya", "a truce", polarity="oppose") for of in others]
    loaded(connection, [*wire, *others], stances)
    (cell,) = rows(connection, "FROM mart.actor_issue_matrix")
    assert (cell["side"], cell["supports"], cell["opposes"], cell["independent_sources"]) == ("oppose", 5, 2, 3)


@pytest.mark.parametrize(
    "view", ["actor_issue_matrix", "stance_timeline", "position_changes", "issue_ledger", "contradictions"]
)
def test_what_others_claim_of_a_holder_is_no_side_of_its_own(connection: duckdb.DuckDBPyConnection, view: str) -> None:
    of = article("one", "Finland says Kenya wants a truce. Finland says Kenya rejects a truce.")
    sides = {"Finland says Kenya wants a truce.": "support", "Finland says Kenya rejects a truce.": "oppose"}
    stances = [
        stance(
            of, text, "Kenya", "a truce", polarity=side, attribution_level=2, speaker="Finland", speaker_id="finland"
        )
        for text, side in sides.items()
    ]
    loaded(connection, [of], stances)
    assert rows(connection, f"FROM mart.{view}") == []
    assert len(rows(connection, "FROM mart.claims_about_others")) == 2


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
