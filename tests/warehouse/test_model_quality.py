"""The error of the model: which figures count, and how the report shows them."""

from __future__ import annotations

import re
from datetime import timedelta
from pathlib import Path
from typing import Any

import duckdb

from tests.warehouse.conftest import NOW, article, batch, evaluation, load_input, rows, stance
from warehouse.load import load
from warehouse.report import write_report

OPPOSE = {"class_kind": "side", "class_name": "oppose"}


def measured(connection: duckdb.DuckDBPyConnection, *evaluations: list[dict[str, Any]]) -> None:
    of = article("one", "Kenya wants a truce.")
    found = [row for one in evaluations for row in one]
    load(connection, load_input(batch([of], [stance(of, of["text"], "Kenya", "a truce")]), evaluations=found))


def quality(connection: duckdb.DuckDBPyConnection, columns: str) -> list[tuple[object, ...]]:
    return connection.sql(f"SELECT {columns} FROM mart.model_quality ORDER BY ALL").fetchall()


def test_a_class_is_one_row_with_its_figures_and_their_intervals_side_by_side(
    connection: duckdb.DuckDBPyConnection,
) -> None:
    precision = {**OPPOSE, "figure": "precision", "value": 0.7, "low": 0.6, "high": 0.8, "support": 30}
    recall = {**OPPOSE, "figure": "recall", "value": 0.3, "low": 0.2, "high": 0.4, "support": 50}
    measured(connection, evaluation({}, precision, recall))
    shown = "class_name, precision, precision_low, precision_high, recall, recall_high, f1, predicted_rows, class_rows"
    assert quality(connection, shown) == [
        ("all", None, None, None, None, None, 0.5, None, 80),
        ("oppose", 0.7, 0.6, 0.8, 0.3, 0.4, None, 30, 50),
    ]


def test_a_chart_can_carry_its_error_by_a_join_on_the_side(connection: duckdb.DuckDBPyConnection) -> None:
    support = {"class_kind": "side", "class_name": "support", "value": 0.3}
    measured(connection, evaluation({}, OPPOSE, support), evaluation(support, name="own.jsonl", gold_rows=3))
    query = """
        SELECT polarity, f1 FROM stances JOIN mart.model_quality
        ON class_kind = 'side' AND class_name = polarity AND is_present_extractor AND is_main_gold
    """
    assert rows(connection, query) == [{"polarity": "support", "f1": 0.3}]


def test_only_the_latest_evaluation_of_a_gold_by_an_extractor_counts(connection: duckdb.DuckDBPyConnection) -> None:
    old = evaluation({"value": 0.4}, {**OPPOSE, "value": 0.1})
    new = evaluation({"value": 0.6}, evaluated_at=NOW + timedelta(days=1))
    other = evaluation({"value": 0.2}, extractor_hash="extractor-0")
    measured(connection, new, old, other)
    assert quality(connection, "extractor_hash, class_name, f1, is_present_extractor") == [
        ("extractor-0", "all", 0.2, False),
        ("extractor-1", "all", 0.6, True),
    ]


def test_an_evaluation_with_the_codebook_of_the_warehouse_counts_before_a_later_one(
    connection: duckdb.DuckDBPyConnection,
) -> None:
    other = evaluation({"value": 0.6}, codebook_version="codebook-0", evaluated_at=NOW + timedelta(days=1))
    measured(connection, evaluation({"value": 0.4}), other)
    assert quality(connection, "f1, is_present_codebook") == [(0.4, True)]


def test_the_main_gold_of_an_extractor_is_the_one_with_most_stances(connection: duckdb.DuckDBPyConnection) -> None:
    own = evaluation(name="own.jsonl", gold_rows=3, evaluated_at=NOW + timedelta(days=1))
    measured(connection, own, evaluation(gold_rows=38), evaluation(extractor_hash="extractor-0", gold_rows=999))
    assert quality(connection, "extractor_hash, gold_name, is_main_gold") == [
        ("extractor-0", "dev.jsonl", True),
        ("extractor-1", "dev.jsonl", True),
        ("extractor-1", "own.jsonl", False),
    ]


def test_every_class_is_said_in_words_of_its_own(connection: duckdb.DuckDBPyConnection) -> None:
    classes = [
        {"level": level, "class_kind": kind, "class_name": name}
        for level, kind, names in (
            ("detection", "all", ["all"]),
            ("stance", "all", ["all"]),
            ("full", "all", ["all"]),
            ("detection", "side", ["all"]),
            ("stance", "side", ["support", "oppose", "mixed"]),
            ("stance", "mode", ["direct", "indirect", "attitude", "action"]),
            ("stance", "holder", ["all"]),
            ("full", "holder", ["all"]),
            ("stance", "issue", ["all"]),
            ("stance", "calibration", ["all"]),
        )
        for name in names
    ]
    measured(connection, evaluation(*classes))
    assert len({label for (label,) in quality(connection, "class_label")}) == len(classes) == 15


def report_of(connection: duckdb.DuckDBPyConnection, folder: Path, form: str) -> str:
    write_report(connection, folder / f"report.{form}", None, form)
    page = (folder / f"report.{form}").read_text(encoding="utf-8")
    return page[page.rindex("What to be careful about") :].replace("\\", "")


SHOWN = (
    {},
    {**OPPOSE, "figure": "precision", "value": 0.7, "low": 0.6, "high": 0.8},
    {"class_kind": "holder", "figure": "share_right", "value": 0.9, "low": 0.8, "high": 1.0, "support": 40},
    {"class_kind": "calibration", "figure": "calibration_error", "value": 0.1, "low": 0.05, "high": 0.15},
    {**OPPOSE, "class_name": "mixed", "figure": "precision", "value": 1.0, "low": None, "high": None, "support": 1},
    {"class_kind": "mode", "class_name": "direct"},
)


def test_the_report_says_how_often_the_machine_is_right(connection: duckdb.DuckDBPyConnection, tmp_path: Path) -> None:
    measured(connection, evaluation(*SHOWN), evaluation(name="own.jsonl", gold_rows=3))
    for form in ("html", "md"):
        page = report_of(connection, tmp_path, form)
        assert "on 10 annotated articles with 80 stances" in page
        for text in (
            "0.50 (0.40–0.60)",
            "0.70 (0.60–0.80)",
            "0.90 (0.80–1.00)",
            "1.00, of too few",
            "off by 0.10 (0.05–0.15)",
        ):
            assert page.count(text) == 1, (form, text)
        assert "direct speech" not in page
        assert "another version" not in page
    table = re.findall(r"(?m)^\|.*\|$", report_of(connection, tmp_path, "md"))
    assert len(table) == 2 + 5
    assert {line.count("|") for line in table} == {8}


def test_the_report_says_where_only_another_extractor_was_measured(
    connection: duckdb.DuckDBPyConnection, tmp_path: Path
) -> None:
    measured(connection, evaluation(extractor_hash="extractor-0"))
    for form in ("html", "md"):
        page = report_of(connection, tmp_path, form)
        assert "another version of the extractor, for which nothing was measured" in page
        assert "0.50 (0.40–0.60)" in page


def test_figures_of_an_earlier_version_of_the_extractor_go_before_those_of_another(
    connection: duckdb.DuckDBPyConnection, tmp_path: Path
) -> None:
    earlier = {"extractor": "rules", "extractor_hash": "rules-0", "evaluated_at": NOW - timedelta(days=9)}
    measured(
        connection, evaluation({"value": 0.45}, **earlier), evaluation(extractor="minilm", extractor_hash="minilm-1")
    )
    assert "0.45 (0.40–0.60)" in report_of(connection, tmp_path, "html")


def test_the_report_says_where_nothing_was_measured(connection: duckdb.DuckDBPyConnection, tmp_path: Path) -> None:
    measured(connection)
    for form in ("html", "md"):
        assert "No evaluation against gold rows is in this warehouse" in report_of(connection, tmp_path, form)
