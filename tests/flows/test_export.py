"""Ways out as a person types them; the event list of Discourse Network Analyzer there and back."""

from __future__ import annotations

import csv
import json
import os
import shutil
import subprocess
import sys
from datetime import date
from pathlib import Path
from typing import Any

import duckdb
import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st
from typer.testing import CliRunner

from flows.cli import app
from flows.dna import import_dna
from flows.evaluating_files import gold_stances, stance_predictions
from flows.exporting import open_shell
from schemas.errors import InputError, NotFound
from tests.warehouse.conftest import article, batch, load_input, stance
from warehouse.connect import open_warehouse
from warehouse.export_dna import COLUMNS, DNA_COLUMNS, write_event_list
from warehouse.load import load

HOSTILE = 'She said "=1+1";\nthen, \u202eolleh\u202c \x07 ; שלום'


@pytest.fixture
def home(tmp_path: Path) -> Path:
    """A home with a published file of four stances: one without an issue, one mixed."""
    one = article("one", "Kenya demands a truce. Finland rejects a truce.", title=HOSTILE)
    two = article("two", "Kenya backs the ferry. Finland weighs tariffs.", "2026-04-02")
    stances = [
        stance(one, "Kenya demands a truce.", "Kenya", "a truce"),
        stance(one, "Finland rejects a truce.", "Finland", "a truce", polarity="oppose"),
        stance(two, "Kenya backs the ferry.", "Kenya", "the ferry", issue_id=None),
        stance(two, "Finland weighs tariffs.", "Finland", "tariffs", issue_id="tariffs", polarity="mixed"),
    ]
    with open_warehouse(tmp_path / "home" / "published" / "stancehouse.duckdb") as connection:
        load(connection, load_input(batch([one, two], stances)))
    return tmp_path / "home"


def invoke(*arguments: object) -> str:
    result = CliRunner().invoke(app, list(map(str, arguments)), catch_exceptions=False)
    assert result.exit_code == 0, result.output
    return result.output


@pytest.mark.parametrize("form", ["parquet", "csv", "arrow", "frictionless", "xlsx", "graphml", "gexf", "dna"])
def test_each_format_is_written_once_whole_and_says_how_much(home: Path, tmp_path: Path, form: str) -> None:
    target = tmp_path / "out" / f"out.{form}"
    assert f"wrote {target}" in invoke("export", target, "--format", form, "--home", home)
    assert [one.name for one in target.parent.iterdir()] == [target.name]
    if target.is_dir():
        with pytest.raises(InputError, match="not an empty folder"):
            invoke("export", target, "--format", form, "--home", home)


def test_an_export_can_be_limited_by_day_issue_and_actor(home: Path, tmp_path: Path) -> None:
    target = tmp_path / "out"
    said = invoke("export", target, "--format", "csv", "--since", "2026-04-01", "--actor", "kenya", "--home", home)
    assert "left out, for they have no column to limit by --since and --actor" in said
    assert pl.read_csv(target / "mart.evidence_browser.csv")["evidence"].to_list() == ["Kenya backs the ferry."]


def test_safe_is_refused_where_it_means_nothing(home: Path, tmp_path: Path) -> None:
    with pytest.raises(InputError, match="csv, not of xlsx"):
        invoke("export", tmp_path / "x.xlsx", "--format", "xlsx", "--safe", "--home", home)


def test_nothing_published_is_said_so_and_leaves_nothing(tmp_path: Path) -> None:
    with pytest.raises(NotFound, match="stancehouse run"):
        invoke("export", tmp_path / "out", "--format", "csv", "--home", tmp_path / "nowhere")
    assert list(tmp_path.iterdir()) == []


def test_the_event_list_has_the_columns_of_dna_and_a_row_for_each_stance_with_a_side_on_an_issue(
    home: Path, tmp_path: Path
) -> None:
    target = tmp_path / "events.csv"
    said = invoke("export", target, "--format", "dna", "--home", home)
    assert "1 stances without an issue, 1 mixed" in said
    with target.open(encoding="utf-8", newline="") as file:
        head, *rows = list(csv.reader(file, delimiter=";"))
    assert tuple(head[:13]) == DNA_COLUMNS
    by_organization = {row[head.index("organization")]: dict(zip(head, row, strict=True)) for row in rows}
    assert set(by_organization) == {"Kenya", "Finland"}
    kenya = by_organization["Kenya"]
    assert (kenya["concept"], kenya["agreement"], kenya["person"]) == ("Ceasefire", "1", "")
    assert (kenya["start"], kenya["stop"], kenya["date"]) == ("0", "22", "2026-03-01")
    assert (kenya["time"], kenya["document title"]) == ("2026-03-01 00:00:00", HOSTILE)
    assert by_organization["Finland"]["agreement"] == "0"


def test_what_is_exported_for_dna_comes_back_as_gold_that_evaluate_reads(home: Path, tmp_path: Path) -> None:
    events, rows = tmp_path / "events.csv", tmp_path / "rows.jsonl"
    invoke("export", events, "--format", "dna", "--home", home)
    assert "2 stances in 1 documents" in invoke("import-dna", events, "--output", rows)
    assert gold_stances(rows) == stance_predictions(rows)
    found = {row["actor"]: row for row in gold_stances(rows)}
    assert found["Kenya"]["evidence"] == "Kenya demands a truce."
    assert (found["Kenya"]["doc_id"], found["Kenya"]["polarity"]) == ("one", "support")
    assert (found["Finland"]["target"], found["Finland"]["polarity"]) == ("a truce", "oppose")


def test_a_list_that_dna_itself_wrote_is_read(tmp_path: Path) -> None:
    dna3 = tmp_path / "dna3.csv"
    dna3.write_text(
        '"statement ID";"time";"document ID";"document title";"author";"source";"section";"type";"text";'
        '"organization";"person";"concept";"agreement"\n'
        '7;2009-03-01 12:00:00;3;"A hearing";"";"";"";"";"We must, he said, act.";"Agency";"Ann Bo";'
        '"There should be a law";1\n',
        encoding="utf-8",
    )
    assert import_dna(dna3) == [
        {
            "doc_id": "3", "evidence": "We must, he said, act.", "actor": "Ann Bo", "mention": "Ann Bo",
            "represents": "Agency", "target": "There should be a law", "issue": "There should be a law",
            "polarity": "support",
        }
    ]  # fmt: skip
    assert import_dna(dna3, by_title=True)[0]["doc_id"] == "A hearing"


def test_a_list_of_another_program_with_commas_and_words_for_sides_is_read(tmp_path: Path) -> None:
    other = tmp_path / "other.csv"
    other.write_text(
        "docId,docTitle,text,organization,concept,agreement,start,stop\nd1,T,Words.,Org,Law,FALSE,4,10\n",
        encoding="utf-8-sig",
    )
    row = import_dna(other)[0]
    assert (row["doc_id"], row["polarity"], row["start"], row["stop"]) == ("d1", "oppose", 4, 10)


@pytest.mark.parametrize(
    ("line", "words"),
    [
        ("d1;Words.;Org;Law;perhaps", "agreement 'perhaps'"),
        ("d1;Words.;;Law;1", "nothing in person or organization"),
        ("d1;;Org;Law;1", "nothing in text"),
        ("d1;Words.;Org;Law", "4 cells under 5 columns"),
    ],
)
def test_a_line_that_cannot_be_read_is_told_with_its_place(tmp_path: Path, line: str, words: str) -> None:
    events = tmp_path / "events.csv"
    events.write_text(
        f"document ID;text;organization;concept;agreement\nd0;Fine.;Org;Law;1\n{line}\n", encoding="utf-8"
    )
    with pytest.raises(InputError, match=words) as raised:
        import_dna(events)
    assert str(raised.value).startswith(f"{events}:3:")


def test_a_file_that_is_no_event_list_says_which_columns_it_lacks(tmp_path: Path) -> None:
    events = tmp_path / "events.csv"
    events.write_text("a,b\n1,2\n", encoding="utf-8")
    with pytest.raises(InputError, match="no column document, text, concept, agreement, person or organization"):
        import_dna(events)
    events.write_bytes(b"\xff\xfe\x00")
    with pytest.raises(InputError, match="not UTF-8"):
        import_dna(events)


words = st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\x00"), min_size=1).filter(str.strip)
event = st.fixed_dictionaries(
    {
        "document ID": words, "document title": words, "text": words, "person": st.one_of(st.none(), words),
        "organization": words, "concept": words, "agreement": st.sampled_from([0, 1]),
        "start": st.integers(0, 10**6), "stop": st.integers(0, 10**6), "date": st.dates(),
        "target": words, "target_agreement": st.sampled_from([0, 1, None]),
    }
)  # fmt: skip


@given(st.lists(event, max_size=8))
def test_whatever_the_text_an_event_list_comes_back_as_it_went(
    tmp_path_factory: pytest.TempPathFactory, events: list[dict[str, Any]]
) -> None:
    target = tmp_path_factory.mktemp("dna") / "events.csv"
    write_event_list([[one.get(name) for name in COLUMNS] for one in events], target)
    back = import_dna(target)
    assert len(back) == len(events)
    for row, one in zip(back, events, strict=True):
        own = one["target_agreement"] is not None
        assert row == {
            "doc_id": one["document ID"], "evidence": one["text"], "actor": one["person"] or one["organization"],
            "mention": one["person"] or one["organization"],
            "represents": one["organization"] if one["person"] else None,
            "target": one["target"] if own else one["concept"], "issue": one["concept"],
            "polarity": ("oppose", "support")[one["target_agreement"] if own else one["agreement"]],
            "start": one["start"], "stop": one["stop"],
        }  # fmt: skip


def test_sql_is_read_from_a_file_and_written_in_each_format(home: Path, tmp_path: Path) -> None:
    query = tmp_path / "query.sql"
    query.write_text("-- sides\nSELECT evidence, stated_on FROM stances ORDER BY ALL LIMIT 1;\n", encoding="utf-8")
    expected = [{"evidence": "Finland rejects a truce.", "stated_on": "2026-03-01"}]
    said = invoke("sql", "--file", query, "--format", "json", "--home", home)
    assert json.loads(said) == expected
    for form in ("jsonl", "csv", "json", "parquet"):
        invoke("sql", "--file", query, "--format", form, "--output", tmp_path / f"out.{form}", "--home", home)
    assert json.loads((tmp_path / "out.jsonl").read_text(encoding="utf-8")) == expected[0]
    assert json.loads((tmp_path / "out.json").read_text(encoding="utf-8")) == expected
    assert pl.read_csv(tmp_path / "out.csv").to_dicts() == expected
    assert pl.read_parquet(tmp_path / "out.parquet")["stated_on"].to_list() == [date(2026, 3, 1)]


def test_sql_writes_sums_lists_structs_and_what_is_no_number(home: Path) -> None:
    query = "SELECT sum(words) AS n, [1, NULL] AS l, {'d': DATE '2026-03-01'} AS s, 'nan'::DOUBLE AS x FROM articles"
    row = json.loads(invoke("sql", query, "--format", "jsonl", "--home", home))
    assert row == {"n": 15, "l": [1, None], "s": {"d": "2026-03-01"}, "x": None}
    assert '"[1, null]"' in invoke("sql", query, "--format", "csv", "--home", home)


@pytest.mark.parametrize("arguments", [(), ("SELECT 1", "--file", "query.sql")])
def test_sql_wants_one_statement(home: Path, arguments: tuple[str, ...]) -> None:
    with pytest.raises(InputError, match="give one statement"):
        invoke("sql", *arguments, "--home", home)


def test_parquet_is_not_poured_into_a_terminal(home: Path) -> None:
    with pytest.raises(InputError, match="--output"):
        invoke("sql", "SELECT 1", "--format", "parquet", "--home", home)


def test_without_duckdbs_prompt_the_shell_says_how_to_get_it(home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", str(home))
    with pytest.raises(NotFound, match=r"duckdb-cli.*stancehouse sql"):
        open_shell(home / "published" / "stancehouse.duckdb")


@pytest.mark.skipif(shutil.which("duckdb") is None, reason="DuckDB's prompt is not on PATH: pip install duckdb-cli")
def test_the_shell_answers_in_utc_and_cannot_write(home: Path) -> None:
    published = home / "published" / "stancehouse.duckdb"
    before = published.read_bytes()
    done = subprocess.run(
        [sys.executable, "-m", "flows", "shell", "--home", str(home)],
        input="SELECT published_at::DATE FROM articles WHERE doc_id = 'two';\nDELETE FROM stances;\n",
        capture_output=True,
        text=True,
        check=False,
        env={**os.environ, "TZ": "America/New_York"},
    )
    assert "2026-04-02" in done.stdout
    assert "read-only" in done.stdout + done.stderr
    assert published.read_bytes() == before
    with duckdb.connect(str(published), read_only=True) as connection:
        assert connection.table("stances").count("*").fetchall() == [(4,)]
