"""What a rule of cleaning is: a name, and a function from a text to the spans that are no part of the article."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator

Spans = Iterator[tuple[int, int]]
Rule = tuple[str, Callable[[str], Spans]]

LINE = r"[^\n]"  # any character of one line
MONTH = r"(?:Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Sept|Oct|Nov|Dec)[a-z]*\.?"


def matches(pattern: str, flags: re.RegexFlag = re.NOFLAG) -> Callable[[str], Spans]:
    """A rule that removes group 1 of each match, or the whole match where the pattern has no group."""
    compiled = re.compile(pattern, flags | re.MULTILINE)
    group = 1 if compiled.groups else 0

    def find(text: str) -> Spans:
        return (match.span(group) for match in compiled.finditer(text))

    return find
