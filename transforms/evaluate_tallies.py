"""Tally what became of each article's rows, by name, so that figures and their intervals come from sums.

    Outcome of each article -> Counts of each article

Confidence and issues are judged over all articles together (bins of equal size, groups across articles), and then
tallied article by article.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping

from transforms.evaluate_confidence import bins_of
from transforms.evaluate_counts import Counts, Measure, f1_of, ratio
from transforms.evaluate_issues import issue_scores
from transforms.evaluate_pairs import Outcome
from transforms.scoring import Row

ISSUE_KEY = ("doc_id", "evidence", "actor", "target")
IssueKey = tuple[str | None, ...]
Issues = Mapping[IssueKey, str]
Judged = list[tuple[float, bool]]
Grouped = list[tuple[str, str | None]]


def issue_key(row: Row) -> IssueKey:
    """What a row of gold issues and its gold row have in common: article, evidence, actor and target."""
    return tuple(row.get(field) for field in ISSUE_KEY)


def tally(outcome: Outcome) -> dict[str, float]:
    """Count the rows of one article at each level, by side and by mode."""
    right = [pair for pair in outcome.pairs if pair.is_side_right]
    counted = outcome.counted
    on_target = [pair for pair in outcome.holders if pair.is_target_right]
    counts = Counter(
        {
            "gold": len(outcome.sure),
            "predicted": len(counted),
            "met": len(outcome.pairs),
            "right": len(right),
            "full": sum(pair.is_all_right for pair in right),
            "holder found": len(outcome.holders),
            "holder right": sum(pair.is_holder_right for pair in outcome.holders),
            "holder found on target": len(on_target),
            "holder right on target": sum(pair.is_holder_right for pair in on_target),
        }
    )
    for kind in ("polarity", "mode"):
        counts.update(_named("gold", kind, outcome.sure))
        counts.update(_named("found", kind, [pair.gold for pair in right]))
        counts.update(_named("predicted", kind, [row for row, _ in counted]))
        counts.update(_named("right", kind, [row for row, is_right in counted if is_right]))
    return dict(counts)


def tally_confidence(outcomes: Mapping[str, Outcome], counts: Mapping[str, dict[str, float]]) -> Judged:
    """Add to each article's counts what its confident predictions put into the bins; returns (confidence, right)."""
    rows = [
        (article, row["confidence"], is_right)
        for article, outcome in outcomes.items()
        for row, is_right in outcome.counted
        if row.get("confidence") is not None
    ]
    places = bins_of([confidence for _, confidence, _ in rows])
    for (article, confidence, is_right), place in zip(rows, places, strict=True):
        _add(counts[article], "confident rows", 1)
        _add(counts[article], f"confidence in bin {place}", confidence)
        _add(counts[article], f"right in bin {place}", is_right)
    return [(confidence, is_right) for _, confidence, is_right in rows]


def tally_issues(outcomes: Mapping[str, Outcome], issues: Issues, counts: Mapping[str, dict[str, float]]) -> Grouped:
    """Add to each article's counts how its rows are grouped; returns (gold issue, id or null) of each found stance.

    Found are the pairs whose side is right; those whose gold row has no issue are left out.
    """
    rows = [
        (article, issues[key], pair.predicted.get("issue_id"))
        for article, outcome in outcomes.items()
        for pair in outcome.pairs
        if pair.is_side_right and (key := issue_key(pair.gold)) in issues
    ]
    grouped: Grouped = [(issue, given) for _, issue, given in rows]
    for (article, _, _), score in zip(rows, issue_scores(grouped), strict=True):
        _add(counts[article], "issue rows", 1)
        if score is not None:
            _add(counts[article], "issue given", 1)
            _add(counts[article], "issue precision", score.precision)
            _add(counts[article], "issue recall", score.recall)
    return grouped


def groups(kind: str, counts: Counts, what: str = "gold") -> list[str]:
    """The sides or modes that are counted as `what`, in alphabetical order."""
    prefix = f"{what} {kind}: "
    return sorted(name.removeprefix(prefix) for name in counts if name.startswith(prefix))


def recall_of(kind: str, name: str) -> Measure:
    """A measure: the recall of the gold rows of one side or mode."""
    return ratio(f"found {kind}: {name}", f"gold {kind}: {name}")


def side_f1_of(polarity: str) -> Measure:
    """A measure: the F1 of one side; gold and prediction agree on it, so that one count of hits serves both."""
    return f1_of(f"right polarity: {polarity}", f"predicted polarity: {polarity}", f"gold polarity: {polarity}")


def _named(what: str, kind: str, rows: list[Row]) -> list[str]:
    return [f"{what} {kind}: {row[kind]}" for row in rows if row.get(kind)]


def _add(counts: dict[str, float], name: str, number: float) -> None:
    counts[name] = counts.get(name, 0.0) + number
