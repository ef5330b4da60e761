"""Asking the published file."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

import duckdb
import pytest

from schemas.errors import InputError, NotFound
from schemas.tables import TABLES
from tests.warehouse.conftest import NOW, article, loaded, stance
from warehouse.query import explain, list_tables, published_query
from warehouse.views import read_views


@pytest.fixture
def published(connection: duckdb.DuckDBPyConnection, path: Path) -> Path:
    of = article("one", "Kenya demands a truce. Finland rejects a truce.")
    loaded(
        connection,
        [of],
        [
            stance(of, "Kenya demands a truce.", "Kenya", "a truce"),
            stance(of, "Finland rejects a truce.", "Finland", "a truce"),
        ],
    )
    connection.close()
    return path


def test_every_table_and_view_is_listed_with_its_comment(published: Path) -> None:
    listed = list_tables(published)
    assert {*TABLES, *(view.qualified for view in read_views())} <= set(listed["name"])
    assert listed["comment"].null_count() == 0


def test_a_stance_is_explained_by_the_beginning_of_its_key(published: Path) -> None:
    stance_id = published_query(published, "SELECT stance_id FROM stances WHERE holder = 'Kenya'").item()
    found = explain(published, stance_id[:8])
    assert found["stance"]["evidence"] == "Kenya demands a truce."
    assert found["issue"]["proposition"] == "There should be a ceasefire."
    assert found["article"]["title"] == "Title of one"
    assert found["run"]["run_id"] == "run-1"


def test_a_stance_is_explained_with_the_version_and_the_first_teller_of_its_article(
    connection: duckdb.DuckDBPyConnection, path: Path
) -> None:
    lead = article("lead", "Kenya demands a truce.", "2026-02-01", publisher="Wire")
    old = article("old", "Finland rejects a truce.")
    new = article("new", lead["text"], page_id=old["page_id"], retrieved_at=NOW + timedelta(hours=1))
    of_old, of_new = stance(old, old["text"], "Finland", "a truce"), stance(new, new["text"], "Kenya", "a truce")
    loaded(connection, [lead, old, new], [of_old, of_new])
    connection.close()
    found = explain(path, of_new["stance_id"])["article"]
    assert (found["version"], found["first_told_by_publisher"]) == ("newest of 2", "Wire")
    assert explain(path, of_old["stance_id"])["article"]["version"] == "1 of 2, which no view counts"


@pytest.mark.parametrize(("prefix", "words"), [("zz", "no stance has"), ("", "2 stances have")])
def test_a_key_that_is_not_of_one_stance_is_refused(published: Path, prefix: str, words: str) -> None:
    with pytest.raises(NotFound, match=words):
        explain(published, prefix)


def test_a_broken_query_is_told_in_duckdbs_words(published: Path) -> None:
    with pytest.raises(InputError, match="nowhere"):
        published_query(published, "SELECT * FROM nowhere")


def test_a_question_writes_no_file(published: Path, tmp_path: Path) -> None:
    with pytest.raises(InputError, match="disabled"):
        published_query(published, f"COPY articles TO '{tmp_path / 'stolen.csv'}'")
    assert not (tmp_path / "stolen.csv").exists()


def test_days_are_those_of_utc_wherever_the_reader_sits(published: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TZ", "America/New_York")
    assert published_query(published, "SELECT published_at::date::varchar FROM articles").item() == "2026-03-01"
