"""An evaluation that is recorded reaches the warehouse and what is published, lasts, and stands there once."""

from __future__ import annotations

import json
import shutil
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import duckdb
import pytest
from typer.testing import CliRunner

from flows import steps
from flows.cli import app
from flows.evaluating import Evaluation, Request, evaluate_files
from flows.knowledge import Knowledge
from flows.measured import shipped_evaluations
from flows.recording import record_evaluation
from flows.settings import Settings
from schemas.errors import InputError
from tests.flows.conftest import GOLD, OWN_GOLD, contents, do_all
from warehouse.check import require_sound
from warehouse.connect import open_warehouse

MakeRun = Callable[..., steps.Run]
MINE = "SELECT count(*) FROM ops.evaluations WHERE gold_name = 'mine.jsonl'"


def ask(file: Path, query: str) -> list[tuple[Any, ...]]:
    with duckdb.connect(str(file), read_only=True) as connection:
        return connection.sql(query).fetchall()


@pytest.fixture
def mine(tmp_path: Path) -> tuple[Request, Evaluation]:
    """Gold of one's own with its evaluation; every other gold row stands in for what was extracted."""
    gold, half = tmp_path / "mine.jsonl", tmp_path / "half.jsonl"
    shutil.copy(GOLD / "stances.jsonl", gold)
    with gold.open("a", encoding="utf-8") as file:
        file.write("\n")  # another hash than that of the gold whose figures ship
    rows = [
        line for line in gold.read_text(encoding="utf-8").splitlines() if line and not json.loads(line).get("optional")
    ]
    half.write_text("\n".join(rows[::2]), encoding="utf-8")
    return Request(gold, GOLD / "articles.jsonl"), evaluate_files("stances", Request(gold, predictions=half))


@pytest.fixture
def loaded(make_run: MakeRun, articles: Path) -> steps.Run:
    return do_all(make_run(articles))


def test_a_new_warehouse_carries_the_figures_that_ship(loaded: steps.Run) -> None:
    published = loaded.home.published / "stancehouse.duckdb"
    assert ask(published, "SELECT count(*) FROM ops.evaluations") == [(shipped_evaluations().height,)]
    present = "SELECT DISTINCT extractor FROM mart.model_quality WHERE is_present_extractor AND is_present_codebook"
    assert ask(published, present) == [(loaded.settings.extractor,)]
    assert "on 38 annotated articles" in (loaded.home.published / "report.html").read_text(encoding="utf-8")


def test_a_recorded_evaluation_is_loaded_published_and_kept_by_a_rebuild(
    loaded: steps.Run, make_run: MakeRun, mine: tuple[Request, Evaluation]
) -> None:
    run = make_run()
    done = record_evaluation(run, *mine)
    assert (done.is_new, done.is_loaded) == (True, True)
    for file in (run.home.warehouse, run.home.published / "stancehouse.duckdb"):
        assert ask(file, MINE) == [(done.figures,)]
    assert ask(run.home.warehouse, "SELECT count(*) FROM mart.model_quality WHERE gold_name = 'mine.jsonl'") > [(0,)]
    before = contents(run.home.warehouse)
    steps.rebuild(make_run())
    assert contents(run.home.warehouse) == before
    with open_warehouse(run.home.warehouse) as connection:
        require_sound(connection)


def test_recording_the_same_evaluation_twice_adds_nothing(
    loaded: steps.Run, make_run: MakeRun, mine: tuple[Request, Evaluation], tmp_path: Path
) -> None:
    record_evaluation(make_run(), *mine)
    before = contents(loaded.home.warehouse, ())
    copy = tmp_path / "copy.jsonl"
    shutil.copy(mine[0].gold, copy)
    for request in (mine[0], replace(mine[0], gold=copy)):
        assert not record_evaluation(make_run(), request, mine[1]).is_new
    assert contents(loaded.home.warehouse, ()) == before


def test_an_evaluation_whose_figures_ship_is_known(own_evaluation: Evaluation, make_run: MakeRun) -> None:
    assert not record_evaluation(make_run(), OWN_GOLD, own_evaluation).is_new


def test_without_a_warehouse_the_store_keeps_it_for_the_next_run(
    make_run: MakeRun, articles: Path, mine: tuple[Request, Evaluation]
) -> None:
    done = record_evaluation(make_run(), *mine)
    assert (done.is_new, done.is_loaded) == (True, False)
    run = do_all(make_run(articles))
    assert ask(run.home.published / "stancehouse.duckdb", MINE) == [(done.figures,)]


def test_figures_of_another_extractor_wait_for_its_warehouse_and_are_not_taken_for_the_present_ones(
    loaded: steps.Run, make_run: MakeRun, mine: tuple[Request, Evaluation]
) -> None:
    other = Knowledge(None, Settings(extractor="rules"))
    done = record_evaluation(replace(make_run(), knowledge=other, settings=other.settings), *mine)
    assert not done.is_loaded
    steps.load(make_run())
    present = "SELECT DISTINCT extractor, is_present_extractor FROM mart.model_quality WHERE gold_name = 'mine.jsonl'"
    assert ask(loaded.home.warehouse, present) == [("rules", False)]


def invoke(*words: object) -> str:
    result = CliRunner().invoke(app, ["evaluate", *map(str, words)], catch_exceptions=False)
    assert result.exit_code == 0, result.output
    return result.output


def test_the_command_records_and_says_so(tmp_path: Path) -> None:
    text = "Kenya demands a ceasefire."
    (tmp_path / "articles.jsonl").write_text(json.dumps({"doc_id": "a", "text": text}) + "\n", encoding="utf-8")
    row = {"doc_id": "a", "evidence": text, "actor": "Kenya", "mention": "Kenya", "target": "a ceasefire"}
    gold = tmp_path / "gold.jsonl"
    gold.write_text(json.dumps({**row, "polarity": "support", "mode": "indirect"}) + "\n", encoding="utf-8")
    words = (gold, "--articles", tmp_path / "articles.jsonl", "--record", "--home", tmp_path / "home")
    assert "figures: recorded; kept in the store" in invoke(*words)
    assert "figures: known before" in invoke(*words)
    assert len(list((tmp_path / "home" / "store" / "evaluations").iterdir())) == 1


def test_what_is_no_evaluation_of_the_extractors_stances_is_not_recorded(tmp_path: Path) -> None:
    home = ("--record", "--home", tmp_path / "home")
    with pytest.raises(InputError, match="figures of stances alone"):
        invoke(GOLD / "statements.jsonl", "--what", "statements", "--articles", GOLD / "articles.jsonl", *home)
    with pytest.raises(InputError, match=r"figures of the extractor, and '.*stances.jsonl' may come from any"):
        invoke(GOLD / "stances.jsonl", "--predictions", GOLD / "stances.jsonl", *home)
    assert not (tmp_path / "home").exists()
