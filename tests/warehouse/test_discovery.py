"""Discovered issues: what recurs outside the codebook, under ids that stay."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path
from typing import Any

import duckdb
import pytest

from schemas.codebook_salience import salience
from schemas.tables import TABLES
from tests.warehouse.conftest import NOW, article, batch, key, load_input, loaded, rows, stance
from warehouse.check import run_checks
from warehouse.connect import open_warehouse
from warehouse.load import Batch, load

FUNCTION_WORDS = {"the", "a", "of"}
Story = tuple[dict[str, Any], list[dict[str, Any]]]


def story(name: str, *targets: str, hour: int = 0, **over: Any) -> Story:
    """An article that came in at that hour, with a sentence and a stance for each target; outside the codebook."""
    text = " ".join(f"Kenya wants {target} in {name}." for target in targets)
    of = article(name, text, ingested_at=NOW + timedelta(hours=hour), **over)
    return of, [
        stance(of, f"Kenya wants {target} in {name}.", "Kenya", target, issue_id=None, target_key=key_of(target))
        | {"sentence": number}
        for number, target in enumerate(targets)
    ]


def key_of(target: str) -> str:
    return "-".join(word for word in target.lower().split() if word not in FUNCTION_WORDS)


def as_batch(*stories: Story, name: str = "batch-1") -> Batch:
    return batch([of for of, _ in stories], [one for _, stances in stories for one in stances], name)


def groups(connection: duckdb.DuckDBPyConnection) -> dict[str, str | None]:
    found = rows(connection, "SELECT DISTINCT target, issue_id FROM stances")
    assert len({row["target"] for row in found}) == len(found)
    return {row["target"]: row["issue_id"] for row in found}


def discovered(connection: duckdb.DuckDBPyConnection, columns: str = "*") -> list[dict[str, Any]]:
    return rows(connection, f"SELECT {columns} FROM issues WHERE is_discovered ORDER BY issue_id")


def test_a_target_that_recurs_in_two_articles_becomes_an_issue_and_one_that_does_not_stays_without(
    connection: duckdb.DuckDBPyConnection,
) -> None:
    first, of_first = story("one", "the ferry line")
    second, of_second = story("two", "the ferry line", hour=1)
    lone, of_lone = story("three", "a moon base")
    of_second[0]["polarity"] = "oppose"
    loaded(connection, [first, second, lone], of_first + of_second + of_lone)
    (issue,) = discovered(connection, "label, proposition, example_sentence")
    assert issue == {
        "label": "Ferry line",
        "proposition": "To support is to be for: ferry line",
        "example_sentence": "Kenya wants the ferry line in one.",
    }
    sides = rows(connection, "SELECT DISTINCT target, issue_polarity FROM stances ORDER BY ALL")
    assert [(row["target"], row["issue_polarity"]) for row in sides] == [
        ("a moon base", None),
        ("the ferry line", "oppose"),
        ("the ferry line", "support"),
    ]


@pytest.mark.parametrize(
    ("first", "second", "is_one"),
    [
        ("the ferry line", "a new ferry line", True),
        ("the new ferry line", "the new island ferry line", True),
        ("the line ferry", "the ferry line", True),
        ("the ferry line", "close the ferry line", False),
        ("the ferry line", "the closure of the ferry line", False),
        ("the ferry line", "the ferry line closure", False),
        ("the ferry line", "the ferry port", False),
        ("the new ferry line", "the cheap island ferry line", False),
        ("the bill", "the bill", False),
    ],
)
def test_near_equal_noun_phrases_of_one_head_are_one_issue(
    connection: duckdb.DuckDBPyConnection, first: str, second: str, is_one: bool
) -> None:
    load(connection, load_input(as_batch(story("one", first), story("two", second, hour=1))))
    found = groups(connection)
    assert (found[first] is not None and found[first] == found[second]) == is_one


def test_a_copy_is_no_second_story_and_an_actor_no_issue(connection: duckdb.DuckDBPyConnection) -> None:
    first, of_first = story("one", "the ferry line", "the Zeta Group")
    copy = article("copy", first["text"])
    of_copy = [{**row, "article_id": copy["article_id"], "stance_id": key(row["stance_id"])} for row in of_first]
    other, of_other = story("two", "the Zeta Group", hour=1)
    frames = batch([first, copy, other], of_first + of_copy + of_other).read()
    named = [row for row in [*of_first, *of_copy, *of_other] if row["target"] == "the Zeta Group"]
    shared = {name: of_first[0][name] for name in ("extractor", "extractor_version", "codebook_version", "run_id")}
    frames["mentions"] = TABLES["mentions"].frame(
        [
            {
                **shared, "article_id": row["article_id"], "mention_start": row["target_start"] + 4,
                "mention_end": row["target_end"], "mention": "Zeta Group", "kind": "name", "sentence": 0,
                "actor": "Zeta Group", "actor_id": None, "resolution": "full_name",
            }
            for row in named
        ]
    )  # fmt: skip
    load(connection, load_input(Batch("batch-1", "print-1", lambda: frames)))
    assert discovered(connection) == []


def test_an_issue_is_forgotten_when_its_target_recurs_no_more(connection: duckdb.DuckDBPyConnection) -> None:
    first, second = story("one", "the ferry line"), story("two", "the ferry line", hour=1)
    load(connection, load_input(as_batch(first, second)))
    assert len(discovered(connection)) == 1
    again = as_batch(first, (second[0], []))
    load(connection, load_input(Batch(again.batch_id, "print-2", again.read), run_id="run-2"))
    assert discovered(connection) == []
    assert rows(connection, "FROM article_issues") == []
    assert groups(connection) == {"the ferry line": None}


EARLY = as_batch(story("one", "the ferry line", "the old port"), story("two", "a new ferry line", hour=1))
LATER = as_batch(
    story("three", "the new island ferry line", "the ferry line", hour=2, published_at=NOW - timedelta(days=900)),
    story("four", "the old port", "the new island ferry line", hour=3),
    name="batch-2",
)


def test_what_comes_later_renames_no_issue_even_if_it_was_published_earlier(
    connection: duckdb.DuckDBPyConnection,
) -> None:
    load(connection, load_input(EARLY))
    before = groups(connection)
    load(connection, load_input(EARLY, LATER, run_id="run-2"))
    after = groups(connection)
    assert before["the ferry line"] is not None
    assert after["the ferry line"] == after["a new ferry line"] == before["the ferry line"]
    assert before["the old port"] is None
    assert after["the old port"] is not None


@pytest.mark.parametrize("order", [("early", "later"), ("later", "early"), ("both",)])
def test_two_loads_are_one_load_and_the_order_of_batches_does_not_matter(
    tmp_path: Path, order: tuple[str, ...]
) -> None:
    brought = {"early": [EARLY], "later": [LATER], "both": [EARLY, LATER]}
    found = []
    for name, loads in (("one", [[EARLY, LATER]]), ("other", [brought[step] for step in order])):
        with open_warehouse(tmp_path / name / "stancehouse.duckdb", wait_s=5) as connection:
            for number in range(1, len(loads) + 1):
                load(connection, load_input(*(one for batches in loads[:number] for one in batches)))
            queries = ("FROM issues", "FROM article_issues", "SELECT stance_id, issue_id, issue_polarity FROM stances")
            found.append([connection.sql(f"FROM ({query}) ORDER BY ALL").fetchall() for query in queries])
            assert [one.name for one in run_checks(connection) if one.bad_rows] == []
    assert found[0] == found[1]
    assert found[0][1]


def test_the_salience_of_a_discovered_issue_is_that_of_the_formula(connection: duckdb.DuckDBPyConnection) -> None:
    first = story("one", "the ferry line", "a moon base", "a sun base", "the ferry line again", "the ferry line")
    first[1][4] |= {"target_start": first[0]["text"].rindex("the ferry line")}
    first[1][4] |= {"target_end": first[1][4]["target_start"] + len("the ferry line"), "stance_id": key("last")}
    second = story("two", "the ferry line", hour=1, title="Ferry Line Reopens")
    load(connection, load_input(as_batch(first, second)))
    found = rows(
        connection, "SELECT doc_id, mentions, stances, salience FROM article_issues JOIN articles USING (article_id)"
    )
    by_name = {row.pop("doc_id"): row for row in found}
    assert by_name["one"] == {"mentions": 2, "stances": 2, "salience": salience([0, 4], 5, title=False)}
    assert by_name["two"] == {"mentions": 1, "stances": 1, "salience": salience([0], 1, title=True)}
    days = rows(connection, "SELECT issue_label, articles, stances FROM mart.issue_salience")
    assert days == [{"issue_label": "Ferry line", "articles": 2, "stances": 3}]
