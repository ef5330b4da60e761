"""Sources: a visit is kept where it has something to tell, and the view says which source is ill."""

from __future__ import annotations

from typing import Any

import duckdb
import pytest

from tests.warehouse.conftest import article, batch, load_input, rows, visit
from warehouse.load import load

BATCH = batch([article("one", "It rained.")], [])


def come(connection: duckdb.DuckDBPyConnection, run_id: str, *visits: dict[str, Any]) -> bool:
    """One run with these visits; whether it changed the warehouse."""
    given = load_input(BATCH, run_id=run_id, visits=[one | {"run_id": run_id} for one in visits])
    return load(connection, given).changed


def health(connection: duckdb.DuckDBPyConnection) -> list[dict[str, Any]]:
    return rows(connection, "FROM mart.source_health ORDER BY source_name")


@pytest.mark.parametrize(
    ("one", "is_news"),
    [
        (visit(new=2), True),
        (visit(outcome="failed"), True),
        (visit(), False),
        (visit(outcome="unchanged"), False),
        (visit(articles_found=4, articles_known=4), False),
    ],
    ids=["new articles", "failed", "nothing new", "unchanged", "all known"],
)
def test_a_visit_changes_the_warehouse_only_where_it_failed_or_brought_something(
    connection: duckdb.DuckDBPyConnection, one: dict[str, Any], is_news: bool
) -> None:
    come(connection, "run-0")
    assert come(connection, "run-1", one) == is_news
    assert len(rows(connection, "FROM ops.source_runs")) == is_news
    assert rows(connection, "SELECT loads FROM ops.schema_version") == [{"loads": 1 + is_news}]


def test_the_visits_of_a_run_are_kept_once_however_often_it_is_loaded(connection: duckdb.DuckDBPyConnection) -> None:
    assert come(connection, "run-1", visit(outcome="failed"))
    assert not come(connection, "run-1", visit(outcome="failed"))
    assert len(rows(connection, "FROM ops.source_runs")) == 1


def test_a_source_that_answers_again_is_well_again_though_it_has_nothing_new(
    connection: duckdb.DuckDBPyConnection,
) -> None:
    come(connection, "run-1", visit(outcome="failed", failures_in_a_row=3))
    assert [(row["last_outcome"], row["failures_in_a_row"], row["last_error"]) for row in health(connection)] == [
        ("failed", 3, "503")
    ]
    assert come(connection, "run-2", visit(outcome="unchanged", hour=1))
    assert [(row["last_outcome"], row["failures_in_a_row"], row["last_error"]) for row in health(connection)] == [
        ("unchanged", 0, None)
    ]
    assert not come(connection, "run-3", visit(outcome="unchanged", hour=2))


def test_the_health_of_a_source_counts_its_articles_and_those_of_its_last_week(
    connection: duckdb.DuckDBPyConnection,
) -> None:
    come(connection, "run-1", visit(new=5, articles_rejected=2), visit("post", outcome="failed"))
    come(connection, "run-2", visit(new=3, hour=24 * 6))
    come(connection, "run-3", visit(outcome="failed", hour=24 * 8), visit("post", new=1, hour=1))
    gazette, post = health(connection)
    assert (gazette["articles"], gazette["articles_last_7_days"], gazette["articles_rejected"]) == (8, 3, 2)
    assert (gazette["last_outcome"], gazette["last_article_at"].day) == ("failed", 7)
    assert (post["last_outcome"], post["articles"], post["articles_last_7_days"], post["last_error"]) == (
        "read", 1, 1, None,
    )  # fmt: skip
