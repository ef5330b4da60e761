"""`stancehouse evaluate` on files of predictions: no model of language is loaded for it."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from typer.testing import CliRunner

from flows.cli import app
from schemas.errors import InputError

ROOT = Path(__file__).parents[2]
GOLD = ROOT / "tests" / "gold"
TEXT = 'Kyiv said "no" to the plan.'

Rows = list[dict[str, Any]]


def evaluate(*arguments: object) -> str:
    result = CliRunner().invoke(app, ["evaluate", *map(str, arguments)], catch_exceptions=False)
    assert result.exit_code == 0, result.output
    return result.output


def figures(*arguments: object) -> Any:
    return json.loads(evaluate(*arguments, "--json"))


def written(path: Path, rows: Rows) -> Path:
    path.write_text("".join(json.dumps(row) + "\n" for row in rows), encoding="utf-8")
    return path


def gold_rows(name: str = "stances.jsonl") -> Rows:
    return [json.loads(line) for line in (GOLD / name).read_text(encoding="utf-8").splitlines()]


@pytest.fixture
def half(tmp_path: Path) -> Path:
    """Predictions that have every other gold row, and one of no article."""
    rows = [row for row in gold_rows() if not row.get("optional")][::2]
    return written(tmp_path / "half.jsonl", [*rows, {**rows[0], "doc_id": "elsewhere"}])


def test_predictions_of_a_file_are_scored_without_articles(half: Path) -> None:
    found = figures(GOLD / "stances.jsonl", "--predictions", half)
    assert (found["predicted"], found["stance"]["precision"], found["stance"]["recall"]) == (94, 1.0, 0.5027)
    low, high = found["intervals"]["stance.f1"]
    assert low < found["stance"]["f1"] < high
    assert found["calibration"] is None


def test_rows_as_extract_writes_them_are_predictions(tmp_path: Path) -> None:
    rows = [{**row, "holder": row["actor"]} for row in gold_rows()]
    for row in rows:
        del row["actor"]
    assert (
        figures(GOLD / "stances.jsonl", "--predictions", written(tmp_path / "own.jsonl", rows))["stance"]["f1"] == 1.0
    )


def test_the_table_of_reliability_stands_in_the_json(tmp_path: Path) -> None:
    rows = [{**row, "confidence": number / 400} for number, row in enumerate(gold_rows())]
    found = figures(GOLD / "stances.jsonl", "--predictions", written(tmp_path / "sure.jsonl", rows))["calibration"]
    assert len(found["bins"]) == 10
    assert sum(row["rows"] for row in found["bins"]) == found["rows"] == 187


def test_people_read_levels_intervals_holder_and_sides(half: Path) -> None:
    output = evaluate(GOLD / "stances.jsonl", "--predictions", half, "--misses", 1)
    assert "12 articles, 187 gold rows, 94 predicted rows" in output
    assert "95 % of F1" in output
    assert "right holder, passage and side found: 1.000" in output
    assert output.count("missed: [") == 1
    for side in ("support", "oppose", "mixed"):
        assert f"\n{side} " in output


def test_issues_are_joined_to_their_gold_rows(tmp_path: Path) -> None:
    rows = gold_rows()
    issues = written(
        tmp_path / "issues.jsonl",
        [{name: row[name] for name in ("doc_id", "evidence", "actor", "target", "issue")} for row in rows],
    )
    predicted = written(tmp_path / "own.jsonl", [{**row, "issue_id": row["issue"].upper()} for row in rows])
    arguments = (GOLD / "stances.jsonl", "--predictions", predicted, "--issues", issues)
    assert figures(*arguments)["issues"]["f1"] == 1.0
    assert "issues (B-cubed): precision 1.000" in evaluate(*arguments)


def test_against_a_saved_evaluation_shows_what_was_won_and_lost(half: Path, tmp_path: Path) -> None:
    saved = tmp_path / "before.json"
    evaluate(GOLD / "stances.jsonl", "--predictions", half, "--save", saved)
    rows = written(tmp_path / "after.jsonl", [row for row in gold_rows() if not row.get("optional")][:20])
    arguments = (GOLD / "stances.jsonl", "--predictions", rows, "--against", saved)
    found = figures(*arguments)["against"]
    assert (len(found["won"]), len(found["lost"])) == (10, 84)
    assert found["differences"]["stance.f1"]["change"] < 0
    output = evaluate(*arguments)
    assert "won: 10" in output
    assert "missed -> full: [" in output
    assert "and 64 more" in output


def statement(**changed: Any) -> dict[str, Any]:
    return {"doc_id": "plan", "speaker": [0, 4], "cue": [5, 9], "content": [[10, 26]], **changed}


@pytest.fixture
def plan(tmp_path: Path) -> Path:
    return written(tmp_path / "articles.jsonl", [{"doc_id": "plan", "text": TEXT}])


def test_statements_are_scored_against_json_lines(tmp_path: Path, plan: Path) -> None:
    gold = written(tmp_path / "gold.jsonl", [statement()])
    predicted = written(tmp_path / "predicted.jsonl", [{"doc_id": "plan", "source": None, "content": [10, 14]}])
    arguments = (gold, "--what", "statements", "--articles", plan, "--predictions", predicted)
    found = figures(*arguments)
    assert (found["gold"], found["predicted"], found["overlap"]["hits"]) == (1, 1, 0)
    assert found["by_quote_type"]["mixed"]["recall"] == 0.0
    assert 'missed: [plan] Kyiv | said | "no" to the plan' in evaluate(*arguments, "--misses", 1)


def test_statements_are_scored_against_a_folder_of_polnear(tmp_path: Path) -> None:
    for part in ("text", "attributions"):
        (tmp_path / part).mkdir()
    (tmp_path / "text" / "plan.txt").write_text(TEXT, encoding="utf-8")
    brat = f"T1\tSource 0 4\tKyiv\nT2\tContent 10 26\t{TEXT[10:26]}\nE1\tAttribution:T1 Source:T1 Content:T2\n"
    (tmp_path / "attributions" / "plan_ann1.ann").write_text(brat, encoding="utf-8")
    (tmp_path / "attributions" / "plan_ann2.ann").write_text("", encoding="utf-8")
    predicted = written(tmp_path / "predicted.jsonl", [statement(cue=None)])
    found = figures(tmp_path, "--what", "statements", "--predictions", predicted)
    assert (found["articles"], found["exact"]["hits"], found["speaker_right"]) == (1, 1, 1.0)


@pytest.mark.parametrize(
    ("changed", "message"),
    [
        ({"content": "no"}, r"predicted.jsonl:1: `content` is 'no'; write \[start, end\]"),
        ({"content": [10, 90]}, "does not fit its article of 27 characters"),
        ({"doc_id": "elsewhere"}, "no prediction is of an article of the gold"),
    ],
)
def test_a_broken_statement_is_named_with_its_place(
    changed: dict[str, Any], message: str, tmp_path: Path, plan: Path
) -> None:
    gold = written(tmp_path / "gold.jsonl", [statement()])
    predicted = written(tmp_path / "predicted.jsonl", [statement(**changed)])
    with pytest.raises(InputError, match=message):
        evaluate(gold, "--what", "statements", "--articles", plan, "--predictions", predicted)


@pytest.mark.parametrize(
    ("changed", "message"),
    [
        ({"polarity": "for"}, "broken.jsonl:1: polarity 'for' is none of support, oppose, mixed"),
        ({"target": None}, "broken.jsonl:1: no text in target"),
        ({"confidence": 80}, "confidence 80 is no number from 0 to 1"),
        ({"doc_id": 7}, "broken.jsonl:1: no JSON object with a doc_id"),
        ({"doc_id": "elsewhere"}, "no prediction is of an article of the gold"),
    ],
)
def test_a_broken_prediction_is_named_with_its_place(changed: dict[str, Any], message: str, tmp_path: Path) -> None:
    broken = written(tmp_path / "broken.jsonl", [{**gold_rows()[0], **changed}])
    with pytest.raises(InputError, match=message):
        evaluate(GOLD / "stances.jsonl", "--predictions", broken)


def test_without_articles_or_predictions_the_articles_are_asked_for() -> None:
    with pytest.raises(InputError, match="give them with --articles FILE"):
        evaluate(GOLD / "stances.jsonl")


def test_a_folder_without_annotations_says_what_it_should_hold(tmp_path: Path) -> None:
    with pytest.raises(InputError, match=r"has no attributions/\*\.ann"):
        evaluate(tmp_path, "--what", "statements")


def test_an_article_that_the_gold_names_and_the_file_lacks_is_named(tmp_path: Path, plan: Path) -> None:
    gold = written(tmp_path / "gold.jsonl", [statement(doc_id="other")])
    with pytest.raises(InputError, match="no readable article for 1 of the gold's \\(first: 'other'\\)"):
        evaluate(gold, "--what", "statements", "--articles", plan)


def test_issues_of_other_rows_and_for_statements_are_refused(half: Path, tmp_path: Path) -> None:
    first = gold_rows()[0]
    issues = written(tmp_path / "issues.jsonl", [{**first, "target": "the weather"}])
    with pytest.raises(InputError, match=r"issues.jsonl:1: no gold row has its doc_id, evidence, actor and target"):
        evaluate(GOLD / "stances.jsonl", "--predictions", half, "--issues", issues)
    with pytest.raises(InputError, match="statements have no issue"):
        evaluate(GOLD / "statements.jsonl", "--what", "statements", "--issues", issues)


def test_a_saved_evaluation_of_other_gold_or_no_evaluation_is_refused(half: Path, tmp_path: Path) -> None:
    saved = tmp_path / "before.json"
    evaluate(GOLD / "stances.jsonl", "--predictions", half, "--save", saved)
    fewer = written(tmp_path / "gold.jsonl", gold_rows()[:-1])
    with pytest.raises(InputError, match="cannot be compared: its gold differs in 1 rows"):
        evaluate(fewer, "--predictions", half, "--against", saved)
    with pytest.raises(InputError, match="is no saved evaluation"):
        evaluate(GOLD / "stances.jsonl", "--predictions", half, "--against", half)
    with pytest.raises(InputError, match="give another file with --save"):
        evaluate(GOLD / "stances.jsonl", "--predictions", half, "--save", tmp_path / "no" / "folder.json")
