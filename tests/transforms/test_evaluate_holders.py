"""Whether the holder is right where passage and side are found, and that nobody can talk the figure up."""

from __future__ import annotations

from typing import Any

import pytest

from tests.transforms.test_evaluate import stance
from transforms.evaluate import HolderFigures, score_stances

UNION, PORT = "Baltic Dockers' Union", "Port Authority"


def by(actor: str, **changed: Any) -> dict[str, Any]:
    return stance(actor=actor, mention=actor, **changed)


def holder(gold: list[dict[str, Any]], predicted: list[dict[str, Any]]) -> HolderFigures:
    return score_stances(gold, predicted).holder


def test_a_wrong_holder_is_found_and_wrong_though_it_is_not_detected() -> None:
    figures = score_stances([by(UNION)], [by(PORT)])
    assert figures.detection.hits == 0
    assert (figures.holder.found, figures.holder.right) == (1, 0.0)


def test_a_right_holder_is_right() -> None:
    assert (holder([by(UNION)], [by(UNION)]).found, holder([by(UNION)], [by(UNION)]).right) == (1, 1.0)


@pytest.mark.parametrize(
    "changed", [{"polarity": "support"}, {"evidence": "The harbour office defended its timetable."}]
)
def test_another_side_or_passage_is_not_found(changed: dict[str, Any]) -> None:
    assert holder([by(UNION)], [by(UNION, **changed)]).found == 0


def test_rows_on_which_the_annotators_differed_are_not_asked_for() -> None:
    assert holder([by(UNION, optional=True)], [by(PORT)]).found == 0


def test_a_prediction_set_aside_for_an_optional_row_is_no_wrong_holder_of_a_sure_one() -> None:
    assert holder([by(UNION), by(PORT, optional=True)], [by(PORT)]).found == 0


def test_the_prediction_of_the_same_target_stands_for_the_row_whoever_holds_it() -> None:
    figures = holder([by(UNION)], [by(UNION, target="overtime pay"), by(PORT)])
    assert (figures.found, figures.right) == (1, 0.0)


def test_the_two_rows_of_a_joint_position_are_matched_by_their_holders() -> None:
    figures = holder([by(UNION), by(PORT)], [by(PORT), by(UNION)])
    assert (figures.found, figures.right) == (2, 1.0)


def test_one_of_the_two_holders_of_a_joint_position_is_right_whichever_it_is() -> None:
    for one in (UNION, PORT):
        figures = holder([by(UNION), by(PORT)], [by(one)])
        assert (figures.found, figures.right) == (1, 1.0)


def test_offering_a_stance_for_every_actor_gains_nothing() -> None:
    figures = holder([by(UNION)], [by(PORT), by("Harbour Office"), by(UNION)])
    assert (figures.found, figures.right) == (1, 0.0)


def test_the_same_is_told_of_the_rows_whose_target_is_right_too() -> None:
    figures = holder([by(UNION), by(PORT, target="overtime pay")], [by(UNION), by(UNION, target="the weather")])
    assert (figures.found, figures.right) == (2, 0.5)
    assert (figures.found_on_target, figures.right_on_target) == (1, 1.0)
