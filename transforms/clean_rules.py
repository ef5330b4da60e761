"""What cleaning takes out, as data: each rule has a name and finds spans that are no part of the article.

    text -> find -> spans to remove

A rule must be sure of what it takes: a footnote digit left in costs little, "No. Downing Street" costs a fact.
Hence the narrow patterns, the limits on line length, and the list of abbreviations that a number may follow.
"""

from __future__ import annotations

import re

from transforms.clean_boilerplate import CREDITS, POINTERS
from transforms.clean_mending import FILLER
from transforms.clean_patterns import Rule, Spans, matches

NUMBERED = frozenset(
    {"no", "nos", "art", "arts", "sec", "sect", "para", "paras", "ch", "cl", "fig", "figs", "pp", "vol", "vols"}
    | {"reg", "res", "st", "ver", "app", "div"}
)

_BEFORE_NEXT = r"(?=\s+[\"“‘(]?[A-ZÀ-Þ]|\s*$)"  # a footnote stands at the end of a sentence


_AFTER_WORD = re.compile(rf"(?<![\w.])(?P<word>[^\W\d_]+)[.!?](?P<digits>\d{{1,2}}){_BEFORE_NEXT}", re.MULTILINE)


def _footnotes_after_words(text: str) -> Spans:
    """Digits glued to the point that ends a sentence, unless a number belongs to the word before ("No.10")."""
    for match in _AFTER_WORD.finditer(text):
        is_word = len(match["word"]) > 1 or text[match.start() - 1 : match.start()] in ("’", "'")
        if is_word and match["word"].casefold() not in NUMBERED:
            yield match.span("digits")


# Runs of blanks shrink before any other pattern sees them: a hostile run would cost time that grows with its square.
_BLANKS: tuple[Rule, ...] = (
    ("blanks in a row", matches(r"(?<= )[ ]+")),
    ("blanks at line ends", matches(r"[ ]+$|^[ ]+")),
    ("blank lines", matches(r"(?<=\n\n)\n+")),
)

RULES: tuple[Rule, ...] = (
    ("broken encoding", matches(f"{FILLER}+")),
    (
        "invisible characters",  # the joiners U+200C and U+200D stay before letters that need them, as in Persian
        matches(
            "[\u00ad\u200b\u200e\u200f\u202a-\u202e\u2060\u2066-\u2069\ufeff\r\x01-\x08\x0e-\x1f\x7f]"
            "|[\u200c\u200d](?![\u0600-\u0dff])"
        ),
    ),
    *_BLANKS,
    # It still controls.6 He
    ("footnote digits", _footnotes_after_words),
    # closer."2 However | closer”.2 However | (the UN).3 The | closer"2 However
    (
        "footnote digits",
        matches(rf"(?:[.!?,][”\"’]|[”\"’][.!?]|[a-z]{{2}}[”\"]|[A-Za-z]{{2}}\)[.!?]|[.!?]\))(\d{{1,2}}){_BEFORE_NEXT}"),
    ),
    ("footnote marks", matches(r"(?<=[^\s\[])(\[\d{1,3}\])(?=[\s.,;:\[”\"]|$)")),
    ("footnote marks", matches(r"(?<=[.,;:!?”\"’)])([¹²³⁰⁴-⁹]{1,3})(?=\s|$)")),
    ("wiki marks", matches(r"^[ ]*__[A-Z]+__[ ]*$")),
    *POINTERS,
    *CREDITS,
    *_BLANKS,  # what was taken out left new ones
    ("blanks around the text", matches(r"\A\s+|\s+\Z")),
)
