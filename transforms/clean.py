"""Clean scraped text, and keep the way back: every cleaned character knows where it stood.

    raw text -> mend single characters -> RULES in order -> Cleaned(text, offset_map, removals)

A rule only removes a span, and mending only swaps one character for one, so quotations stay verbatim and a
position leads back to the raw text. Paragraph breaks stay: extraction reads paragraph by paragraph.
"""

from __future__ import annotations

import json
import re
from bisect import bisect_right
from dataclasses import dataclass

from transforms.clean_rules import FILLER, RULES

# U+0080 to U+009F are controls that no text uses: they come from Windows-1252 that was read as Latin-1.
_WINDOWS = {code: bytes([code]).decode("cp1252", "replace") for code in range(0x80, 0xA0)}
_BYTES = {char: code for code, char in _WINDOWS.items() if char != "\ufffd"}
_BREAKS = "\x0b\x0c\u2028\u2029"
_SPACES = "\t\u00a0\u1680\u2000\u2001\u2002\u2003\u2004\u2005\u2006\u2007\u2008\u2009\u200a\u202f\u205f\u3000"
SWAPS = str.maketrans(
    {chr(code): char for code, char in _WINDOWS.items() if char != "\ufffd"}
    | dict.fromkeys(_BREAKS, "\n")
    | dict.fromkeys(_SPACES, " ")
)

_TAIL = "[\u0080-\u00bf" + re.escape("".join(_BYTES)) + "]"
# UTF-8 that was read as Windows-1252: â€™ for ’, Ã© for é, Â£ for £. A capital before Ã and a quote may be Portuguese.
_MISREAD = re.compile(rf"â(?:€|\x80){_TAIL}|(?:(?<![A-ZÀ-Þ])Ã|Ã(?![‘’“”–—…])){_TAIL}|Â[\u00a0-\u00bf]")
_LONE_RETURN = re.compile(r"\r(?!\n)")


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


def clean(raw: str) -> Cleaned:
    """Clean one text; the same text twice gives the same result."""
    text = _LONE_RETURN.sub("\n", _MISREAD.sub(_reread, raw)).translate(SWAPS)
    positions = list(range(len(text)))
    removals: list[Removal] = []
    for rule, find in RULES:
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
    return Cleaned(text, json.dumps(_runs(positions)), tuple(removals))


def to_raw(offset_map: str, position: int) -> int:
    """Where the character at `position` of the cleaned text stands in the raw text.

    >>> to_raw('[[0, 2, 3], [3, 9, 4]]', 3)
    9
    """
    runs = json.loads(offset_map)
    start, raw_start, _ = runs[bisect_right([run[0] for run in runs], position) - 1]
    return int(raw_start + position - start)


def _reread(match: re.Match[str]) -> str:
    """The one character that was meant, with fillers for the room it no longer needs."""
    misread = match[0]
    try:
        meant = bytes(_BYTES.get(char, ord(char)) for char in misread).decode("utf-8")
    except ValueError:  # bytes of Windows-1252 after all, or a character beyond it
        return misread
    return meant + FILLER * (len(misread) - len(meant))


def _runs(positions: list[int]) -> list[list[int]]:
    runs: list[list[int]] = []
    for place, raw_place in enumerate(positions):
        if runs and runs[-1][1] + runs[-1][2] == raw_place:
            runs[-1][2] += 1
        else:
            runs.append([place, raw_place, 1])
    return runs
