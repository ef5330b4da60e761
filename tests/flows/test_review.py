"""People correct machines: what they decided reaches the warehouse, lasts, and can be taken back."""

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
from flows.evaluating import Request, evaluate_files
from flows.knowledge import Knowledge
from flows.review import export_review, import_review, read_reviews, undo
from flows.review_results import agreement_table, write_gold
from flows.settings import Home, Settings
from flows.sources.config import sources_of
from schemas.errors import InputError, NotFound
from tests.flows.conftest import TEXTS, contents, do_all
from tests.flows.review_files import fill_sheet
from warehouse.check import require_sound
from warehouse.connect import open_warehouse
from warehouse.review import Sample

BOOK = """
issues:
  - issue_id: weather
    label: Weather
    topic: other
    proposition: It rains.
    support_means: wet
    oppose_means: dry
    example: Oslo wants rain.
    cues: [rain]
"""
MakeRun = Callable[..., steps.Run]
WITHOUT = ("ops.runs", "ops.run_metrics", "ops.source_runs", "ops.batches")


def _published(run: steps.Run) -> Path:
    return run.home.published / "stancehouse.duckdb"


def _ask(run: steps.Run, query: str) -> list[tuple[Any, ...]]:
    with duckdb.connect(str(run.home.warehouse), read_only=True) as connection:
        return connection.sql(query).fetchall()


def _stances(run: steps.Run, columns: str = "holder, polarity, target, evidence") -> list[tuple[Any, ...]]:
    return _ask(run, f"SELECT {columns} FROM stances ORDER BY ALL")


def _export(run: steps.Run, file: Path) -> dict[str, int]:
    """The number of each row of the spreadsheet, by holder and target."""
    export_review(_published(run), file, Sample("random", 100))
    (review,) = read_reviews(file)
    return {f"{row['holder']}: {row['target']}": number for number, row in enumerate(review.shown.values(), 1)}


def _row_of(rows: dict[str, int], words: str) -> int:
    (number,) = [number for name, number in rows.items() if words in name]
    return number


def _is_sound(run: steps.Run) -> None:
    with open_warehouse(run.home.warehouse) as connection:
        require_sound(connection)


@pytest.fixture(scope="module")
def done(tmp_path_factory: pytest.TempPathFactory, knowledge: Knowledge) -> tuple[Path, dict[str, int]]:
    """A home after one run, with a review file in which one side was corrected, and one stance called wrong."""
    folder = tmp_path_factory.mktemp("reviewed")
    sources = folder / "articles"
    sources.mkdir()
    for name, text in TEXTS.items():
        (sources / f"{name}.txt").write_text(f"---\npublished_at: 2026-03-01\n---\n{text}\n", encoding="utf-8")
    settings = Settings(batch_size=2)
    asked = sources_of([str(sources)])
    run = do_all(steps.Run(steps.new_run_id(), asked.sources, Home(folder / "home"), settings, knowledge))
    file = folder / "review.xlsx"
    rows = _export(run, file)
    corrected = {"verdict": "corrected", "right side": "mixed", "comment": "=1+1 unsure"}
    fill_sheet(file, {_row_of(rows, "the truce"): corrected, _row_of(rows, "the carbon levy"): {"verdict": "wrong"}})
    return folder, rows


@pytest.fixture
def reviewed(
    done: tuple[Path, dict[str, int]], make_run: MakeRun, tmp_path: Path
) -> tuple[steps.Run, Path, dict[str, int]]:
    """A copy of that home for one test: its run, the review file, and the number of each of its rows."""
    folder, rows = done
    shutil.copytree(folder / "home", tmp_path / "home")
    shutil.copy(folder / "review.xlsx", tmp_path / "review.xlsx")
    return make_run(), tmp_path / "review.xlsx", rows


def test_a_review_wins_over_the_extractor_and_the_warehouse_stays_sound(
    reviewed: tuple[steps.Run, Path, dict[str, int]],
) -> None:
    run, file, _ = reviewed
    before = set(_stances(run))
    done = import_review(run, file, "ann")
    assert (done.filled, done.new, done.is_loaded) == (2, 2, True)
    after = set(_stances(run))
    assert {(row[1], row[2]) for row in after - before} == {("mixed", "the truce")}
    assert {row[2] for row in before - after} == {"the truce", "the carbon levy"}
    listed = (
        "SELECT verdict, column_name, old_value, new_value, comment, coder, state FROM ops.corrections ORDER BY ALL"
    )
    assert _ask(run, listed) == [
        ("corrected", "polarity", "oppose", "mixed", "=1+1 unsure", "ann", "in force"),
        ("corrected", "verdict", None, "corrected", "=1+1 unsure", "ann", "in force"),
        ("wrong", "verdict", None, "wrong", None, "ann", "in force"),
    ]
    _is_sound(run)


def test_the_same_file_twice_changes_nothing(reviewed: tuple[steps.Run, Path, dict[str, int]]) -> None:
    run, file, _ = reviewed
    import_review(run, file, "ann")
    held = contents(run.home.warehouse, ())
    assert import_review(run, file, "ann").new == 0
    assert contents(run.home.warehouse, ()) == held
    assert len(run.store.decisions()) == 2


def test_undo_restores_what_the_extractor_said_and_keeps_the_history(
    reviewed: tuple[steps.Run, Path, dict[str, int]],
) -> None:
    run, file, _ = reviewed
    before = _stances(run, "* EXCLUDE run_id")
    import_review(run, file, "ann")
    ((correction_id,),) = _ask(run, "SELECT correction_id FROM ops.corrections WHERE column_name = 'polarity'")
    ((other,),) = _ask(run, "SELECT decision_id FROM ops.corrections WHERE verdict = 'wrong'")
    undo(run, correction_id, "bob")
    undo(run, other[:12], "bob")
    assert _stances(run, "* EXCLUDE run_id") == before
    assert set(_ask(run, "SELECT state, coder, undone_by FROM ops.corrections")) == {("undone", "ann", "bob")}
    assert import_review(run, file, "ann").new == 0  # the file that was taken back is not taken up again
    assert _stances(run, "* EXCLUDE run_id") == before
    with pytest.raises(InputError, match="taken back before, by bob"):
        undo(run, other, "ann")
    with pytest.raises(NotFound, match="0 decisions"):
        undo(run, "nothing", "ann")
    _is_sound(run)


def test_a_rebuilt_warehouse_is_the_loaded_one(reviewed: tuple[steps.Run, Path, dict[str, int]]) -> None:
    run, file, _ = reviewed
    import_review(run, file, "ann")
    loaded = contents(run.home.warehouse, WITHOUT)
    steps.rebuild(run)
    assert contents(run.home.warehouse, WITHOUT) == loaded


def test_a_review_lasts_under_another_extractor_and_another_codebook(
    reviewed: tuple[steps.Run, Path, dict[str, int]], make_run: MakeRun, tmp_path: Path
) -> None:
    run, file, rows = reviewed
    fill_sheet(file, {_row_of(rows, "Norway: the ruling"): {"verdict": "right"}})
    import_review(run, file, "ann")
    book = tmp_path / "book.yaml"
    book.write_text(BOOK, encoding="utf-8")
    for knowledge in (Knowledge(None, Settings(extractor="rules")), Knowledge(book, Settings(extractor="rules"))):
        other = replace(make_run(), knowledge=knowledge, settings=knowledge.settings)
        assert other.knowledge.fingerprint != run.knowledge.fingerprint
        do_all_but_ingest(other)
        stances = _stances(other, "target, polarity, verdict")
        assert ("the truce", "mixed", "corrected") in stances
        assert [row for row in stances if row[0] == "the carbon levy"] == []
        assert ("the ruling", "support", "right") in stances
        assert set(_ask(other, "SELECT state FROM ops.corrections")) == {("in force",)}
        _is_sound(other)


def do_all_but_ingest(run: steps.Run) -> None:
    for step in steps.STEPS:
        if step.name != "ingest":
            step.work(run)


def test_a_stance_that_a_coder_adds_is_in_the_warehouse(
    reviewed: tuple[steps.Run, Path, dict[str, int]],
) -> None:
    run, file, rows = reviewed
    ((article_id,),) = _ask(run, "SELECT article_id FROM articles WHERE doc_id = 'ferry'")
    added = {
        "verdict": "missing",
        "article_id": article_id,
        "sentence": "Stockholm opposes the ferry line, Henrik Aalto said.",
        "right holder": "Henrik Aalto",
        "right target": "ferry line",
        "right side": "mixed",
        "right issue": "",
    }
    ((issue_id,),) = _ask(run, "SELECT issue_id FROM issues WHERE NOT is_discovered ORDER BY issue_id LIMIT 1")
    fill_sheet(file, {len(rows) + 1: {**added, "right issue": issue_id}})
    import_review(run, file, "ann")
    found = _stances(run, "holder, polarity, target, issue_id, reviewed_by, verdict")
    assert ("Henrik Aalto", "mixed", "ferry line", issue_id, "ann", "missing") in found
    _is_sound(run)


def test_a_file_with_an_answer_that_cannot_be_used_changes_nothing(
    reviewed: tuple[steps.Run, Path, dict[str, int]],
) -> None:
    run, file, _ = reviewed
    fill_sheet(file, {1: {"verdict": "corrected", "right side": "for"}})
    with pytest.raises(InputError, match=r"review\.xlsx, row 2: side 'for' is none of support, oppose, mixed"):
        import_review(run, file, "ann")
    assert run.store.decisions() == []


def test_a_decision_whose_article_is_gone_is_told_and_kept(
    reviewed: tuple[steps.Run, Path, dict[str, int]],
) -> None:
    run, file, _ = reviewed
    import_review(run, file, "ann")
    for path in (run.home.root / "store" / "articles").glob("*.parquet"):
        path.unlink()
    steps.rebuild(run)
    assert set(_ask(run, "SELECT state FROM ops.corrections")) == {("lost",)}
    told = _ask(run, "SELECT count(*) FROM ops.rejected_rows WHERE check_name = 'correction_still_holds'")
    assert told == [(2,)]
    assert len(run.store.decisions()) == 2


def test_agreement_of_two_coders_and_gold_for_evaluate(
    reviewed: tuple[steps.Run, Path, dict[str, int]], tmp_path: Path
) -> None:
    run, file, rows = reviewed
    second = tmp_path / "bob.xlsx"
    second.write_bytes(file.read_bytes())
    fill_sheet(second, {_row_of(rows, "the truce"): {"verdict": "right", "right side": ""}})
    of_files = agreement_table(run, [file, second])
    import_review(run, file, "review")
    import_review(run, second, "bob")
    assert agreement_table(run, []).equals(of_files)
    (side,) = of_files.filter(field="side", coders="bob and review").to_dicts()
    assert (side["units"], side["observed"]) == (1, 0.0)
    out = tmp_path / "gold.jsonl"
    count, articles, beside = write_gold(_published(run), out)
    assert (count, articles) == (1, 2)
    figures: Any = evaluate_files("stances", Request(out, beside)).figures
    assert (figures.gold, figures.articles) == (1, 2)
    lines = [json.loads(line) for line in out.read_text(encoding="utf-8").splitlines()]
    assert {line["target"] for line in lines if "target" in line and not line.get("optional")} == {"the truce"}


def test_the_commands_say_what_they_did(reviewed: tuple[steps.Run, Path, dict[str, int]], tmp_path: Path) -> None:
    run, file, _ = reviewed
    home = ["--home", str(run.home.root)]

    def said(*arguments: str) -> str:
        result = CliRunner().invoke(app, ["review", *arguments, *home], catch_exceptions=False)
        assert result.exit_code == 0, result.output
        return result.output

    assert "decisions are new" in said("import", str(file), "--coder", "ann")
    assert "in force" in said("list")
    assert "kappa" in said("agreement")
    assert "stancehouse evaluate" in said("gold", str(tmp_path / "gold.jsonl"))
    assert "3 stances to review" in said("export", str(tmp_path / "r.json"), "--sample", "uncertain", "--size", "3")
    key = run.store.decisions()[0].decision_id
    assert "was taken back by bob" in said("undo", key, "--coder", "bob")


def test_a_review_names_its_coder_by_who_filled_it_in(reviewed: tuple[steps.Run, Path, dict[str, int]]) -> None:
    run, file, _ = reviewed
    with pytest.raises(InputError, match="--coder is empty"):
        import_review(run, file, " ")
    with pytest.raises(InputError, match="is not there"):
        read_reviews(file.with_name("other.xlsx"))


def test_a_run_that_was_killed_before_it_listed_the_corrections_is_made_whole_by_the_next(
    reviewed: tuple[steps.Run, Path, dict[str, int]], make_run: MakeRun, monkeypatch: pytest.MonkeyPatch
) -> None:
    run, file, _ = reviewed

    class Killed(BaseException):
        pass

    def die(*_: object) -> int:
        raise Killed

    with monkeypatch.context() as patched:
        patched.setattr("flows.correcting.replace_corrections", die)
        with pytest.raises(Killed):
            import_review(run, file, "ann")
    assert _ask(run, "FROM ops.corrections") == []
    assert "mixed" in {polarity for _, polarity, _, _ in _stances(run)}
    again = make_run()
    do_all(again)
    assert len(_ask(again, "FROM ops.corrections")) == 3
    with duckdb.connect(str(_published(again)), read_only=True) as connection:
        assert connection.sql("SELECT count(*) FROM ops.corrections").fetchall() == [(3,)]
