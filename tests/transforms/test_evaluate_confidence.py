"""Calibration: the bins, the error, and what counts as right."""

from __future__ import annotations

import pytest

from tests.transforms.test_evaluate import stance
from transforms.evaluate import STANCE_MEASURES, score_stances
from transforms.evaluate_confidence import bins_of, calibration
from transforms.evaluate_counts import summed


def test_a_hundred_rows_make_ten_bins_of_ten() -> None:
    bins = bins_of([number / 100 for number in reversed(range(100))])
    assert [bins.count(number) for number in range(10)] == [10] * 10
    assert bins[0] == 9


def test_equal_confidences_are_never_parted() -> None:
    assert len(set(bins_of([0.5] * 100))) == 1
    assert bins_of([0.1] * 5 + [0.5] * 90 + [0.9] * 5) == [0] * 5 + [1] * 90 + [2] * 5


def test_the_error_is_the_mean_gap_between_confidence_and_share_right() -> None:
    found = calibration([(0.9, True)] * 6 + [(0.9, False)] * 4 + [(0.1, False)] * 10)
    assert found is not None
    assert found.error == pytest.approx((10 * abs(0.9 - 0.6) + 10 * 0.1) / 20)
    assert [(one.rows, one.mean_confidence, one.share_right) for one in found.bins] == [(10, 0.1, 0.0), (10, 0.9, 0.6)]


def test_predictions_without_confidence_have_no_calibration() -> None:
    assert score_stances([stance()], [stance()]).calibration is None


def test_right_is_passage_holder_and_side_and_rows_set_aside_are_left_out() -> None:
    gold = [stance(), stance(doc_id="other", optional=True), stance(doc_id="third")]
    predicted = [
        stance(confidence=1.0, target="overtime pay"),
        stance(doc_id="other", confidence=1.0),
        stance(doc_id="third", confidence=0.4, polarity="support"),
        stance(doc_id="third", confidence=0.4, actor="Port Authority", mention="it"),
    ]
    found = score_stances(gold, predicted).calibration
    assert found is not None
    assert [(one.rows, one.share_right) for one in found.bins] == [(2, 0.0), (1, 1.0)]
    assert found.error == pytest.approx(0.8 / 3, abs=5e-5)


def test_the_error_of_summed_counts_is_the_error_of_the_rows() -> None:
    gold = [stance(doc_id=f"article {number}") for number in range(30)]
    predicted = [
        {**row, "confidence": number / 30, "polarity": "oppose" if number % 3 else "support"}
        for number, row in enumerate(gold)
    ]
    figures = score_stances(gold, predicted)
    assert figures.calibration is not None
    measured = STANCE_MEASURES["calibration.error"](summed(figures.counts.values()))
    assert measured == pytest.approx(figures.calibration.error, abs=5e-5)
