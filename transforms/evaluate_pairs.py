"""Pair the gold rows of one article with the predictions that meet them.

    gold rows, predicted rows of one article -> Outcome (paired, missed, invented, set aside)

A prediction and a gold row *meet* when their passages overlap and their actors agree; each row meets at most one
other. A prediction that meets nothing but a row on which the annotators differed is set aside.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from transforms.evaluate_holders import HolderPair, holder_pairs
from transforms.scoring import (
    LEAST_PASSAGE_OVERLAP,
    LEAST_TARGET_F1,
    ComparedRow,
    Row,
    actors_agree,
    compared,
    passage_overlap,
    target_f1,
)


@dataclass(frozen=True)
class Pair:
    """A gold row and the prediction that met it."""

    gold: Row
    predicted: Row
    target_f1: float

    @property
    def is_side_right(self) -> bool:
        """Whether the prediction has the gold row's polarity."""
        return bool(self.gold["polarity"] == self.predicted.get("polarity"))

    @property
    def is_all_right(self) -> bool:
        """Whether polarity and target are both right."""
        return self.is_side_right and self.target_f1 >= LEAST_TARGET_F1


@dataclass(frozen=True)
class Outcome:
    """What became of each row of one article; `holders` pairs them anew, blind to the holder."""

    pairs: list[Pair]
    missed: list[Row]
    invented: list[Row]
    set_aside: list[Row]
    holders: list[HolderPair]

    @property
    def sure(self) -> list[Row]:
        """The gold rows that count."""
        return [pair.gold for pair in self.pairs] + self.missed

    @property
    def counted(self) -> list[tuple[Row, bool]]:
        """The predictions that count, each with whether passage, holder and side are right."""
        return [(pair.predicted, pair.is_side_right) for pair in self.pairs] + [(row, False) for row in self.invented]


def pair_article(gold: Sequence[Row], predicted: Sequence[Row]) -> Outcome:
    """Pair the rows of one article; gold rows marked `optional` only set predictions aside."""
    sure = [compared(row) for row in gold if not row.get("optional")]
    optional = [compared(row) for row in gold if row.get("optional")]
    predictions = [compared(row) for row in predicted]
    met = _met(sure, predictions)
    left = _without(predictions, {prediction for _, prediction, _ in met})
    aside = {prediction for _, prediction, _ in _met(optional, left)}
    put_aside = {id(left[p]) for p in aside}
    return Outcome(
        pairs=[Pair(sure[g].row, predictions[p].row, worded) for g, p, worded in met],
        missed=[each.row for each in _without(sure, {g for g, _, _ in met})],
        invented=[each.row for each in _without(left, aside)],
        set_aside=[left[p].row for p in sorted(aside)],
        holders=holder_pairs(sure, [each for each in predictions if id(each) not in put_aside]),
    )


def _met(gold: list[ComparedRow], predicted: list[ComparedRow]) -> list[tuple[int, int, float]]:
    """Pair rows one to one, best first, as (place in gold, place in predicted, target F1).

    Best is: right side, then target, then passage. Equals keep the order of the rows (a reversed sort is
    stable too), so that the same input always gives the same pairs.
    """
    meetings = []
    for g, wanted in enumerate(gold):
        for p, offered in enumerate(predicted):
            shared = passage_overlap(wanted, offered)
            if shared >= LEAST_PASSAGE_OVERLAP and actors_agree(wanted, offered):
                rank = (wanted.polarity == offered.polarity, target_f1(wanted, offered), shared)
                meetings.append((rank, g, p))
    meetings.sort(key=lambda meeting: meeting[0], reverse=True)
    taken_gold: set[int] = set()
    taken_predicted: set[int] = set()
    pairs = []
    for (_, worded, _), g, p in meetings:
        if g not in taken_gold and p not in taken_predicted:
            taken_gold.add(g)
            taken_predicted.add(p)
            pairs.append((g, p, worded))
    return pairs


def _without(rows: list[ComparedRow], places: set[int]) -> list[ComparedRow]:
    return [row for place, row in enumerate(rows) if place not in places]
