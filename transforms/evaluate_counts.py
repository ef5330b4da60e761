"""What every evaluation counts with: tallies of one article, and shares of them.

    an article -> Counts (name -> number) -> summed over articles -> Measure -> one figure

A figure is a function of summed counts, so that it can be had of any draw of articles (`transforms.bootstrap`)
without scoring anything again.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass

DECIMALS = 4
Counts = Mapping[str, float]
Measure = Callable[[Counts], float | None]


@dataclass(frozen=True)
class Rates:
    """Precision, recall and F1 of one level, rounded to four decimals, and the hits that they count."""

    precision: float
    recall: float
    f1: float
    hits: int


def rates(hits: int, predicted: int, gold: int) -> Rates:
    """The rates of so many hits; a share of nothing is 0.

    >>> rates(1, 2, 4)
    Rates(precision=0.5, recall=0.25, f1=0.3333, hits=1)
    """
    precision = hits / predicted if predicted else 0.0
    recall = hits / gold if gold else 0.0
    return Rates(round(precision, DECIMALS), round(recall, DECIMALS), harmonic(precision, recall), hits)


def harmonic(precision: float, recall: float) -> float:
    """F1: the harmonic mean, rounded to four decimals; 0 where both are."""
    return round(2 * precision * recall / (precision + recall), DECIMALS) if precision + recall else 0.0


def share(part: float, whole: float) -> float:
    """Part of the whole, rounded to four decimals; 0 where there is no whole."""
    return round(part / whole, DECIMALS) if whole else 0.0


def summed(counts: Iterable[Counts]) -> dict[str, float]:
    """The counts of several articles together; a name that an article lacks counts 0 there."""
    total: dict[str, float] = {}
    for each in counts:
        for name, number in each.items():
            total[name] = total.get(name, 0.0) + number
    return total


def ratio(part: str, whole: str) -> Measure:
    """A measure: one count by another; null where the other is 0, for then there is nothing to measure."""

    def measure(counts: Counts) -> float | None:
        return counts.get(part, 0.0) / counts[whole] if counts.get(whole) else None

    return measure


def f1_of(hits: str, predicted: str, gold: str) -> Measure:
    """A measure: the F1 of the hits, twice their number by all predicted and gold rows; null where there are none."""

    def measure(counts: Counts) -> float | None:
        rows = counts.get(predicted, 0.0) + counts.get(gold, 0.0)
        return 2 * counts.get(hits, 0.0) / rows if rows else None

    return measure
