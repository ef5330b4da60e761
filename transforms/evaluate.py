"""Score predicted stances against gold stances.

    gold rows, predicted rows -> pairs, article by article -> outcomes (paired, missed, invented) -> figures

A prediction and a gold row *meet* when their passages overlap and their actors agree; each row meets at
most one other. A gold row marked `optional` (the annotators differed) neither rewards nor punishes: a
prediction that meets nothing but such a row is set aside. Every article that the gold names counts, also
one without any stance, whose gold is a row of `doc_id` alone: leave those rows out, and a system that
invents stances looks better than it is.
"""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from transforms.scoring import ComparedRow, Row, actors_agree, compared, passage_overlap, target_f1

LEAST_PASSAGE_OVERLAP = 0.6
LEAST_TARGET_F1 = 0.5
DECIMALS = 4


@dataclass(frozen=True)
class Rates:
    """Precision, recall and F1 of one level, rounded to four decimals, and the hits that they count."""

    precision: float
    recall: float
    f1: float
    hits: int


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
class StanceFigures:
    """How well predicted stances agree with the gold; `gold` and `predicted` count the rows that count.

    Levels: `detection` (the rows meet), `stance` (the side is right too: the headline), `full` (target too).
    `recall_by_polarity` and `recall_by_mode` are shares of the gold rows that are met with the right side.
    """

    articles: int
    gold: int
    predicted: int
    detection: Rates
    stance: Rates
    full: Rates
    polarity_accuracy: float
    mean_target_f1: float
    recall_by_polarity: dict[str, float]
    recall_by_mode: dict[str, float]
    pairs: tuple[Pair, ...]
    missed: tuple[Row, ...]
    invented: tuple[Row, ...]
    set_aside: tuple[Row, ...]


@dataclass(frozen=True)
class _Outcome:
    """What became of each row of one article."""

    pairs: list[Pair]
    missed: list[Row]
    invented: list[Row]
    set_aside: list[Row]


def score_stances(gold: Sequence[Row], predicted: Sequence[Row]) -> StanceFigures:
    """Score predictions on the articles that the gold names; rows of other articles are ignored.

    Rows need `doc_id`, `evidence`, `actor`, `mention`, `target` and `polarity`; gold rows may have `also`,
    `target_also`, `optional` and `mode`. Outcomes are in the order of `doc_id`, an article's best pair first.

    >>> row = {"doc_id": "a", "evidence": "Kyiv backs the plan.", "actor": "Ukraine", "mention": "Kyiv",
    ...        "target": "the plan", "polarity": "support"}
    >>> score_stances([row], [{**row, "polarity": "oppose"}]).detection.f1
    1.0
    >>> score_stances([row], [{**row, "polarity": "oppose"}]).stance.f1
    0.0
    """
    gold_of: dict[str, list[Row]] = {article: [] for article in sorted({row["doc_id"] for row in gold})}
    predicted_of: dict[str, list[Row]] = {article: [] for article in gold_of}
    for row in gold:
        if row.get("evidence"):
            gold_of[row["doc_id"]].append(row)
    for row in predicted:
        if row.get("doc_id") in predicted_of:
            predicted_of[row["doc_id"]].append(row)
    return _figures([_outcome(gold_of[article], predicted_of[article]) for article in gold_of])


def as_predictions(stances: Iterable[Row]) -> list[dict[str, Any]]:
    """Give rows of the `stances` table the guidelines' name for the holder: `actor` is `holder`."""
    return [{**stance, "actor": stance["holder"]} for stance in stances]


def _outcome(gold: list[Row], predicted: list[Row]) -> _Outcome:
    sure = [compared(row) for row in gold if not row.get("optional")]
    optional = [compared(row) for row in gold if row.get("optional")]
    predictions = [compared(row) for row in predicted]
    met = _met(sure, predictions)
    left = _without(predictions, {prediction for _, prediction, _ in met})
    aside = {prediction for _, prediction, _ in _met(optional, left)}
    return _Outcome(
        pairs=[Pair(sure[g].row, predictions[p].row, worded) for g, p, worded in met],
        missed=[each.row for each in _without(sure, {g for g, _, _ in met})],
        invented=[each.row for each in _without(left, aside)],
        set_aside=[left[p].row for p in sorted(aside)],
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


def _figures(outcomes: list[_Outcome]) -> StanceFigures:
    pairs = tuple(pair for outcome in outcomes for pair in outcome.pairs)
    missed = tuple(row for outcome in outcomes for row in outcome.missed)
    invented = tuple(row for outcome in outcomes for row in outcome.invented)
    right = [pair for pair in pairs if pair.is_side_right]
    gold, predicted = len(pairs) + len(missed), len(pairs) + len(invented)
    sure = [pair.gold for pair in pairs] + list(missed)
    found = [pair.gold for pair in right]
    return StanceFigures(
        articles=len(outcomes),
        gold=gold,
        predicted=predicted,
        detection=_rates(len(pairs), predicted, gold),
        stance=_rates(len(right), predicted, gold),
        full=_rates(sum(pair.is_all_right for pair in pairs), predicted, gold),
        polarity_accuracy=_share(len(right), len(pairs)),
        mean_target_f1=_share(sum(pair.target_f1 for pair in pairs), len(pairs)),
        recall_by_polarity=_recall_by(sure, found, lambda row: row["polarity"]),
        recall_by_mode=_recall_by(sure, found, lambda row: row.get("mode")),
        pairs=pairs,
        missed=missed,
        invented=invented,
        set_aside=tuple(row for outcome in outcomes for row in outcome.set_aside),
    )


def _rates(hits: int, predicted: int, gold: int) -> Rates:
    precision = hits / predicted if predicted else 0.0
    recall = hits / gold if gold else 0.0
    f1 = 2 * precision * recall / (precision + recall) if hits else 0.0
    return Rates(round(precision, DECIMALS), round(recall, DECIMALS), round(f1, DECIMALS), hits)


def _share(part: float, whole: int) -> float:
    return round(part / whole, DECIMALS) if whole else 0.0


def _recall_by(sure: list[Row], found: list[Row], group: Callable[[Row], str | None]) -> dict[str, float]:
    """Recall within each group of gold rows, in alphabetical order; rows without a group are left out."""
    names = sorted({name for name in map(group, sure) if name})
    return {
        name: _share(sum(group(row) == name for row in found), sum(group(row) == name for row in sure))
        for name in names
    }
