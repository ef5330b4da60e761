"""Score predicted stances against gold stances.

    gold rows, predicted rows -> pairs, article by article -> tallies of each article -> figures

Every article that the gold names counts, also one without any stance, whose gold is a row of `doc_id` alone: leave
those rows out, and a system that invents stances looks better than it is. How rows meet stands in
`transforms.evaluate_pairs`.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from transforms.evaluate_confidence import Calibration, calibration, calibration_error
from transforms.evaluate_counts import Counts, Measure, Rates, f1_of, harmonic, rates, ratio, share, summed
from transforms.evaluate_issues import IssueFigures, issue_f1, issue_figures
from transforms.evaluate_pairs import Outcome, Pair, pair_article
from transforms.evaluate_tallies import (
    Issues,
    groups,
    issue_key,
    recall_of,
    side_f1_of,
    tally,
    tally_confidence,
    tally_issues,
)
from transforms.scoring import Row

__all__ = ["Pair", "StanceFigures", "as_predictions", "issue_key", "score_stances"]

POLARITIES = ("support", "oppose", "mixed")

STANCE_MEASURES: dict[str, Measure] = {
    "detection.f1": f1_of("met", "predicted", "gold"),
    "stance.precision": ratio("right", "predicted"),
    "stance.recall": ratio("right", "gold"),
    "stance.f1": f1_of("right", "predicted", "gold"),
    "full.f1": f1_of("full", "predicted", "gold"),
    "polarity_accuracy": ratio("right", "met"),
    "holder.right": ratio("holder right", "holder found"),
    "holder.right_on_target": ratio("holder right on target", "holder found on target"),
    **{f"by_polarity.{side}.recall": recall_of("polarity", side) for side in POLARITIES},
    **{f"by_polarity.{side}.f1": side_f1_of(side) for side in POLARITIES},
    "calibration.error": calibration_error,
    "issues.f1": issue_f1,
    "issues.coverage": ratio("issue given", "issue rows"),
}


@dataclass(frozen=True)
class HolderFigures:
    """Whether the holder is right where passage and side are found; see `transforms.evaluate_holders`.

    `found` counts the gold rows whose passage and side some prediction has, `right` is the share of them whose holder
    agrees; `found_on_target` and `right_on_target` are the same where the target is right too.
    """

    found: int
    right: float
    found_on_target: int
    right_on_target: float


@dataclass(frozen=True)
class StanceFigures:
    """How well predicted stances agree with the gold; `gold` and `predicted` count the rows that count.

    Levels: `detection` (the rows meet), `stance` (the side is right too: the headline), `full` (target too).
    `recall_by_polarity` and `recall_by_mode` are shares of the gold rows that are met with the right side.
    `by_polarity` adds precision: the share of the predictions of a side that are right. `by_mode` likewise, precision
    of the predictions that give the mode, recall of the gold rows that have it; modes need not agree, and it is empty
    where no prediction gives one. `calibration` is null where no prediction has a `confidence`, `issues` where no
    gold issues were given. `counts` holds the tallies of each article, from which intervals are drawn.
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
    by_polarity: dict[str, Rates]
    by_mode: dict[str, Rates]
    holder: HolderFigures
    calibration: Calibration | None
    issues: IssueFigures | None
    pairs: tuple[Pair, ...]
    missed: tuple[Row, ...]
    invented: tuple[Row, ...]
    set_aside: tuple[Row, ...]
    counts: dict[str, Counts]


def score_stances(gold: Sequence[Row], predicted: Sequence[Row], issues: Issues | None = None) -> StanceFigures:
    """Score predictions on the articles that the gold names; rows of other articles are ignored.

    Rows need `doc_id`, `evidence`, `actor`, `mention`, `target` and `polarity`; gold rows may have `also`,
    `target_also`, `optional` and `mode`, predictions `mode`, `confidence` and `issue_id`. `issues` gives the gold
    issue of gold rows by `issue_key`. Outcomes are in the order of `doc_id`, an article's best pair first.

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
    outcomes = {article: pair_article(gold_of[article], predicted_of[article]) for article in gold_of}
    return _figures(outcomes, issues or {})


def as_predictions(stances: Iterable[Row]) -> list[dict[str, Any]]:
    """Give rows of the `stances` table the guidelines' name for the holder: `actor` is `holder`."""
    return [{**stance, "actor": stance["holder"]} for stance in stances]


def _figures(outcomes: dict[str, Outcome], issues: Issues) -> StanceFigures:
    counts = {article: tally(outcome) for article, outcome in outcomes.items()}
    judged = tally_confidence(outcomes, counts)
    grouped = tally_issues(outcomes, issues, counts)
    total = summed(counts.values())
    gold, predicted, met, right, full = (_whole(total, name) for name in ("gold", "predicted", "met", "right", "full"))
    pairs = tuple(pair for outcome in outcomes.values() for pair in outcome.pairs)
    return StanceFigures(
        articles=len(outcomes),
        gold=gold,
        predicted=predicted,
        detection=rates(met, predicted, gold),
        stance=rates(right, predicted, gold),
        full=rates(full, predicted, gold),
        polarity_accuracy=share(right, met),
        mean_target_f1=share(sum(pair.target_f1 for pair in pairs), met),
        recall_by_polarity={name: _rates_of("polarity", name, total).recall for name in groups("polarity", total)},
        recall_by_mode={name: _rates_of("mode", name, total).recall for name in groups("mode", total)},
        by_polarity={name: _rates_of("polarity", name, total) for name in _taken("polarity", total)},
        by_mode=_by_mode(total),
        holder=_holders(total),
        calibration=calibration(judged),
        issues=issue_figures(grouped),
        pairs=pairs,
        missed=tuple(row for outcome in outcomes.values() for row in outcome.missed),
        invented=tuple(row for outcome in outcomes.values() for row in outcome.invented),
        set_aside=tuple(row for outcome in outcomes.values() for row in outcome.set_aside),
        counts={**counts},
    )


def _by_mode(total: Counts) -> dict[str, Rates]:
    is_given = bool(groups("mode", total, "predicted"))
    return {name: _rates_of("mode", name, total) for name in _taken("mode", total)} if is_given else {}


def _taken(kind: str, total: Counts) -> list[str]:
    """The sides or modes of gold and predictions together."""
    return sorted({*groups(kind, total), *groups(kind, total, "predicted")})


def _rates_of(kind: str, name: str, total: Counts) -> Rates:
    """Recall of the gold rows of one side or mode, precision of the predictions that give it."""
    hits = _whole(total, f"found {kind}: {name}")
    recall = share(hits, total.get(f"gold {kind}: {name}", 0))
    precision = share(total.get(f"right {kind}: {name}", 0), total.get(f"predicted {kind}: {name}", 0))
    return Rates(precision, recall, harmonic(precision, recall), hits)


def _holders(total: Counts) -> HolderFigures:
    found, on_target = _whole(total, "holder found"), _whole(total, "holder found on target")
    return HolderFigures(
        found=found,
        right=share(total.get("holder right", 0), found),
        found_on_target=on_target,
        right_on_target=share(total.get("holder right on target", 0), on_target),
    )


def _whole(total: Counts, name: str) -> int:
    return int(total.get(name, 0))
