"""Issues: B-cubed by hand, coverage, and which rows are asked for."""

from __future__ import annotations

from typing import Any

import pytest

from tests.transforms.test_evaluate import stance
from transforms.evaluate import STANCE_MEASURES, issue_key, score_stances
from transforms.evaluate_counts import summed
from transforms.evaluate_issues import IssueFigures, b_cubed, issue_figures


def test_b_cubed_of_the_papers_own_example() -> None:
    """Bagga and Baldwin 1998, section 3: merging two long chains costs more than a long and a short one."""
    chains = [*"11111", *"22", *"33333"]
    first = b_cubed(list(zip(chains, [*"aaaaa", *"bbbbbbb"], strict=True)))
    second = b_cubed(list(zip(chains, [*"aaaaa", *"bb", *"aaaaa"], strict=True)))
    assert sum(row.precision for row in first) / 12 == pytest.approx(0.762, abs=5e-4)
    assert sum(row.precision for row in second) / 12 == pytest.approx(0.583, abs=5e-4)
    assert all(row.recall == 1 for row in [*first, *second])


def test_names_need_not_agree_but_groups_must() -> None:
    figures = issue_figures([("port strike", "x1"), ("port strike", "x1"), ("levy", "x2")])
    assert figures == IssueFigures(3, 1.0, 1.0, 1.0, 1.0, 1.0)


def test_one_id_for_everything_costs_precision_and_one_id_each_costs_recall() -> None:
    rows = ["strike", "strike", "levy", "levy"]
    merged, parted = (
        issue_figures([(row, "x") for row in rows]),
        issue_figures([(r, str(n)) for n, r in enumerate(rows)]),
    )
    assert merged is not None
    assert parted is not None
    assert (merged.precision, merged.recall) == (0.5, 1.0)
    assert (parted.precision, parted.recall) == (1.0, 0.5)


def test_rows_without_an_id_cost_coverage_and_count_alone_over_all() -> None:
    figures = issue_figures([("strike", "x"), ("strike", None)])
    assert figures is not None
    assert (figures.coverage, figures.f1, figures.f1_over_all) == (0.5, 1.0, pytest.approx(2 / 3, abs=5e-5))


def scored(**changed: Any) -> IssueFigures | None:
    row = stance()
    return score_stances([row], [{**row, "issue_id": "x", **changed}], {issue_key(row): "strike"}).issues


def test_only_rows_found_with_the_right_side_are_asked_for() -> None:
    assert scored() == IssueFigures(1, 1.0, 1.0, 1.0, 1.0, 1.0)
    assert scored(polarity="support") is None
    assert score_stances([stance()], [stance(issue_id="x")]).issues is None


def test_the_figure_of_summed_counts_is_the_figure_of_the_rows() -> None:
    gold = [stance(doc_id=f"article {number}") for number in range(12)]
    issues = {issue_key(row): str(number % 3) for number, row in enumerate(gold)}
    predicted = [{**row, "issue_id": str(number % 5) if number % 4 else None} for number, row in enumerate(gold)]
    figures = score_stances(gold, predicted, issues)
    assert figures.issues is not None
    total = summed(figures.counts.values())
    assert STANCE_MEASURES["issues.f1"](total) == pytest.approx(figures.issues.f1, abs=5e-5)
    assert STANCE_MEASURES["issues.coverage"](total) == pytest.approx(figures.issues.coverage, abs=5e-5)
