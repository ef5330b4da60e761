"""Who wrote, took or owns it, and where from: bylines, datelines, credits, captions, copyright.

Bylines and datelines stand at the top, below a headline or two; a copyright notice may end the last line.
"""

from __future__ import annotations

import re
from collections.abc import Callable

from transforms.clean_patterns import LINE, MONTH, Rule, Spans, matches

_NAME = r"[A-ZÀ-Þ][\w.’'-]+"
_PARTICLE = r"(?:de|da|del|dos|van|von|der|al|bin|and|&|in|for|of|the)"
_BYLINE = re.compile(
    rf"(?:/ )?(?:(?:Updated |Written |Words |Story )?[Bb]y:?|BY) (?:{_NAME} (?:{_PARTICLE} ){{0,2}}{_NAME}"
    rf"(?: (?:{_NAME}|{_PARTICLE})){{0,8}}|Reuters|REUTERS|AFP|AP|Agencies)"
    r"(?:(?:[ ]*[,|–—•·]|[ ]-[ ])[^\n.]{0,60})?[ ]*"
)
_DAY = rf"(?:{MONTH} \d{{1,2}}|\d{{1,2}} {MONTH})(?:,? \d{{4}})?"
_PLACE = r"[A-ZÀ-Þ][\w.’'-]+(?:[ /][A-ZÀ-Þ][\w.’'-]+){0,3}(?:, [A-ZÀ-Þ][\w.’' -]{1,20})?"
_CAPITALS = r"[A-ZÀ-Þ][A-ZÀ-Þ.’'-]{2,20}(?:[ /][A-ZÀ-Þ.’'-]{2,20}){0,3}(?:, [A-Z][\w.’' ]{1,20})?"
_AGENCY = r"(?:\([A-Z][A-Za-z. ]{1,24}\)|/[A-Z][A-Za-z ]{1,20}/)"
_AGENCIES = "AP|AFP|AFX|ANI|CNN|DPA|PTI|Reuters|UPI|Xinhua|Tasnim|MNA"
_DASH = r"[ ]?(?:—|–|―|--|-)[ ]"
_SAID = r"(?=[\"“‘(]?[A-ZÀ-Þ0-9][^\n]{0,300}?[a-zà-ÿ]{2})"  # what follows a dateline is a sentence, no line of capitals
_DATELINES = tuple(
    re.compile(pattern)
    for pattern in (
        # GENEVA, March 3 (AP) — | WASHINGTON (Reuters) - | Nairobi, 3 March 2026 (Wire) –
        rf"(?:{_CAPITALS}|{_PLACE})(?:, {_DAY}(?:[ ]?{_AGENCY})?|[ ]?{_AGENCY}){_DASH}{_SAID}",
        # LONDON — The; but "NATO — an alliance" goes on with a small word
        rf"{_CAPITALS}[ ](?:—|–|―|--)[ ]{_SAID}",
        # (Reuters) - The | (CNN) The | Brownsville, Texas (CNN) The
        rf"\((?:{_AGENCIES})\)[ ]?(?:(?:—|–|―|--|-)[ ]?)?{_SAID}",
        rf"{_PLACE} \(CNN\)[ ]?(?:(?:—|–|―|--|-)[ ]?)?{_SAID}",
    )
)
# Friday, March 6, 2026 | 6 March 2026
_DATE_ALONE = rf"(?:(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day,? )?(?:{MONTH} \d{{1,2}}|\d{{1,2}} {MONTH}),? \d{{4}}"
_DATE_LINE = re.compile(rf"[ ]*{_DATE_ALONE}[ ]*")
_PLACE_AND_COLON = re.compile(rf"({_CAPITALS}):[ ]{_SAID}")
_AGENCY_OF_PICTURES = r"(?:Getty(?: Images)?|AFP|AP(?: Photo)?|EPA|PA|Reuters|REUTERS|Shutterstock|Redux|NurPhoto)"
HEADLINES, LONGEST_HEADLINE = 3, 300  # lines that may stand above a byline or a dateline, and how long they are


def _at_the_top(find: Callable[[str, int, int], int]) -> Callable[[str], Spans]:
    """A rule that looks at the beginning of each of the first lines; `find` gives the end of what it takes, or -1.

    A line that is taken out whole does not count among the first ones.
    """

    def spans(text: str) -> Spans:
        others = start = 0
        while start < len(text) and others <= HEADLINES:
            stop = text.find("\n", start)
            stop = len(text) if stop < 0 else stop
            end = find(text, start, stop)
            if end > start:
                yield start, end
            if stop - max(start, end) > LONGEST_HEADLINE:
                return
            if text[max(start, end) : stop].strip():
                others += 1
            start = stop + 1

    return spans


def _byline(text: str, start: int, stop: int) -> int:
    return stop if _BYLINE.fullmatch(text, start, stop) else -1


def _date_line(text: str, start: int, stop: int) -> int:
    return stop if _DATE_LINE.fullmatch(text, start, stop) else -1


def _dateline(text: str, start: int, stop: int) -> int:
    end = start
    while match := next(filter(None, (pattern.match(text, end, stop) for pattern in _DATELINES)), None):
        end = match.end()
    match = _PLACE_AND_COLON.match(text, end, stop)
    return match.end() if match and _is_place(match[1], text, end) else end


def _is_place(capitals: str, text: str, start: int) -> bool:
    """Whether ISLAMABAD of "ISLAMABAD: The" is a place, not a speaker: the text goes on to say "in Islamabad"."""
    name = re.escape(capitals.partition(",")[0].title())
    return bool(re.search(rf"\b(?:in|at|from|near|outside) {name}\b", text[start:]))


def _at_the_end(pattern: str) -> Callable[[str], Spans]:
    """A rule for the end of the text; only the last 300 characters are looked at."""
    compiled = re.compile(rf"(?:{pattern})\s*\Z")

    def spans(text: str) -> Spans:
        first = max(0, len(text) - 300)
        match = compiled.search(text, first)
        if match and match.start():
            yield match.span()

    return spans


CREDITS: tuple[Rule, ...] = (
    (
        "credits",
        matches(rf"^[ ]*\((?:additional )?(?:reporting|writing|editing) by {LINE}{{0,250}}\)[ ]*$", re.IGNORECASE),
    ),
    # Jo Brandt and Al Roe contributed reporting. | Jo Brandt contributed to this report from Geneva.
    (
        "credits",
        matches(
            r"^[ ]*[A-ZÀ-Þ][^\n.;:\"“”]{3,160} contributed (?:reporting|to this (?:report|story|article))"
            r"(?: from [^\n.]{2,80})?\.?[ ]*$"
        ),
    ),
    # Jo Brandt reported from Kyiv, and Al Roe from Geneva.
    ("credits", _at_the_end(rf"\n[ ]*{_NAME}(?: {_NAME}){{1,3}} reported from (?:(?!\bthat\b)[^\n.]){{2,160}}\.")),
    # Al Roe writes on trams for The Harbour Press. Follow him on Twitter: @alroe.
    (
        "author's note",
        matches(
            rf"^[ ]*(?:[A-ZÀ-Þ]{LINE}{{0,300}}\. )?[\"“]?Follow (?:him|her|them|me|{_NAME} {_NAME}) on "
            rf"(?:Twitter|X|Facebook|Instagram)(?:[ :]+@\w+[.]?(?: [^\n]{{0,80}})?|[.]?)[\"”]?[ ]*$"
        ),
    ),
    (
        "picture credits",
        matches(
            rf"^[ ]*(?:\((?:photo|image|picture|photograph)(?: credit)?(?: by|:){LINE}{{0,120}}\)"
            r"|(?:file photo|photo(?: credit)?|image(?: credit)?|picture(?: credit)?|main image credit|photograph)[ ]*:"
            rf"{LINE}{{0,160}}"
            r"|©[ ]?(?:reuters|afp|ap|getty(?: images)?|epa))[ ]*$",
            re.IGNORECASE,
        ),
    ),
    # Jo Brandt/Getty Images | Al Roe / AFP - Getty Images | REUTERS/Jo Brandt | (AP Photo/Jo Brandt) | Getty
    (
        "picture credits",
        matches(
            rf"^[ ]*\(?(?:(?:Enlarge this image )?(?:toggle caption )?(?:{_NAME} ){{0,4}}{_NAME}[ ]?/[ ]?"
            rf"(?:AFP[ ]?[-/via ]{{1,5}}[ ]?)?{_AGENCY_OF_PICTURES}|(?:NurPhoto|AFP|Handout) via {_AGENCY_OF_PICTURES}"
            rf"|(?:REUTERS|AP Photo)/{_NAME}(?: {_NAME}){{0,3}}"
            r"|(?:AFP|AP|EPA|Getty(?: Images)?|Reuters|REUTERS))\)?[ ]*$"
        ),
    ),
    # (AP Photo/Jo Brandt) The couple ...
    ("picture credits", matches(rf"\((?:AP Photo|REUTERS|Reuters)/{_NAME}(?: {_NAME}){{0,3}}\)[ ]*")),
    # Image copyright AFP Image caption The ruling is a blow for the ministry
    (
        "picture captions",
        matches(r"^[ ]*(?:Image copyright [^\n]{2,80}? )?(?:Image|Media) caption [^\n]{3,200}(?<![.!?”\"])[ ]*$"),
    ),
    ("picture credits", matches(r"^[ ]*Image copyright [^\n.]{2,60}$")),
    (
        "copyright notice",
        matches(
            r"^[ ]*(?:copyright[ ]*(?:©|\(c\)|ⓒ)?[ ]*\d{4}|(?:copyright[ ]*)?(?:©|ⓒ)[ ]*(?:copyright[ ]*)?\d{4})"
            rf"{LINE}{{0,250}}$"
            r"|^[ ]*copyright [a-z][^\n.]{0,80}\. (?:published by|all rights|distributed by|used with)[^\n]{0,80}$"
            r"|^[ ]*all rights reserved\.?[ ]*$",
            re.IGNORECASE,
        ),
    ),
    # "... ended. MNA/6480041 کپی شد © 2017 Mehr News Agency. All rights reserved"; the letters are the desk's
    (
        "copyright notice",
        _at_the_end(
            r"(?<=[.!?”\"’)])\s+(?:[A-Z]{2,4}/?[A-Z]{0,4}\d{0,12} (?:کپی شد )?)?"
            r"(?:©|Copyright ©?)[ ]?\d{4} [^\n.]{2,60}\. All rights reserved\.?"
        ),
    ),
    ("byline", _at_the_top(_byline)),
    ("date of the page", _at_the_top(_date_line)),
    ("date of the page", _at_the_end(rf"\n[ ]*{_DATE_ALONE}")),
    ("dateline", _at_the_top(_dateline)),
)
