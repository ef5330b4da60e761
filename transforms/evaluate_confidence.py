"""Is a confidence of 0.8 right eight times of ten?

    (confidence, right) of each prediction -> ten bins of as many rows each -> Calibration

The expected calibration error is that of Naeini, Cooper and Hauskrecht, Obtaining Well Calibrated Probabilities
Using Bayesian Binning (AAAI 2015): the gap between mean confidence and share right, averaged over bins by their rows.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from dataclasses import dataclass

from transforms.evaluate_counts import DECIMALS, Counts, share

BINS = 10


@dataclass(frozen=True)
class Bin:
    """The predictions of one stretch of confidence: how sure they were, and how often they were right."""

    lowest: float
    highest: float
    rows: int
    mean_confidence: float
    share_right: float


@dataclass(frozen=True)
class Calibration:
    """Expected calibration error over the rows, and the table of reliability that it sums up."""

    error: float
    rows: int
    bins: tuple[Bin, ...]


def calibration(judged: Sequence[tuple[float, bool]]) -> Calibration | None:
    """Calibration of (confidence, whether the prediction is right); null where there is none.

    >>> calibration([(0.9, True)] * 9 + [(0.9, False)]).error
    0.0
    """
    if not judged:
        return None
    places = bins_of([confidence for confidence, _ in judged])
    table = []
    gap = 0.0
    for number in range(max(places) + 1):
        inside = [one for one, place in zip(judged, places, strict=True) if place == number]
        sure = sum(confidence for confidence, _ in inside)
        right = sum(is_right for _, is_right in inside)
        gap += abs(sure - right)
        levels = [confidence for confidence, _ in inside]
        table.append(Bin(min(levels), max(levels), len(inside), share(sure, len(inside)), share(right, len(inside))))
    return Calibration(round(gap / len(judged), DECIMALS), len(judged), tuple(table))


def bins_of(confidences: Sequence[float]) -> list[int]:
    """The bin of each row, from 0: ten of equal size in the order of confidence, equal values never parted.

    Rows of equal confidence go where the middle one of them belongs, so that there may be fewer bins than ten.

    >>> bins_of([0.1, 0.2, 0.3, 0.3])
    [0, 1, 2, 2]
    """
    ordered = sorted(confidences)
    slot = {
        value: (bisect_left(ordered, value) + bisect_right(ordered, value) - 1) * BINS // (2 * len(ordered))
        for value in ordered
    }
    number = {taken: place for place, taken in enumerate(sorted(set(slot.values())))}
    return [number[slot[value]] for value in confidences]


def calibration_error(counts: Counts) -> float | None:
    """A measure: the error of summed counts, as `transforms.evaluate` tallies them by the bins of all rows."""
    rows = counts.get("confident rows", 0.0)
    if not rows:
        return None
    gaps = (
        abs(counts.get(f"confidence in bin {number}", 0.0) - counts.get(f"right in bin {number}", 0.0))
        for number in range(BINS)
    )
    return sum(gaps) / rows
