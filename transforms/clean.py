"""Clean scraped text, and keep the way back: every cleaned character knows where it stood.

    raw text -> RULES in order -> Cleaned(text, offset_map, removals)

A rule only removes a span or swaps single characters, so quotations stay verbatim. Paragraph breaks stay:
extraction reads paragraph by paragraph. Each removal names its rule.
"""

from __future__ import annotations

import json
import re
from bisect import bisect_right
from collections.abc import Callable, Iterator
from dataclasses import dataclass

SWAPS = str.maketrans({"\u00a0": " ", "\u202f": " ", "\u2009": " ", "\u2028": "\n", "\u2029": "\n", "\t": " "})

Spans = Iterator[tuple[int, int]]


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


def _matches(pattern: str, flags: re.RegexFlag = re.MULTILINE) -> Callable[[str], Spans]:
    """A rule that removes group 1 of each match, or the whole match where the pattern has no group."""
    compiled = re.compile(pattern, flags)
    group = 1 if compiled.groups else 0

    def find(text: str) -> Spans:
        return (match.span(group) for match in compiled.finditer(text))

    return find


RULES: tuple[tuple[str, Callable[[str], Spans]], ...] = (
    ("invisible characters", _matches("[\u00ad\u200b-\u200f\u2060\ufeff\r\x00-\x08\x0b\x0c\x0e-\x1f]")),
    # closer."2 However | controls.6 He: digits glued to closing punctuation, before a capital or the end
    ("footnote digits", _matches(r"(?<=[a-z)”\"’.!?][.!?”\"’])(\d{1,2})(?=\s+[\"“‘]?[A-Z]|\s*$)")),
    ("footnote marks", _matches(r"(\[\d{1,2}\])(?=[\s.,;:]|$)")),
    ("advertisement", _matches(r"^[ ]*(?:advertisement|sponsored content)[ ]*$", re.MULTILINE | re.IGNORECASE)),
    (
        "pointers to other articles",
        _matches(r"^[ ]*(?:read more|also read|see also|read also|related|more on this)[ ]*:.*$", re.M | re.I),
    ),
    (
        "sharing buttons",
        _matches(
            r"^[ ]*(?:share this(?: article)?|share|tweet|print|email|follow us.*|sign up for our .*)[ ]*$", re.M | re.I
        ),
    ),
    ("comment button", _matches(r"\n[ ]*\d*[ ]*comments?(?:[ ]*\(\d+\))?\s*\Z", re.IGNORECASE)),
    ("byline", _matches(r"\A\s*(by [A-Z][^\n.]{2,80})$", re.MULTILINE | re.IGNORECASE)),
    ("blank lines", _matches(r"(?<=\n\n)(\n+)")),
    ("blanks at line ends", _matches(r"[ ]+$")),
    ("blanks in a row", _matches(r"(?<= )([ ]+)")),
    ("blanks around the text", _matches(r"\A\s+|\s+\Z", re.NOFLAG)),
)


def clean(raw: str) -> Cleaned:
    """Clean one text; the same text twice gives the same result."""
    text = raw.translate(SWAPS)
    positions = list(range(len(text)))
    removals: list[Removal] = []
    for rule, find in RULES:
        kept, kept_positions, end = [], [], 0
        for start, stop in find(text):
            if start < stop:
                kept.append(text[end:start])
                kept_positions += positions[end:start]
                removals.append(Removal(rule, positions[start], positions[stop - 1] + 1))
                end = stop
        if end:
            text = "".join([*kept, text[end:]])
            positions = kept_positions + positions[end:]
    return Cleaned(text, json.dumps(_runs(positions)), tuple(removals))


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
