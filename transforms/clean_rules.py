"""What cleaning takes out, as data: each rule has a name and finds spans that are no part of the article.

    text -> find -> spans to remove

A rule must be sure of what it takes: a footnote digit left in costs little, "No. Downing Street" costs a fact.
Hence the narrow patterns, the limits on line length, and the list of abbreviations that a number may follow.
"""

from __future__ import annotations

import re

from transforms.clean_boilerplate import NOTICES, POINTERS
from transforms.clean_credits import CREDITS
from transforms.clean_mending import FILLER
from transforms.clean_patterns import Rule, Spans, matches

NUMBERED = frozenset(
    {"no", "nos", "art", "arts", "sec", "sect", "para", "paras", "ch", "cl", "fig", "figs", "pp", "vol", "vols"}
    | {"reg", "res", "st", "ver", "app", "div"}
)

# "type2" and "web2" are words, and a square metre is no footnote.
_WITH_NUMBERS = """
type level phase tier step stage part form class page zone group round unit room line gate track chapter section version
week year model article figure
"""
_WITH_NUMBER = frozenset(_WITH_NUMBERS.split())
_UNITS = frozenset(("feet", "foot", "inch", "inches", "mile", "miles", "metre", "metres", "meter", "meters", "yards"))

_BEFORE_NEXT = r"(?=\s+[\"“‘(]?[A-ZÀ-Þ]|\s*$)"  # a footnote stands at the end of a sentence


# The buttons at the end, scanned from the last line up.
_COMMENT = re.compile(
    r"\d{0,6}[ ]?comments?(?:[ ]?\(\d{1,6}\))?|(?:leave|post|add|write) (?:a|your) comment"
    r"|(?:view|show|see) (?:all )?(?:\d{1,6} )?comments|comments are closed\.?|join the conversation",
    re.IGNORECASE,
)


def _comment_buttons(text: str) -> Spans:
    """The last lines, where they are buttons to comment; never the whole text."""
    end = len(text.rstrip())
    first = end
    while (line_break := text.rfind("\n", 0, first)) > 0 and _COMMENT.fullmatch(text[line_break:first].strip()):
        first = len(text[:line_break].rstrip())
    if first < end:
        yield first, len(text)


COMMENT_BUTTON: Rule = ("comment button", _comment_buttons)

_AFTER_WORD = re.compile(rf"(?<![\w.])(?P<word>[^\W\d_]+)[.!?](?P<digits>\d{{1,2}}){_BEFORE_NEXT}", re.MULTILINE)


def _footnotes_after_words(text: str) -> Spans:
    """Digits glued to the point that ends a sentence, unless a number belongs to the word before ("No.10")."""
    for match in _AFTER_WORD.finditer(text):
        is_word = len(match["word"]) > 1 or text[match.start() - 1 : match.start()] in ("’", "'")
        if is_word and match["word"].casefold() not in NUMBERED:
            yield match.span("digits")


_WITHIN = re.compile(r"(?<![\w.@/#-])(?P<word>[a-z]{4,24})(?P<digits>[1-9]\d?)(?=[ ,;])")


def _footnotes_within(text: str) -> Spans:
    """Digits glued to a word within a sentence ("said2 that"), in a text that has more of them and the word without."""
    found = [match for match in _WITHIN.finditer(text) if match["word"] not in _WITH_NUMBER]
    if len({match["digits"] for match in found}) < 2 and not (found and _has_footnotes(text)):
        return
    words = frozenset(re.findall(r"(?<![\w.@/#-])[a-z]{4,24}(?![\w@/#-])", text))
    yield from (match.span("digits") for match in found if match["word"] in words)


def _has_footnotes(text: str) -> bool:
    return any(True for _ in _footnotes_after_words(text)) or any(True for _ in _after_quotes(text))


def _raised_digits(text: str) -> Spans:
    """Superscripts after a word of four letters or more that is no unit of length."""
    for match in re.finditer(r"(?<![^\W\d_])(?P<word>[^\W\d_]{4,24})(?P<mark>[¹²³⁰⁴-⁹]{1,3})(?=[\s.,;:)]|$)", text):
        if match["word"].casefold() not in _UNITS:
            yield match.span("mark")


# closer."2 However | closer”.2 However | (the UN).3 The | closer"2 However
_after_quotes = matches(
    rf"(?:[.!?,][”\"’]|[”\"’][.!?]|[a-z]{{2}}[”\"]|[A-Za-z]{{2}}\)[.!?]|[.!?]\))(\d{{1,2}}){_BEFORE_NEXT}"
)

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
    ("footnote digits", _footnotes_within),
    ("footnote digits", _footnotes_after_words),  # It still controls.6 He
    ("footnote digits", _after_quotes),
    ("footnote marks", matches(r"(?<=[^\s\[])(\[\d{1,3}\])(?=[\s.,;:\[”\"]|$)")),
    ("footnote marks", matches(r"(?<=[.,;:!?”\"’)])([¹²³⁰⁴-⁹]{1,3})(?=\s|$)")),
    ("footnote marks", _raised_digits),
    ("wiki marks", matches(r"(?<=[^\s\[])(?:\[(?:edit|citation needed|who\?|note \d{1,2})\])+")),
    ("wiki marks", matches(r"^[ ]*__[A-Z]+__[ ]*$")),
    *POINTERS,
    *NOTICES,
    *CREDITS,
    COMMENT_BUTTON,
    *_BLANKS,  # what was taken out left new ones
    ("blanks around the text", matches(r"\A\s+|\s+\Z")),
)
