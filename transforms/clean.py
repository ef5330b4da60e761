"""Clean scraped text, and keep the way back: every cleaned character knows where it stood.

    raw text -> mend single characters -> RULES in order -> part glued headings -> again, until nothing is left to do
             -> Cleaned(text, offset_map, removals)

A rule only removes a span, and mending and parting only swap one character for one, so quotations stay verbatim and a
position leads back to the raw text. Paragraph breaks stay: extraction reads paragraph by paragraph.
"""

from __future__ import annotations

import json
from bisect import bisect_right
from dataclasses import dataclass
from itertools import pairwise

from transforms.clean_headings import find_glued_headings
from transforms.clean_mending import mend, unescape
from transforms.clean_patterns import Rule, Spans
from transforms.clean_rules import RULES

GLUED = "blank between heading and sentence"
# What is taken out may bare more: "&amp;amp;", a byline behind a dateline. A bound, so that no text takes long.
PASSES = 4


@dataclass(frozen=True)
class Removal:
    """A span of the raw text that a rule took out."""

    rule: str
    start: int
    end: int


@dataclass(frozen=True)
class Cleaned:
    """Cleaned text; `offset_map` is a JSON list of the runs kept: [start in text, start in raw, length]."""

    text: str
    offset_map: str
    removals: tuple[Removal, ...]


def clean(raw: str, title: str | None = None) -> Cleaned:
    """Clean one text; the same text twice gives the same result, and a cleaned text stays as it is.

    `title` is the article's headline: a first line that repeats it is taken out.
    """
    rules = (*RULES, *_title_rule(title))
    text, positions, removals = mend(raw), list(range(len(raw))), []
    for _ in range(PASSES):
        before = text
        text, positions, taken = _pass(unescape(text), positions, rules)
        removals += taken
        if text == before:
            break
    return Cleaned(text, json.dumps(_runs(positions)), tuple(removals))


def _pass(text: str, positions: list[int], rules: tuple[Rule, ...]) -> tuple[str, list[int], list[Removal]]:
    """Every rule once; `positions` says where each character stands in the raw text."""
    removals: list[Removal] = []
    for rule, find in rules:
        kept: list[str] = []
        kept_positions: list[int] = []
        end = 0
        for start, stop in find(text):
            if start < stop:
                kept.append(text[end:start])
                kept_positions += positions[end:start]
                removals.append(Removal(rule, positions[start], positions[stop - 1] + 1))
                end = stop
        if end:
            text = "".join([*kept, text[end:]])
            positions = kept_positions + positions[end:]
    blanks = list(find_glued_headings(text))
    removals += [Removal(GLUED, positions[blank], positions[blank] + 1) for blank in blanks]
    parts = [text[start:stop] for start, stop in pairwise([0, *blanks, len(text)])]
    return parts[0] + "".join(f"\n{part[1:]}" for part in parts[1:]), positions, removals


def _title_rule(title: str | None) -> tuple[Rule, ...]:
    """Takes out the first line where it is the headline again, and more follows."""
    headline = " ".join((title or "").split()).casefold()
    if not headline:
        return ()

    def find(text: str) -> Spans:
        first, line_break, rest = text.partition("\n")
        if line_break and rest.strip() and " ".join(first.split()).casefold() == headline:
            yield 0, len(text) - len(rest.lstrip("\n"))

    return (("headline again", find),)


def to_raw(offset_map: str, position: int) -> int:
    """Where the character at `position` of the cleaned text stands in the raw text.

    >>> to_raw('[[0, 2, 3], [3, 9, 4]]', 3)
    9
    """
    runs = json.loads(offset_map)
    start, raw_start, _ = runs[bisect_right([run[0] for run in runs], position) - 1]
    return int(raw_start + position - start)


def _runs(positions: list[int]) -> list[list[int]]:
    runs: list[list[int]] = []
    for place, raw_place in enumerate(positions):
        if runs and runs[-1][1] + runs[-1][2] == raw_place:
            runs[-1][2] += 1
        else:
            runs.append([place, raw_place, 1])
    return runs
