"""Agreement is that of the units that both have coded, and is not told where it means nothing."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from transforms.agreement import Agreement, agreement
from transforms.corrections import side_on_issue
from transforms.decisions import Decision


def _decision(coder: str, unit: str, side: str, verdict: str = "right", second: int = 0) -> Decision:
    shown = {"polarity": "support", "holder": "Oslo", "target": "peace", "issue_id": None, "issue_polarity": None}
    fields: dict[str, str | None] = {} if side == "support" else {"polarity": side}
    if verdict == "right" and fields:
        verdict = "corrected"
    at = datetime(2026, 3, 1, 0, 0, second, tzinfo=UTC)
    return Decision(f"{coder}{unit}{second}", "r", unit, "a", shown, verdict, fields, None, coder, at)


def _found(decisions: list[Decision], field: str, measure: str, coders: str) -> Agreement:
    (one,) = [a for a in agreement(decisions) if (a.field, a.measure, a.coders) == (field, measure, coders)]
    return one


SIDES = {"ann": "ssssooooss", "bob": "sssoooooso"}  # 8 of 10 alike
LETTERS = {"s": "support", "o": "oppose"}
TEN = [_decision(who, str(n), LETTERS[side]) for who, sides in SIDES.items() for n, side in enumerate(sides)]


def test_kappa_is_what_the_formula_gives() -> None:
    # by hand: both say support 0.6 and 0.4 of the time: chance 0.6 * 0.4 + 0.4 * 0.6 = 0.48; (0.8 - 0.48) / 0.52
    found = _found(TEN, "side", "kappa", "ann and bob")
    assert (found.units, found.observed) == (10, 0.8)
    assert found.value == pytest.approx(0.32 / 0.52)


def test_alpha_is_what_the_formula_gives() -> None:
    # by hand: 20 values, 10 and 10: expected disagreement 2 * 10 * 10 / (20 * 19); observed 0.2
    found = _found(TEN, "side", "alpha", "all coders")
    assert found.value == pytest.approx(1 - 0.2 / (200 / 380))


def test_units_that_one_alone_has_coded_change_no_kappa() -> None:
    more = [*TEN, *(_decision("bob", f"more {n}", "oppose") for n in range(5))]
    assert _found(more, "side", "kappa", "ann and bob") == _found(TEN, "side", "kappa", "ann and bob")


def test_the_extractor_says_what_was_shown() -> None:
    found = _found(TEN, "side", "kappa", "ann and extractor")
    assert (found.units, found.observed) == (10, 0.6)
    assert found.value == pytest.approx(0.0)  # one who always says the same agrees by chance alone


def test_one_category_gives_words_and_no_figure() -> None:
    found = _found(TEN, "is a stance", "kappa", "ann and bob")
    assert (found.value, found.observed) == (None, 1.0)
    assert "all say 'yes'" in found.note


def test_coders_who_share_no_unit_are_told_so() -> None:
    found = _found([_decision("ann", "1", "oppose"), _decision("bob", "2", "oppose")], "side", "kappa", "ann and bob")
    assert (found.units, found.value, found.note) == (0, None, "no unit was coded by both")


def test_a_stance_called_wrong_counts_for_the_verdict_alone() -> None:
    decisions = [_decision("ann", "1", "support", "wrong"), _decision("bob", "1", "support")]
    assert _found(decisions, "is a stance", "kappa", "ann and bob").observed == 0.0
    assert _found(decisions, "side", "kappa", "ann and bob").units == 0


def test_the_side_on_the_issue_follows_the_side() -> None:
    one = _decision("ann", "1", "oppose")
    one.shown.update(issue_id="ceasefire", issue_polarity="oppose")
    other = _decision("bob", "1", "support")
    other.shown.update(issue_id="ceasefire", issue_polarity="oppose")
    assert side_on_issue(one) == "support"
    assert _found([one, other], "side on issue", "kappa", "ann and bob").observed == 0.0


def test_a_coder_who_changed_his_mind_says_the_last() -> None:
    decisions = [*TEN, *(_decision("ann", str(n), LETTERS[side], second=1) for n, side in enumerate(SIDES["bob"]))]
    assert _found(decisions, "side", "kappa", "ann and bob").observed == 1.0
