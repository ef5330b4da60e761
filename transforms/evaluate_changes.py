"""What a change won and lost, row by row: one evaluation against an earlier one of the same gold.

    figures -> Record (every gold row and how far it was found, what was invented, counts) <-> JSON
    Record before, Record after -> Comparison

A record keeps all that a comparison needs, so that the earlier system need not be run again.
"""

from __future__ import annotations

import json
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from transforms.attributions import Attribution, Spans
from transforms.bootstrap import Difference, paired_differences
from transforms.evaluate import STANCE_MEASURES, StanceFigures
from transforms.evaluate_counts import Counts, Measure
from transforms.evaluate_statements import STATEMENT_MEASURES, StatementFigures
from transforms.scoring import Row

FORMAT = "stancehouse evaluation 1"
LEVELS = {  # how far a gold row was found, from not at all
    "stances": ("missed", "found", "stance", "full"),
    "statements": ("missed", "content", "speaker"),
}
MEASURES: dict[str, dict[str, Measure]] = {"stances": STANCE_MEASURES, "statements": STATEMENT_MEASURES}
STANCE_FIELDS = ("doc_id", "actor", "polarity", "target", "evidence")

Shown = dict[str, Any]  # the fields of a row by which a reader knows it again


@dataclass(frozen=True)
class Found:
    """A gold row and how far it was found: a level of `LEVELS`."""

    row: Shown
    level: str


@dataclass(frozen=True)
class Record:
    """One evaluation, kept: `what` was evaluated, each gold row's level, what was invented, counts by article."""

    what: str
    gold: tuple[Found, ...]
    invented: tuple[Shown, ...]
    counts: dict[str, Counts]


@dataclass(frozen=True)
class Change:
    """A gold row that is found further, or less far, than before."""

    row: Shown
    before: str
    after: str


@dataclass(frozen=True)
class Comparison:
    """What changed. `newly_invented` and `no_longer_invented` are predictions that meet no gold row; `differences`
    has each headline figure that both evaluations define.
    """

    won: tuple[Change, ...]
    lost: tuple[Change, ...]
    newly_invented: tuple[Shown, ...]
    no_longer_invented: tuple[Shown, ...]
    differences: dict[str, Difference]


class OtherGold(ValueError):
    """The two evaluations cannot be compared: another table, or other gold rows."""


def record_of_stances(figures: StanceFigures) -> Record:
    """The record of an evaluation of stances; a gold row's levels are missed, found, stance and full."""
    gold = [Found(_stance(row), "missed") for row in figures.missed]
    for pair in figures.pairs:
        level = "full" if pair.is_all_right else "stance" if pair.is_side_right else "found"
        gold.append(Found(_stance(pair.gold), level))
    return Record("stances", tuple(gold), tuple(map(_stance, figures.invented)), figures.counts)


def record_of_statements(figures: StatementFigures, texts: Mapping[str, str]) -> Record:
    """The record of an evaluation of statements, worded from the articles' raw texts."""

    def shown(row: Attribution) -> Shown:
        def words(spans: Spans) -> str | None:
            return " ... ".join(texts[row.doc_id][start:end] for start, end in spans) or None

        return {
            "doc_id": row.doc_id,
            "start": row.content[0][0],
            "speaker": words(row.speaker),
            "cue": words(row.cue),
            "content": words(row.content),
        }

    gold = [Found(shown(row), "missed") for row in figures.missed]
    gold += [Found(shown(pair.gold), "speaker" if pair.is_speaker_right else "content") for pair in figures.pairs]
    return Record("statements", tuple(gold), tuple(map(shown, figures.invented)), figures.counts)


def as_json(record: Record) -> str:
    """The record as JSON, one gold row or invented row a line."""
    parts = {
        "format": json.dumps(FORMAT),
        "what": json.dumps(record.what),
        "gold": _lines([{"level": found.level, **found.row} for found in record.gold]),
        "invented": _lines(record.invented),
        "counts": json.dumps(record.counts),
    }
    return "{" + ",\n".join(f"{json.dumps(name)}: {part}" for name, part in parts.items()) + "}\n"


def from_json(text: str) -> Record:
    """The record that `as_json` wrote. Raises `ValueError` where the text is none."""
    value = json.loads(text)
    if not isinstance(value, dict) or value.get("format") != FORMAT or value.get("what") not in LEVELS:
        raise ValueError(f"it is no '{FORMAT}'")
    gold = []
    for row in value["gold"]:
        level = row.pop("level")
        gold.append(Found(row, level))
    return Record(value["what"], tuple(gold), tuple(value["invented"]), value["counts"])


def compare(before: Record, after: Record) -> Comparison:
    """What `after` won and lost against `before`, article by article.

    Raises `OtherGold` where they are not of the same table and the same gold rows.
    """
    _check_same_gold(before, after)
    earlier: dict[str, list[str]] = defaultdict(list)
    for found in before.gold:
        earlier[_key(found.row)].append(found.level)
    ranks = {level: rank for rank, level in enumerate(LEVELS[after.what])}
    for levels in earlier.values():
        levels.sort(key=ranks.__getitem__, reverse=True)
    changes = []
    for found in sorted(after.gold, key=lambda one: (_key(one.row), ranks[one.level])):  # equal rows: the worst first
        was = earlier[_key(found.row)].pop()
        if was != found.level:
            changes.append(Change(found.row, was, found.level))
    return Comparison(
        won=tuple(change for change in changes if ranks[change.after] > ranks[change.before]),
        lost=tuple(change for change in changes if ranks[change.after] < ranks[change.before]),
        newly_invented=_less(after.invented, before.invented),
        no_longer_invented=_less(before.invented, after.invented),
        differences=paired_differences(
            [(before.counts[article], after.counts[article]) for article in sorted(after.counts)], MEASURES[after.what]
        ),
    )


def _check_same_gold(before: Record, after: Record) -> None:
    if before.what != after.what:
        raise OtherGold(f"it is an evaluation of {before.what}, this one of {after.what}")
    rows = [Counter(_key(found.row) for found in record.gold) for record in (before, after)]
    if differing := (rows[0] - rows[1]) + (rows[1] - rows[0]):
        raise OtherGold(f"its gold differs in {differing.total()} rows (first: {min(differing)[:200]})")
    if articles := before.counts.keys() ^ after.counts.keys():
        raise OtherGold(f"its gold differs in {len(articles)} articles (first: {min(articles)!r})")


def _stance(row: Row) -> Shown:
    return {field: row.get(field) for field in STANCE_FIELDS}


def _key(row: Shown) -> str:
    """The row as one string: equal where the rows are, and in the order of articles."""
    return json.dumps({"doc_id": row["doc_id"], **row}, ensure_ascii=False)


def _less(some: Sequence[Shown], others: Sequence[Shown]) -> tuple[Shown, ...]:
    """The rows of `some` that `others` lacks, each as often as it is more frequent."""
    left = Counter(map(_key, some)) - Counter(map(_key, others))
    return tuple(json.loads(key) for key in sorted(left.elements()))


def _lines(rows: Iterable[Shown]) -> str:
    return "[\n" + ",\n".join(json.dumps(row, ensure_ascii=False) for row in rows) + "]"
