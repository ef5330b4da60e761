"""Word tokens of an article, so that spans can be compared by the words in them.

    raw text -> ArticleTokens; spans -> places of tokens -> words, head

The tokens and the rule for a noun phrase's head are those of the annotators' scorer for PolNeAR.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterable

from transforms.attributions import Spans, quote_type_of, quoted_ranges

_TOKEN = re.compile(r"\w+(?:[.'’\-]\w+)*|[^\w\s]")
_AFTER_HEAD = re.compile(  # a noun phrase's head is the last word before one of these
    r"[,;:()\[\]–—]|of|for|from|in|at|on|with|to|by|as|about|near|behind|who|whom|"
    r"whose|that|which|where|after|before|against|among|including|and|or",
    re.IGNORECASE,
)


class ArticleTokens:
    """The tokens of one article, found by character spans; places are numbers of tokens, from 0."""

    def __init__(self, text: str) -> None:
        self._text = text
        self._tokens = [(match.start(), match.end(), match[0]) for match in _TOKEN.finditer(text)]
        self._ends = [end for _, end, _ in self._tokens]
        self._quoted = quoted_ranges(text)

    def inside(self, spans: Spans) -> frozenset[int]:
        """Places of the tokens that end after a span's start and start before its end."""
        found: set[int] = set()
        for start, end in spans:
            place = bisect_right(self._ends, start)
            while place < len(self._tokens) and self._tokens[place][0] < end:
                found.add(place)
                place += 1
        return frozenset(found)

    def words(self, places: Iterable[int]) -> frozenset[int]:
        """Those of the places that hold words, not punctuation."""
        return frozenset(place for place in places if self._is_word(place))

    def _is_word(self, place: int) -> bool:
        return self._tokens[place][2][0].isalnum()

    def head(self, places: Iterable[int]) -> int | None:
        """The last word before the first comma, bracket, preposition or relative pronoun; null without a word."""
        last = None
        for number, place in enumerate(sorted(places)):
            if number and last is not None and _AFTER_HEAD.fullmatch(self._tokens[place][2]):
                break
            if self._is_word(place):
                last = place
        return last

    def quote_type(self, content: Spans) -> str:
        """How the content is quoted: `direct`, `mixed` or `indirect`."""
        return quote_type_of(self._text, content, self._quoted)
