"""The steps without Prefect: each does only what is missing, and the counts add up."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import duckdb
import pytest

from flows import steps
from schemas.errors import InputError
from tests.flows.conftest import TEXTS, contents, do_all
from warehouse.check import run_checks
from warehouse.connect import open_warehouse

MakeRun = Callable[..., steps.Run]


def test_a_run_publishes_stances_and_passes_every_check(make_run: MakeRun, articles: Path) -> None:
    run = do_all(make_run(articles))
    with duckdb.connect(str(run.home.published / "stancehouse.duckdb"), read_only=True) as reader:
        found = reader.sql("SELECT holder_label, polarity, issue_id FROM mart.evidence_browser").fetchall()
    assert ("Kenya", "support", "ceasefire") in found
    assert ("Finland", "oppose", "ceasefire") in found
    assert (run.home.published / "report.html").is_file()
    with open_warehouse(run.home.warehouse) as connection:
        assert [one.name for one in run_checks(connection) if one.bad_rows] == []


def test_the_second_run_changes_nothing_and_loads_no_model(make_run: MakeRun, articles: Path) -> None:
    first = do_all(make_run(articles))
    files = {
        path: path.stat().st_mtime_ns for path in first.home.root.rglob("*") if path.suffix in (".parquet", ".html")
    }
    before = contents(first.home.warehouse)
    second = make_run(articles)
    second.knowledge = type(second.knowledge)()  # a fresh one: its extractor would have to be loaded
    do_all(second)
    assert "extractor" not in vars(second.knowledge)
    assert second.counts[1] == steps.Count("ingest", "articles", len(TEXTS), 0, len(TEXTS), 0)
    assert contents(first.home.warehouse) == before
    assert {path: path.stat().st_mtime_ns for path in files} == files
    with duckdb.connect(str(first.home.warehouse), read_only=True) as connection:
        assert connection.execute("SELECT count(*) FROM ops.runs").fetchone() == (1,)


def test_every_document_is_loaded_or_rejected_and_the_counts_say_so(make_run: MakeRun, articles: Path) -> None:
    (articles / "empty.txt").write_bytes(b"")
    (articles / "latin.txt").write_bytes(b"caf\xe9")
    (articles / "nul.txt").write_bytes(b"Kenya\x00waits")
    (articles / "long.txt").write_text("word " * 1_000_000, encoding="utf-8")
    (articles / "far.txt").write_text("---\npublished_at: 9999-01-01\n---\nKenya waits.", encoding="utf-8")
    (articles / "quiet.txt").write_text("It rained all day, and nobody minded.", encoding="utf-8")
    (articles / "copy.txt").write_text((articles / "truce.txt").read_text(encoding="utf-8"), encoding="utf-8")
    run = do_all(make_run(articles))
    with duckdb.connect(str(run.home.warehouse), read_only=True) as connection:
        loaded = {row[0] for row in connection.sql("SELECT doc_id FROM articles").fetchall()}
        rejected = dict(connection.sql("SELECT source, check_name FROM ops.rejected_rows").fetchall())
        metric = connection.execute(
            "SELECT rows_in, rows_accepted, rows_rejected FROM ops.run_metrics "
            "WHERE step = 'ingest' AND table_name = 'articles'"
        ).fetchone()
    assert {Path(source).stem: check for source, check in rejected.items()} == {
        "empty": "file_is_not_empty",
        "latin": "text_is_utf_8",
        "nul": "text_has_no_nul",
        "long": "text_is_not_too_long",
        "far": "published_at_is_plausible",
        "truce": "distinct_article",
    }
    assert loaded == (set(TEXTS) - {"truce"}) | {"quiet", "copy"}
    assert metric == (13, 7, 6)


def test_running_again_with_rejections_records_none_twice(make_run: MakeRun, articles: Path) -> None:
    (articles / "empty.txt").write_bytes(b"")
    first = do_all(make_run(articles))
    before = contents(first.home.warehouse)
    do_all(make_run(articles))
    assert contents(first.home.warehouse) == before


def test_new_articles_are_added_to_what_is_there(make_run: MakeRun, articles: Path) -> None:
    run = do_all(make_run(articles))
    (articles / "new.txt").write_text("Iceland rejected the ferry line.", encoding="utf-8")
    do_all(make_run(articles))
    with duckdb.connect(str(run.home.published / "stancehouse.duckdb"), read_only=True) as reader:
        assert reader.execute("SELECT count(*) FROM articles").fetchone() == (len(TEXTS) + 1,)
        assert reader.sql("SELECT holder FROM stances WHERE holder = 'Iceland'").fetchall() == [("Iceland",)]


def test_a_rebuilt_warehouse_equals_the_one_that_was_loaded(make_run: MakeRun, articles: Path) -> None:
    run = do_all(make_run(articles))
    before = contents(run.home.warehouse)
    steps.rebuild(make_run())
    assert contents(run.home.warehouse) == before


@pytest.mark.parametrize("batch_size", [1, 4, 100])
def test_the_size_of_batches_changes_no_row(make_run: MakeRun, articles: Path, tmp_path: Path, batch_size: int) -> None:
    reference = do_all(make_run(articles))
    other = do_all(make_run(articles, home=tmp_path / "other", batch_size=batch_size))
    assert contents(other.home.warehouse) == contents(reference.home.warehouse)


def test_a_missing_source_stops_the_run_before_anything_is_stored(make_run: MakeRun, tmp_path: Path) -> None:
    with pytest.raises(InputError, match="is not there"):
        make_run(tmp_path / "nowhere")
    assert not (tmp_path / "home").exists()
