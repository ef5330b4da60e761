"""The command line as a person types it."""

from __future__ import annotations

import hashlib
import json
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from typer.testing import CliRunner

from flows import steps
from flows.cli import app
from flows.evaluating import Evaluation
from schemas.errors import ChecksFailed, CodebookError, InputError, NotFound
from tests.flows.conftest import do_all
from transforms.evaluate import StanceFigures
from warehouse.connect import open_warehouse

ROOT = Path(__file__).parents[2]


def invoke(*arguments: object) -> str:
    result = CliRunner().invoke(app, list(map(str, arguments)), catch_exceptions=False)
    assert result.exit_code == 0, result.output
    return result.output


@pytest.fixture
def home(make_run: Callable[..., steps.Run], articles: Path) -> Path:
    return do_all(make_run(articles)).home.root


def test_help_loads_nothing_heavy() -> None:
    code = "import sys, flows.cli; print(*{'spacy', 'prefect', 'polars', 'duckdb', 'pandera'} & set(sys.modules))"
    found = subprocess.run([sys.executable, "-c", code], cwd=ROOT, check=True, capture_output=True, text=True)
    assert found.stdout.strip() == ""


def test_extract_prints_rows_as_json_lines_with_every_column(articles: Path) -> None:
    lines = invoke("extract", articles / "truce.txt", "--format", "jsonl").splitlines()
    row = json.loads(lines[0])
    assert row["doc_id"] == "truce"
    assert {"holder", "mention", "target", "polarity", "evidence", "stance_id"} <= set(row)


@pytest.mark.parametrize("what", ["stances", "statements", "mentions", "issues"])
def test_extract_shows_each_table(articles: Path, what: str) -> None:
    output = invoke("extract", articles, "--what", what, "--format", "csv")
    assert output.startswith("doc_id,")
    assert len(output.splitlines()) > 1


def test_extract_writes_to_a_file(articles: Path, tmp_path: Path) -> None:
    invoke("extract", articles, "--format", "jsonl", "--output", tmp_path / "out.jsonl")
    assert (tmp_path / "out.jsonl").read_text(encoding="utf-8").count("\n") > 3


def test_extract_takes_a_codebook_of_the_users_own(articles: Path, tmp_path: Path) -> None:
    own = tmp_path / "own.yaml"
    own.write_text(
        "actors:\n- actor_id: henrik-aalto\n  name: Henrik Aalto\n  kind: person\n  aliases: []\n", encoding="utf-8"
    )
    output = invoke("extract", articles / "levy.txt", "--format", "jsonl", "--codebook", own)
    assert {json.loads(line)["holder_id"] for line in output.splitlines()} == {"henrik-aalto"}


def test_extract_of_a_broken_file_says_so(tmp_path: Path) -> None:
    (tmp_path / "empty.txt").write_bytes(b"")
    with pytest.raises(InputError, match="the file is empty"):
        invoke("extract", tmp_path / "empty.txt")


def test_sql_tables_and_explain_answer_from_the_published_file(home: Path) -> None:
    query = "SELECT stance_id FROM stances WHERE evidence = 'Kenya demands a ceasefire.'"
    row = json.loads(invoke("sql", query, "--format", "jsonl", "--home", home).splitlines()[0])
    explained = invoke("explain", row["stance_id"][:10], "--home", home)
    assert "Kenya demands a ceasefire." in explained
    assert "codebook" in explained
    assert "mart.issue_ledger" in invoke("tables", "--home", home)


def test_sql_cannot_write(home: Path) -> None:
    with pytest.raises(InputError, match="read-only"):
        invoke("sql", "DELETE FROM stances", "--home", home)


def test_check_publish_and_rebuild_keep_a_sound_home_sound(home: Path) -> None:
    assert "holds" in invoke("check", "--home", home)
    assert "report.html" in invoke("publish", "--home", home)
    assert "rebuilt from 3 batches" in invoke("rebuild", "--home", home)
    assert "holds" in invoke("check", "--home", home)


def test_check_fails_on_a_row_that_breaks_a_rule(home: Path) -> None:
    with open_warehouse(home / "warehouse" / "stancehouse.duckdb") as connection:
        connection.execute("UPDATE stances SET evidence = 'made up'")
    with pytest.raises(ChecksFailed, match="the evidence of every stance stands in its article: not so"):
        invoke("check", "--home", home)


@pytest.mark.parametrize("words", [("sql", "SELECT 1"), ("tables",), ("check",), ("publish",), ("explain", "abc")])
def test_without_a_warehouse_each_command_says_how_to_make_one(tmp_path: Path, words: tuple[str, ...]) -> None:
    with pytest.raises(NotFound, match="stancehouse run SOURCE"):
        invoke(*words, "--home", tmp_path)


def test_codebook_check_names_the_alias_that_two_actors_share(tmp_path: Path) -> None:
    own = tmp_path / "own.yaml"
    entry = "- actor_id: {0}\n  name: {0}\n  kind: organisation\n  aliases:\n  - {{alias: EPA, kind: acronym}}\n"
    own.write_text("actors:\n" + entry.format("ie-epa") + entry.format("us-epa"), encoding="utf-8")
    with pytest.raises(CodebookError, match=r"'EPA' belongs to ie-epa and us-epa"):
        invoke("codebook", "check", own)


def test_codebook_check_accepts_a_good_file(tmp_path: Path) -> None:
    own = tmp_path / "own.yaml"
    own.write_text(
        "actors:\n- actor_id: ie-epa\n  name: Irish EPA\n  kind: organisation\n  aliases: []\n", encoding="utf-8"
    )
    assert "1 actors and 0 issues, no problem found" in invoke("codebook", "check", own)


GOLD = ROOT / "tests" / "gold"
FLOORS = json.loads((GOLD / "floors.json").read_text(encoding="utf-8"))


def evaluated(name: str, *options: object) -> Any:
    """The figures of one gold file of the example articles, as JSON."""
    return json.loads(invoke("evaluate", GOLD / name, "--articles", GOLD / "articles.jsonl", "--json", *options))


def check_hash(floors: dict[str, Any], name: str) -> None:
    data = (GOLD / name).read_bytes() + (GOLD / "articles.jsonl").read_bytes()
    assert hashlib.sha256(data).hexdigest() == floors["gold_sha256"], "the gold has changed: measure and pin anew"


def test_evaluate_reaches_the_floors_pinned_with_the_hash_of_their_gold(own_evaluation: Evaluation) -> None:
    check_hash(FLOORS, "stances.jsonl")
    figures = own_evaluation.figures
    assert isinstance(figures, StanceFigures)
    assert figures.articles == 12
    assert figures.stance.f1 >= FLOORS["stance_f1"]
    assert figures.full.f1 >= FLOORS["full_f1"]
    assert figures.recall_by_polarity["oppose"] >= FLOORS["oppose_recall"]
    assert figures.holder.right >= FLOORS["holder_right"]


def test_evaluate_of_statements_reaches_the_floors_pinned_with_the_hash_of_their_gold() -> None:
    floors = FLOORS["statements"]
    check_hash(floors, "statements.jsonl")
    figures = evaluated("statements.jsonl", "--what", "statements")
    assert figures["articles"] == 12
    assert figures["overlap"]["f1"] >= floors["overlap_f1"]
    assert figures["exact"]["f1"] >= floors["exact_f1"]
    assert figures["speaker_right"] >= floors["speaker_right"]


SHARED = ROOT.parent / "shared" / "gold"


@pytest.mark.skipif(not SHARED.is_dir(), reason="the annotated news of ../shared/gold is not here: floors not measured")
@pytest.mark.parametrize(
    ("extractor", "name", "stance", "full"),
    [
        ("minilm", "dev", 0.52, 0.40),
        ("rules", "dev", 0.37, 0.30),
        ("minilm", "seed", 0.55, 0.55),
        ("rules", "seed", 0.70, 0.70),
    ],
)
def test_evaluate_reaches_the_floors_on_real_news(
    extractor: str, name: str, stance: float, full: float, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("STANCEHOUSE_EXTRACTOR", extractor)
    output = invoke("evaluate", SHARED / f"{name}.jsonl", "--articles", SHARED / "articles.jsonl", "--json")
    figures = json.loads(output)
    assert figures["stance"]["f1"] >= stance
    assert figures["full"]["f1"] >= full
