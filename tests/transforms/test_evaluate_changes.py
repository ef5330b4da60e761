"""Intervals over draws of articles, and what a change won and lost."""

from __future__ import annotations

from typing import Any

import pytest

from tests.transforms.test_evaluate import stance
from transforms.bootstrap import intervals, paired_differences
from transforms.evaluate import STANCE_MEASURES, score_stances
from transforms.evaluate_changes import (
    Comparison,
    OtherGold,
    as_json,
    compare,
    from_json,
    record_of_stances,
    record_of_statements,
)
from transforms.evaluate_counts import ratio, summed
from transforms.evaluate_statements import score_statements

ACCURACY = {"accuracy": ratio("right", "all")}
GOLD = [stance(doc_id=f"article {number}") for number in range(6)]

Rows = list[dict[str, Any]]


def test_an_interval_is_that_of_the_binomial_where_each_article_has_one_row() -> None:
    found = intervals([{"right": number < 50, "all": 1} for number in range(100)], ACCURACY)["accuracy"]
    assert found.low == pytest.approx(0.5 - 1.96 * 0.05, abs=0.015)
    assert found.high == pytest.approx(0.5 + 1.96 * 0.05, abs=0.015)


def test_rows_of_one_article_stand_and_fall_together() -> None:
    apart = intervals([{"right": number < 50, "all": 1} for number in range(100)], ACCURACY)["accuracy"]
    together = intervals([{"right": 10 * (number < 5), "all": 10} for number in range(10)], ACCURACY)["accuracy"]
    assert together.high - together.low > 2 * (apart.high - apart.low)


def test_the_same_articles_give_the_same_interval() -> None:
    articles = [{"right": number % 3, "all": 4} for number in range(20)]
    assert intervals(articles, ACCURACY) == intervals(articles, ACCURACY)


def test_what_no_article_has_gets_no_interval() -> None:
    assert intervals([{"right": 0, "all": 0}], ACCURACY) == {}
    assert intervals([], ACCURACY) == {}


def test_a_difference_on_the_same_draws_is_surer_than_two_intervals() -> None:
    before = [{"right": number % 2, "all": 1} for number in range(60)]
    after = [{"right": 1 if number == 0 else number % 2, "all": 1} for number in range(60)]
    found = paired_differences(list(zip(before, after, strict=True)), ACCURACY)["accuracy"]
    assert found.change == pytest.approx(1 / 60, abs=5e-5)
    assert found.interval.low == 0.0
    assert found.interval.high < 0.06


def test_every_headline_measure_of_the_sums_is_the_printed_figure() -> None:
    figures = score_stances(GOLD, [GOLD[0], {**GOLD[1], "polarity": "support"}, {**GOLD[2], "target": "pay"}, GOLD[3]])
    total = summed(figures.counts.values())
    for name, measure in STANCE_MEASURES.items():
        value: Any = figures
        for part in name.split("."):
            value = value.get(part) if isinstance(value, dict) else getattr(value, part, None)
        if value is not None:
            assert (measure(total) or 0.0) == pytest.approx(value, abs=1e-4), name  # a share of nothing is printed as 0


def changed(before: Rows, after: Rows) -> Comparison:
    return compare(*(record_of_stances(score_stances(GOLD, rows)) for rows in (before, after)))


def test_what_was_won_and_lost_is_told_row_by_row() -> None:
    strange = stance(doc_id="article 5", evidence="The harbour office defended its timetable.")
    found = changed([GOLD[0], GOLD[1], {**GOLD[2], "polarity": "support"}], [GOLD[0], GOLD[2], strange])
    assert [(one.row["doc_id"], one.before, one.after) for one in found.won] == [("article 2", "found", "full")]
    assert [(one.row["doc_id"], one.before, one.after) for one in found.lost] == [("article 1", "full", "missed")]
    assert [row["doc_id"] for row in found.newly_invented] == ["article 5"]
    assert found.no_longer_invented == ()
    assert found.differences["stance.f1"].before == pytest.approx(4 / 9, abs=5e-5)
    assert found.differences["stance.f1"].change == 0.0


def test_an_evaluation_compared_with_itself_has_changed_in_nothing() -> None:
    found = changed([GOLD[0], GOLD[0]], [GOLD[0], GOLD[0]])
    assert (found.won, found.lost, found.newly_invented, found.no_longer_invented) == ((), (), (), ())
    assert {one.change for one in found.differences.values()} == {0.0}


def test_gold_rows_that_read_alike_are_told_apart_by_number() -> None:
    gold = [GOLD[0], GOLD[0]]
    one, two = (record_of_stances(score_stances(gold, rows)) for rows in ([GOLD[0]], gold))
    assert [(change.before, change.after) for change in compare(one, two).won] == [("missed", "full")]


def test_a_record_survives_its_file() -> None:
    record = record_of_stances(score_stances(GOLD, [GOLD[0], stance(doc_id="article 1", evidence="Not this at all.")]))
    assert from_json(as_json(record)) == record


def test_a_record_of_statements_is_worded_from_the_text() -> None:
    from transforms.attributions import attribution_of

    text = "He said no."
    row = attribution_of({"doc_id": "a", "speaker": [0, 2], "cue": [3, 7], "content": [8, 10]})
    record = record_of_statements(score_statements({"a": text}, {"a": [row]}, {}), {"a": text})
    assert record.gold[0].row == {"doc_id": "a", "start": 8, "speaker": "He", "cue": "said", "content": "no"}
    assert from_json(as_json(record)) == record


@pytest.mark.parametrize("other", [GOLD[:5], [*GOLD, {"doc_id": "empty"}], [*GOLD[:5], stance(doc_id="elsewhere")]])
def test_evaluations_of_other_gold_are_not_compared(other: Rows) -> None:
    one, two = (record_of_stances(score_stances(gold, [])) for gold in (GOLD, other))
    with pytest.raises(OtherGold, match="its gold differs in"):
        compare(one, two)


def test_stances_are_not_compared_with_statements() -> None:
    statements = record_of_statements(score_statements({}, {}, {}), {})
    with pytest.raises(OtherGold, match="evaluation of statements, this one of stances"):
        compare(statements, record_of_stances(score_stances(GOLD, [])))


@pytest.mark.parametrize("text", ["{}", "[]", '{"format": "stancehouse evaluation 1", "what": "weather"}'])
def test_what_is_no_record_is_told_so(text: str) -> None:
    with pytest.raises(ValueError, match="no 'stancehouse evaluation 1'"):
        from_json(text)
