"""The figures of an evaluation of stances, one a row: what ops.evaluations keeps.

    StanceFigures -> a Figure for each level and class (its Measure, what it is a share of) -> value, interval, support

Each figure is made anew from the counts, as `stancehouse evaluate` prints it; one that nothing defines (the precision
of a side that is never predicted) has no row, where the table for people prints 0.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from schemas.table import MODES, POLARITIES
from transforms.bootstrap import DRAWS, intervals
from transforms.evaluate import StanceFigures
from transforms.evaluate_confidence import calibration_error
from transforms.evaluate_counts import DECIMALS, Counts, Measure, f1_of, ratio, summed
from transforms.evaluate_issues import issue_f1
from transforms.evaluate_tallies import recall_of, side_f1_of

ID_LENGTH = 20
FEWEST = 10  # articles, and rows, for an interval: one drawn from fewer looks surer than it is
HITS = {"detection": "met", "stance": "right", "full": "full"}

Row = dict[str, Any]


@dataclass(frozen=True)
class Figure:
    """One figure: of which level and class, how it follows from counts, and the count that it is a share of."""

    level: str
    class_kind: str
    class_name: str
    figure: str
    measure: Measure
    support: str


def figure_rows(figures: StanceFigures, draws: int = DRAWS) -> list[Row]:
    """The rows of one evaluation, without what they share: level, class, figure, value, low, high, support."""
    articles = list(figures.counts.values())
    total = summed(articles)
    wanted = {str(place): one for place, one in enumerate(_figures())}
    found = intervals(articles, {place: one.measure for place, one in wanted.items()}, draws)
    rows = []
    for place, one in wanted.items():
        value, support = one.measure(total), int(total.get(one.support, 0))
        if value is None or not support:
            continue
        interval = found.get(place) if min(support, len(articles)) >= FEWEST else None
        rows.append(
            {
                "level": one.level,
                "class_kind": one.class_kind,
                "class_name": one.class_name,
                "figure": one.figure,
                "value": round(value, DECIMALS),
                "low": interval.low if interval else None,
                "high": interval.high if interval else None,
                "support": support,
            }
        )
    return rows


def with_id(rows: Sequence[Row], shared: Row) -> list[Row]:
    """Rows of ops.evaluations: each with what all share, and the key of the evaluation.

    Neither the instant, the command nor a file's name is part of the key: the same result is the same evaluation.

    >>> rows = [{"figure": "f1", "value": 0.5}]
    >>> with_id(rows, {"gold_hash": "a", "command": "b"}) == with_id(rows, {"gold_hash": "a", "command": "c"})
    False
    >>> ids = [with_id(rows, {"gold_hash": "a", "command": x})[0]["evaluation_id"] for x in ("b", "c")]
    >>> ids[0] == ids[1]
    True
    """
    same = {key: value for key, value in shared.items() if key not in ("evaluated_at", "command", "gold_name")}
    parts = [repr(sorted(same.items())), *(repr(sorted(row.items())) for row in rows)]
    key = hashlib.sha256("\n".join(parts).encode()).hexdigest()[:ID_LENGTH]
    return [{"evaluation_id": key, **shared, **row} for row in rows]


def _figures() -> Iterator[Figure]:
    for level, hits in HITS.items():
        yield Figure(level, "all", "all", "precision", ratio(hits, "predicted"), "predicted")
        yield Figure(level, "all", "all", "recall", ratio(hits, "gold"), "gold")
        yield Figure(level, "all", "all", "f1", f1_of(hits, "predicted", "gold"), "gold")
    yield Figure("detection", "side", "all", "share_right", ratio("right", "met"), "met")
    for side in POLARITIES:
        yield from _of_class("polarity", "side", side, side_f1_of(side))
    for mode in MODES:
        yield from _of_class("mode", "mode", mode, _mode_f1(mode))
    yield Figure("stance", "holder", "all", "share_right", ratio("holder right", "holder found"), "holder found")
    on_target = "holder found on target"
    yield Figure("full", "holder", "all", "share_right", ratio("holder right on target", on_target), on_target)
    yield Figure("stance", "calibration", "all", "calibration_error", calibration_error, "confident rows")
    yield Figure("stance", "issue", "all", "precision", ratio("issue precision", "issue given"), "issue given")
    yield Figure("stance", "issue", "all", "recall", ratio("issue recall", "issue given"), "issue given")
    yield Figure("stance", "issue", "all", "f1", issue_f1, "issue given")
    yield Figure("stance", "issue", "all", "coverage", ratio("issue given", "issue rows"), "issue rows")


def _of_class(counted: str, kind: str, name: str, f1: Measure) -> Iterator[Figure]:
    gold, predicted = f"gold {counted}: {name}", f"predicted {counted}: {name}"
    yield Figure("stance", kind, name, "precision", _precision_of(counted, name), predicted)
    yield Figure("stance", kind, name, "recall", recall_of(counted, name), gold)
    yield Figure("stance", kind, name, "f1", f1, gold)


def _precision_of(counted: str, name: str) -> Measure:
    return ratio(f"right {counted}: {name}", f"predicted {counted}: {name}")


def _mode_f1(mode: str) -> Measure:
    """A right stance may have another mode than its gold row: precision and recall count hits of their own."""
    precision, recall = _precision_of("mode", mode), recall_of("mode", mode)

    def measure(counts: Counts) -> float | None:
        exact, found = precision(counts), recall(counts)
        if exact is None or found is None:
            return None
        return 2 * exact * found / (exact + found) if exact + found else 0.0

    return measure
