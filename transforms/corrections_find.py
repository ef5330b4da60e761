"""Find the stance that a decision is about, and the words that it names, whatever has moved since.

    Decision + stances of the article  ->  the stance that means the same, or none
    Decision + text                    ->  where passage, holder and target stand now, or none

Two stances mean the same where their passages overlap by half, their holders are named alike, and their targets share
half of their words: an extractor or a cleaning of another version cuts all three a little differently.
"""

from __future__ import annotations

import json
import re
from bisect import bisect_right
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from transforms.clean import to_raw
from transforms.scoring import words

Row = dict[str, Any]
ENOUGH = 0.5


@dataclass(frozen=True)
class Identity:
    """What a stance is told by: its passage in the raw text, its holder's names and place, its target's words."""

    start: int
    end: int
    mention_start: int
    names: frozenset[str]
    target: frozenset[str]


def identity(row: Row, offset_map: str) -> Identity:
    """The identity of a row of stances."""
    start, end = raw_span(offset_map, row["evidence_start"], row["evidence_end"])
    mention_start, _ = raw_span(offset_map, row["mention_start"], row["mention_end"])
    return _identity(row, start, end, mention_start)


def identity_shown(shown: Row) -> Identity:
    """The identity of a stance as a coder saw it."""
    return _identity(shown, shown["raw_start"], shown["raw_end"], shown.get("raw_mention_start", -1))


def _identity(row: Row, start: int, end: int, mention_start: int) -> Identity:
    names = frozenset(str(row[name]).casefold() for name in ("holder", "mention", "holder_id") if row.get(name))
    target = frozenset(words(row["target"])) or frozenset({row["target"]})
    return Identity(start, end, mention_start, names, target)


def likeness(one: Identity, other: Identity) -> float:
    """How surely both are one stance, from 0 (not at all) to 4."""
    overlap = _share(
        min(one.end, other.end) - max(one.start, other.start), one.end - one.start, other.end - other.start
    )
    target = _share(len(one.target & other.target), len(one.target), len(other.target))
    same_place = one.mention_start == other.mention_start and one.mention_start >= 0
    if overlap < ENOUGH or target < ENOUGH or not (same_place or one.names & other.names):
        return 0.0
    return overlap + target + same_place + bool(one.names & other.names)


def _share(common: int, one: int, other: int) -> float:
    """Twice what is common, by the sum of both: 1 for equals, 0 for strangers."""
    return max(0.0, 2 * common / (one + other)) if one + other else 0.0


def raw_span(offset_map: str, start: int, end: int) -> tuple[int, int]:
    """Where a span of the cleaned text stands in the raw text."""
    return to_raw(offset_map, start), to_raw(offset_map, end - 1) + 1


def clean_position(offset_map: str, raw: int) -> int:
    """Where a character of the raw text stands in the cleaned text; the next that was kept, where it was cut.

    >>> clean_position('[[0, 2, 3], [3, 9, 4]]', 10), clean_position('[[0, 2, 3], [3, 9, 4]]', 6)
    (4, 3)
    """
    runs = json.loads(offset_map)
    place = bisect_right([run[1] for run in runs], raw) - 1
    if place < 0:
        return 0
    start, raw_start, length = runs[place]
    return int(start + min(raw - raw_start, length))


def place_of(phrase: str, text: str, near: int, within: tuple[int, int] | None = None) -> tuple[int, int] | None:
    """The occurrence of the phrase that is nearest to `near`, spaces counting alike; None where there is none."""
    low, high = within or (0, len(text))
    pattern = r"\s+".join(re.escape(word) for word in phrase.split())
    if not pattern:
        return None
    found = (match.span() for match in re.finditer(pattern, text[low:high]))
    return min(((low + a, low + b) for a, b in found), key=lambda span: abs(span[0] - near), default=None)


def best(wanted: Identity, offered: Iterable[tuple[int, Iterable[Identity]]]) -> int | None:
    """The number of what is offered that is most like what is wanted; each may be known by several identities."""
    scores = [(max((likeness(wanted, one) for one in known), default=0.0), -number) for number, known in offered]
    score, number = max(scores, default=(0.0, 0))
    return -number if score > 0 else None
