"""The rows of ops.evaluations say what `stancehouse evaluate` prints, class by class."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

import pytest

from schemas.tables.operations import Evaluations
from transforms.evaluate import StanceFigures, score_stances
from transforms.evaluate_rows import figure_rows, with_id
from transforms.evaluate_tallies import issue_key

SHARED = {
    "evaluated_at": datetime(2026, 3, 1, tzinfo=UTC), "command": "c", "gold_name": "g", "gold_hash": "0" * 64,
    "gold_articles": 2, "gold_rows": 3, "extractor": "rules", "extractor_version": "2", "extractor_hash": "x",
    "codebook_version": "b",
}  # fmt: skip
KEY = [name for name in Evaluations.key() if name != "evaluation_id"]


def row(article: str, target: str, **over: Any) -> dict[str, Any]:
    fields = {
        "doc_id": article, "evidence": f"Kyiv backs {target}.", "actor": "Ukraine", "mention": "Kyiv",
        "target": target, "polarity": "support", "mode": "indirect",
    }  # fmt: skip
    return fields | over


@pytest.fixture
def figures() -> StanceFigures:
    """Of three gold rows one is right in all, one has another side, one is missed; one row is invented."""
    gold = [row("a", "the plan"), row("a", "the truce", mode="direct"), row("b", "the levy", polarity="oppose")]
    predicted = [
        {**gold[0], "confidence": 0.9, "issue_id": "plan"},
        {**gold[1], "polarity": "oppose", "confidence": 0.5},
        row("b", "the weather", evidence="It rains in Kyiv.", actor="Norway", mention="Norway", confidence=0.4),
    ]
    return score_stances(gold, predicted, {issue_key(gold[0]): "Plan"})


def found(figures: StanceFigures) -> dict[tuple[str, ...], dict[str, Any]]:
    return {tuple(one[name] for name in KEY): one for one in figure_rows(figures, draws=50)}


@pytest.mark.parametrize("level", ["detection", "stance", "full"])
def test_each_level_has_the_rates_that_are_printed_and_the_rows_that_they_are_of(
    figures: StanceFigures, level: str
) -> None:
    rows, printed = found(figures), getattr(figures, level)
    values = [rows[level, "all", "all", name]["value"] for name in ("precision", "recall", "f1")]
    assert values == [printed.precision, printed.recall, printed.f1]
    assert {rows[level, "all", "all", name]["support"] for name in ("precision", "recall", "f1")} == {3}


def test_each_side_and_mode_has_its_rates(figures: StanceFigures) -> None:
    rows = found(figures)
    for kind, printed in (("side", figures.by_polarity), ("mode", figures.by_mode)):
        for name, rates in printed.items():
            for figure, value in (("precision", rates.precision), ("recall", rates.recall), ("f1", rates.f1)):
                one = rows.get(("stance", kind, name, figure))
                assert one is None or one["value"] == pytest.approx(value, abs=0.0001), (name, figure)
    support = rows["stance", "side", "support", "precision"]
    assert (support["value"], support["support"]) == (0.5, 2)


def test_a_figure_has_an_interval_where_it_is_of_ten_articles_and_ten_rows() -> None:
    gold = [row(f"a{number}", "the plan") for number in range(12)]
    predicted = [one | {"polarity": "oppose"} if number < 4 else one for number, one in enumerate(gold)]
    rows = found(score_stances(gold, predicted))
    recall, precision = (rows["stance", "side", "support", name] for name in ("recall", "precision"))
    assert recall["support"] == 12
    assert 0 < recall["low"] < recall["value"] < recall["high"] < 1
    assert (precision["support"], precision["low"], precision["high"]) == (8, None, None)
    of_few = found(score_stances(gold[:9], predicted[:9]))
    assert {one["low"] for one in of_few.values()} == {None}


def test_holder_side_confidence_and_issue_are_shares_of_the_rows_that_are_judged(figures: StanceFigures) -> None:
    rows = found(figures)
    shown = {key: (one["value"], one["support"]) for key, one in rows.items() if key[1] not in ("all", "mode")}
    assert shown["detection", "side", "all", "share_right"] == (0.5, 2)
    assert shown["stance", "holder", "all", "share_right"] == (1.0, 1)
    assert shown["full", "holder", "all", "share_right"] == (1.0, 1)
    assert figures.calibration is not None
    assert shown["stance", "calibration", "all", "calibration_error"] == (figures.calibration.error, 3)
    assert shown["stance", "issue", "all", "coverage"] == (1.0, 1)
    assert shown["stance", "issue", "all", "f1"] == (1.0, 1)


def test_a_figure_that_nothing_defines_has_no_row(figures: StanceFigures) -> None:
    rows = found(figures)
    assert ("stance", "mode", "direct", "recall") in rows
    assert ("stance", "mode", "attitude", "recall") not in rows
    assert ("stance", "side", "mixed", "precision") not in rows


def test_the_rows_keep_the_contract_of_the_table(figures: StanceFigures) -> None:
    frame = Evaluations.frame(with_id(figure_rows(figures, draws=20), SHARED))
    assert Evaluations.validate(frame).equals(frame)
    assert frame["evaluation_id"].n_unique() == 1


def test_another_extractor_or_another_figure_is_another_evaluation_and_another_day_is_not() -> None:
    rows = [{"figure": "f1", "value": 0.5}]

    def key(rows: list[dict[str, Any]], **over: Any) -> object:
        return with_id(rows, SHARED | over)[0]["evaluation_id"]

    same = key(rows)
    assert key(rows, evaluated_at="later", command="other", gold_name="copy") == same
    assert key(rows, extractor_hash="y") != same
    assert key(rows, gold_hash="1" * 64) != same
    assert key([{"figure": "f1", "value": 0.6}]) != same
