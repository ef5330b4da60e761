"""How far coders agree with each other and with the extractor: Cohen's kappa and Krippendorff's alpha, per field.

    decisions -> codings (coder, unit, field -> value) -> Agreement (field, who, units, observed, kappa or alpha, note)

A unit is a stance of a review file. Fields but the verdict are compared where both say that there is a stance. Each
figure is of the units that all who are compared have coded: kappa's chance agreement is that of these units alone.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import combinations

from nltk.metrics.agreement import AnnotationTask  # type: ignore[import-untyped]

from transforms.corrections import side_on_issue
from transforms.decisions import Decision

EXTRACTOR = "extractor"
NONE = "none"
FIELDS = {
    "is a stance": None,
    "side": "polarity",
    "side on issue": "issue_polarity",
    "holder": "holder",
    "target": "target",
    "issue": "issue_id",
}
Coding = dict[str, dict[str, str]]  # unit -> value, by coder


@dataclass(frozen=True)
class Agreement:
    """One figure: `value` is null where it cannot be computed, and `note` says why."""

    field: str
    measure: str
    coders: str
    units: int
    observed: float | None
    value: float | None
    note: str


def agreement(decisions: Iterable[Decision]) -> list[Agreement]:
    """Kappa of each pair, the extractor among them, and alpha of all coders without it; field by field.

    Stances that a coder added are left out: nobody else was asked about them.
    """
    all_decisions = list(decisions)
    found = []
    for field, column in FIELDS.items():
        coding = _coding(all_decisions, column)
        people = sorted(set(coding) - {EXTRACTOR})
        found += [_kappa(field, coding, pair) for pair in combinations(people, 2)]
        found += [_kappa(field, coding, (one, EXTRACTOR)) for one in people]
        if len(people) > 1:
            found.append(_alpha(field, coding, people))
    return found


def _coding(decisions: Sequence[Decision], column: str | None) -> Coding:
    """What each coder says last of each unit; the extractor says what was shown."""
    coding: Coding = {}
    for one in sorted(decisions, key=lambda decision: decision.decided_at):
        if one.verdict == "missing" or one.undone_by:
            continue
        unit = f"{one.review_id} {one.review_key}"
        mine = coding.setdefault(one.coder, {})
        shown = coding.setdefault(EXTRACTOR, {})
        if column is None:
            mine[unit], shown[unit] = ("no" if one.verdict == "wrong" else "yes"), "yes"
        elif one.verdict == "wrong":
            mine.pop(unit, None)
        else:
            mine[unit] = _label(side_on_issue(one) if column == "issue_polarity" else one.value(column))
            shown[unit] = _label(one.shown.get(column))
    return coding


def _label(value: object) -> str:
    return NONE if value is None else " ".join(str(value).split()).casefold()


def _kappa(field: str, coding: Coding, pair: tuple[str, str]) -> Agreement:
    one, other = (coding.get(name, {}) for name in pair)
    units = sorted(set(one) & set(other))
    who = " and ".join(pair)
    if not units:
        return Agreement(field, "kappa", who, 0, None, None, "no unit was coded by both")
    observed = sum(one[unit] == other[unit] for unit in units) / len(units)
    labels = {coding[name][unit] for name in pair for unit in units}
    if len(labels) == 1:
        return Agreement(field, "kappa", who, len(units), observed, None, _one_category(labels))
    rows = [(name, unit, coding[name][unit]) for name in pair for unit in units]
    value = float(AnnotationTask(rows).kappa_pairwise(*pair))
    return Agreement(field, "kappa", who, len(units), observed, value, "")


def _alpha(field: str, coding: Coding, people: Sequence[str]) -> Agreement:
    """Alpha bears units that some have not coded; a unit that one alone has coded says nothing."""
    coded = {unit: [name for name in people if unit in coding[name]] for name in people for unit in coding[name]}
    units = sorted(unit for unit, names in coded.items() if len(names) > 1)
    who = "all coders"
    if not units:
        return Agreement(field, "alpha", who, 0, None, None, "no unit was coded by two")
    rows = [(name, unit, coding[name][unit]) for unit in units for name in coded[unit]]
    same = sum(len({coding[name][unit] for name in coded[unit]}) == 1 for unit in units) / len(units)
    labels = {label for _, _, label in rows}
    if len(labels) == 1:
        return Agreement(field, "alpha", who, len(units), same, None, _one_category(labels))
    return Agreement(field, "alpha", who, len(units), same, float(AnnotationTask(rows).alpha()), "")


def _one_category(labels: Iterable[str]) -> str:
    return f"cannot be computed: all say '{next(iter(labels))}', and with one category no agreement is beyond chance"
