"""Lines of a page that are no part of the article: advertisements, pointers, buttons, boxes, credits, datelines.

Each rule takes a whole line (a dateline: the beginning of one), and only where its words leave no doubt: a speaker may
say "Read more books", and a sentence may be about a newsletter.
"""

from __future__ import annotations

import re

from transforms.clean_patterns import LINE, Rule, matches

_NAME = r"[A-ZÀ-Þ][\w.’'-]+"
_PARTICLE = r"(?:de|da|del|dos|van|von|der|al|bin|and|&|in|for|of|the)"
_BYLINE = rf"(?:By|BY) {_NAME} (?:{_PARTICLE} ){{0,2}}{_NAME}(?: (?:{_NAME}|{_PARTICLE})){{0,8}}"
_MONTH = r"(?:Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Sept|Oct|Nov|Dec)[a-z]*\.?"
_DAY = rf"(?:{_MONTH} \d{{1,2}}|\d{{1,2}} {_MONTH})(?:,? \d{{4}})?"
_PLACE = r"[A-ZÀ-Þ][\w.’'-]+(?:[ /][A-ZÀ-Þ][\w.’'-]+){0,3}(?:, [A-ZÀ-Þ][\w.’' -]{1,20})?"
_CAPITALS = r"[A-ZÀ-Þ][A-ZÀ-Þ.’'-]{2,20}(?:[ /][A-ZÀ-Þ.’'-]{2,20}){0,3}(?:, [A-Z][\w.’' ]{1,20})?"
_AGENCY = r"\((?:[A-Z][A-Za-z. ]{1,24})\)"
_DASH = r"[ ]?(?:—|–|--|-)[ ]"
_TOP = r"\A\s*(?:[^\n]{0,300}\n\s*){0,2}?^[ ]*"  # below a headline and a byline at most
_SAID = r"(?=[\"“‘(]?[A-ZÀ-Þ0-9])"  # what follows a dateline begins a sentence
_BOX = r"(?:newsletters?|(?:daily|morning|evening) briefing|e-?mail alerts?|mailing list|youtube channel|podcast)"

POINTERS: tuple[Rule, ...] = (
    (
        "advertisement",
        matches(
            r"^[ ]*(?:advertisement|sponsored content|promoted content|advertise with us"
            r"|click here to get the [^\n]{1,40} app"
            r"|(?:advertisement[ ]*[-–—]?[ ]*)?(?:story continues|continue reading) below(?: (?:this )?advertisement)?)"
            r"[ .]*$",
            re.IGNORECASE,
        ),
    ),
    (
        "pointers to other articles",
        matches(
            r"^[ ]*(?:read more|also read|read also|read next|see also|more on this(?: story)?|don[’']t miss)[ ]*:"
            rf"{LINE}{{0,150}}$",
            re.IGNORECASE,
        ),
    ),
    (
        "pointers to other articles",  # a speaker may begin with "Listen:", but then ends with a point
        matches(
            rf"^[ ]*(?:related(?: \w+)?|recommended|watch|listen|see more(?: \w+)?)[ ]*:{LINE}{{0,120}}(?<![.!”\"])$",
            re.IGNORECASE,
        ),
    ),
    ("pointers to other articles", matches(rf"^[ ]*(?:ALSO READ|READ MORE|READ ALSO|SEE ALSO)\b{LINE}{{0,150}}$")),
    (
        "pointers to other articles",
        matches(
            r"^[ ]*(?:read more|read the (?:full|original) (?:story|article)|continue reading)[ .…»→>]*$", re.IGNORECASE
        ),
    ),
    (
        "sharing buttons",
        matches(
            r"^[ ]*(?:share(?: this)?(?: (?:article|story|page))?|tweet|print|email|copy link|whatsapp|telegram"
            r"|follow (?:us|our live|@)[^\n]{0,80}|share on (?:facebook|twitter|x|linkedin|whatsapp))[ ]*$",
            re.IGNORECASE,
        ),
    ),
    (
        "newsletter box",
        matches(
            r"^[ ]*(?:(?:sign up|subscribe|click here to (?:sign up|subscribe)|get our|join our)\b"
            rf"[^\n?]{{0,90}}\b{_BOX}\b[^\n?]{{0,60}}"
            rf"|(?:sign up|subscribe) (?:for|to) our [^\n]{{0,100}}|[^\n.]{{0,30}}\bnewsletter)[ ]*$",
            re.IGNORECASE,
        ),
    ),
    (
        "consent notice",
        matches(
            r"^[ ]*(?:(?:we|this (?:web)?site) uses? cookies\b[^\n]{0,250}|accept (?:all )?cookies|cookie settings"
            r"|please enable javascript[^\n]{0,80})[ ]*$",
            re.IGNORECASE,
        ),
    ),
    (
        "comment button",
        matches(
            r"\n[ ]*(?:\d*[ ]*comments?(?:[ ]*\(\d+\))?|(?:leave|post|add|write) (?:a|your) comment"
            r"|(?:view|show|see) (?:all )?(?:\d+ )?comments|comments are closed\.?|join the conversation)\s*\Z",
            re.IGNORECASE,
        ),
    ),
)

CREDITS: tuple[Rule, ...] = (
    (
        "credits",
        matches(rf"^[ ]*\((?:additional )?(?:reporting|writing|editing) by {LINE}{{0,250}}\)[ ]*$", re.IGNORECASE),
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
    (
        "copyright notice",
        matches(
            r"^[ ]*(?:copyright[ ]*(?:©|\(c\)|ⓒ)?[ ]*\d{4}|(?:copyright[ ]*)?(?:©|ⓒ)[ ]*(?:copyright[ ]*)?\d{4})"
            rf"{LINE}{{0,250}}$"
            r"|^[ ]*all rights reserved\.?[ ]*$",
            re.IGNORECASE,
        ),
    ),
    (
        "editor's notice",
        matches(
            r"^[ ]*\(?(?:this (?:story|article|report|post) (?:has been|was)"
            r" (?:updated|corrected|amended|originally published)|this (?:story|article) has been adapted from"
            rf"|updated:? (?:mon|tue|wed|thu|fri|sat|sun|{_MONTH}|\d)){LINE}{{0,200}}$",
            re.IGNORECASE,
        ),
    ),
    ("byline", matches(rf"\A\s*(?:[^\n]*\n\s*){{0,3}}?^({_BYLINE}(?:[ ]*[,|–—][^\n.]{{0,60}})?[ ]*)$")),
    # GENEVA, March 3 (AP) — | WASHINGTON (Reuters) - | Nairobi, 3 March 2026 (Wire) –
    (
        "dateline",
        matches(rf"{_TOP}((?:{_CAPITALS}|{_PLACE})(?:, {_DAY}(?:[ ]?{_AGENCY})?|[ ]?{_AGENCY}){_DASH}){_SAID}"),
    ),
    # LONDON — The; but "NATO — an alliance" goes on with a small word
    ("dateline", matches(rf"{_TOP}({_CAPITALS}[ ](?:—|–|--)[ ]){_SAID}")),
)
