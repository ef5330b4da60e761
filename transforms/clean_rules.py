"""What cleaning takes out, as data: each rule has a name and finds spans that are no part of the article.

    text -> find -> spans to remove

A rule must be sure of what it takes: a footnote digit left in costs little, "No. Downing Street" costs a fact.
Hence the narrow patterns, the limits on line length, and the list of abbreviations that a number may follow.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator

Spans = Iterator[tuple[int, int]]
Rule = tuple[str, Callable[[str], Spans]]

FILLER = "\x00"  # stands where a mended character needs less room than the broken one; never in an article
NUMBERED = frozenset(
    {"no", "nos", "art", "arts", "sec", "sect", "para", "paras", "ch", "cl", "fig", "figs", "pp", "vol", "vols"}
    | {"reg", "res", "st", "ver", "app", "div"}
)

_NAME = r"[A-ZÀ-Þ][\w.’'-]+"
_PARTICLE = r"(?:de|da|del|dos|van|von|der|al|bin|and|&|in|for|of|the)"
_BYLINE = rf"(?:By|BY) {_NAME} (?:{_PARTICLE} ){{0,2}}{_NAME}(?: (?:{_NAME}|{_PARTICLE})){{0,8}}"
_BEFORE_NEXT = r"(?=\s+[\"“‘(]?[A-ZÀ-Þ]|\s*$)"  # a footnote stands at the end of a sentence
_LINE = r"[^\n]"


def _matches(pattern: str, flags: re.RegexFlag = re.NOFLAG) -> Callable[[str], Spans]:
    """A rule that removes group 1 of each match, or the whole match where the pattern has no group."""
    compiled = re.compile(pattern, flags | re.MULTILINE)
    group = 1 if compiled.groups else 0

    def find(text: str) -> Spans:
        return (match.span(group) for match in compiled.finditer(text))

    return find


_AFTER_WORD = re.compile(rf"(?<![\w.])(?P<word>[^\W\d_]+)[.!?](?P<digits>\d{{1,2}}){_BEFORE_NEXT}", re.MULTILINE)


def _footnotes_after_words(text: str) -> Spans:
    """Digits glued to the point that ends a sentence, unless a number belongs to the word before ("No.10")."""
    for match in _AFTER_WORD.finditer(text):
        is_word = len(match["word"]) > 1 or text[match.start() - 1 : match.start()] in ("’", "'")
        if is_word and match["word"].casefold() not in NUMBERED:
            yield match.span("digits")


# Runs of blanks shrink before any other pattern sees them: a hostile run would cost time that grows with its square.
_BLANKS: tuple[Rule, ...] = (
    ("blanks in a row", _matches(r"(?<= )[ ]+")),
    ("blanks at line ends", _matches(r"[ ]+$|^[ ]+")),
    ("blank lines", _matches(r"(?<=\n\n)\n+")),
)

RULES: tuple[Rule, ...] = (
    ("broken encoding", _matches(f"{FILLER}+")),
    (
        "invisible characters",  # the joiners U+200C and U+200D stay before letters that need them, as in Persian
        _matches(
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
        _matches(
            rf"(?:[.!?,][”\"’]|[”\"’][.!?]|[a-z]{{2}}[”\"]|[A-Za-z]{{2}}\)[.!?]|[.!?]\))(\d{{1,2}}){_BEFORE_NEXT}"
        ),
    ),
    ("footnote marks", _matches(r"(?<=[^\s\[])(\[\d{1,3}\])(?=[\s.,;:\[”\"]|$)")),
    ("footnote marks", _matches(r"(?<=[.,;:!?”\"’)])([¹²³⁰⁴-⁹]{1,3})(?=\s|$)")),
    ("wiki marks", _matches(r"^[ ]*__[A-Z]+__[ ]*$")),
    (
        "advertisement",
        _matches(
            r"^[ ]*(?:advertisement|sponsored content|promoted content|advertise with us"
            r"|(?:advertisement[ ]*[-–—]?[ ]*)?(?:story continues|continue reading) below(?: (?:this )?advertisement)?)"
            r"[ .]*$",
            re.I,
        ),
    ),
    (
        "pointers to other articles",
        _matches(
            rf"^[ ]*(?:read more|also read|read also|read next|see also|more on this(?: story)?)[ ]*:{_LINE}{{0,150}}$",
            re.I,
        ),
    ),
    (
        "pointers to other articles",  # a speaker may begin with "Listen:", but then ends with a point
        _matches(rf"^[ ]*(?:related(?: \w+)?|recommended|watch|listen)[ ]*:{_LINE}{{0,120}}(?<![.!”\"])$", re.I),
    ),
    ("pointers to other articles", _matches(rf"^[ ]*(?:ALSO READ|READ MORE|READ ALSO|SEE ALSO)\b{_LINE}{{0,150}}$")),
    (
        "pointers to other articles",
        _matches(r"^[ ]*(?:read more|read the full (?:story|article)|continue reading)[ .…»→>]*$", re.I),
    ),
    (
        "sharing buttons",
        _matches(
            r"^[ ]*(?:share(?: this)?(?: (?:article|story|page))?|tweet|print|email"
            r"|follow (?:us|our live|@)[^\n]{0,80}|(?:sign up|subscribe) (?:for|to) our [^\n]{0,100})[ ]*$",
            re.I,
        ),
    ),
    ("credits", _matches(rf"^[ ]*\((?:additional )?(?:reporting|writing|editing) by {_LINE}{{0,250}}\)[ ]*$", re.I)),
    (
        "comment button",
        _matches(
            r"\n[ ]*(?:\d*[ ]*comments?(?:[ ]*\(\d+\))?|(?:leave|post|add|write) (?:a|your) comment"
            r"|(?:view|show|see) (?:all )?(?:\d+ )?comments|comments are closed\.?)\s*\Z",
            re.I,
        ),
    ),
    ("byline", _matches(rf"\A\s*(?:[^\n]*\n\s*){{0,3}}?^({_BYLINE}(?:[ ]*[,|–—][^\n.]{{0,60}})?[ ]*)$")),
    *_BLANKS,  # what was taken out left new ones
    ("blanks around the text", _matches(r"\A\s+|\s+\Z")),
)
