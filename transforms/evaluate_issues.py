"""Is the same gold issue one id, and one id one gold issue?

    (gold issue, predicted id) of each found stance -> B-cubed precision, recall and F1, and coverage

The names need not agree, the groups must. B-cubed is Bagga and Baldwin, Algorithms for Scoring Coreference Chains
(1998): a row's precision is the share of its id's rows that have its gold issue, its recall the share of its gold
issue's rows that have its id; each is averaged over rows.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from transforms.evaluate_counts import DECIMALS, Counts, harmonic, share


@dataclass(frozen=True)
class IssueFigures:
    """How well ids group the stances that are found with the right side and whose gold row has an issue.

    `coverage` is the share of these `rows` that have an id; `precision`, `recall` and `f1` are B-cubed over those.
    `f1_over_all` counts a row without an id as a group of its own, so that leaving rows out gains nothing.
    """

    rows: int
    coverage: float
    precision: float
    recall: float
    f1: float
    f1_over_all: float


@dataclass(frozen=True)
class RowScore:
    """B-cubed precision and recall of one row."""

    precision: float
    recall: float


def b_cubed(rows: Sequence[tuple[str, str]]) -> list[RowScore]:
    """Score each (gold issue, id) against all of them, in their order.

    >>> b_cubed([("levy", "a"), ("levy", "a"), ("levy", "b"), ("strike", "b")])[2]
    RowScore(precision=0.5, recall=0.3333333333333333)
    """
    together = Counter(rows)
    issues = Counter(issue for issue, _ in rows)
    ids = Counter(given for _, given in rows)
    return [
        RowScore(together[issue, given] / ids[given], together[issue, given] / issues[issue]) for issue, given in rows
    ]


def issue_scores(rows: Sequence[tuple[str, str | None]]) -> list[RowScore | None]:
    """B-cubed of each row among those that have an id, in their order; null for a row without one."""
    scored = iter(b_cubed([(issue, given) for issue, given in rows if given is not None]))
    return [None if given is None else next(scored) for _, given in rows]


def issue_figures(rows: Sequence[tuple[str, str | None]]) -> IssueFigures | None:
    """The figures of (gold issue, id or null) of each found stance; null where there is none."""
    if not rows:
        return None
    covered = [score for score in issue_scores(rows) if score is not None]
    precision, recall = _means(covered)
    alone = [(issue, given if given is not None else f"\x00{place}") for place, (issue, given) in enumerate(rows)]
    return IssueFigures(
        rows=len(rows),
        coverage=share(len(covered), len(rows)),
        precision=round(precision, DECIMALS),
        recall=round(recall, DECIMALS),
        f1=harmonic(precision, recall),
        f1_over_all=harmonic(*_means(b_cubed(alone))),
    )


def issue_f1(counts: Counts) -> float | None:
    """A measure: B-cubed F1 of summed counts. The groups stay those of all articles, whatever articles are drawn."""
    rows = counts.get("issue given", 0.0)
    precision, recall = counts.get("issue precision", 0.0), counts.get("issue recall", 0.0)
    return 2 * precision * recall / ((precision + recall) * rows) if rows else None


def _means(scores: Sequence[RowScore]) -> tuple[float, float]:
    rows = len(scores) or 1
    return sum(score.precision for score in scores) / rows, sum(score.recall for score in scores) / rows
