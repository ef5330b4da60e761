"""Lines of a page that are no part of the article: advertisements, pointers, buttons, boxes, notices, labels.

Each rule takes a whole line or a fixed beginning of one, and only where its words leave no doubt: a speaker may say
"Read more books", and a sentence may be about a newsletter. A line that ends with a full stop may hold a sentence.
"""

from __future__ import annotations

import re

from transforms.clean_patterns import LINE, MONTH, Rule, matches

_OPEN_END = r"(?<![.])(?<!\.[”\"’)])[ ]*$"  # a headline ends without a full stop
_BOX = r"(?:newsletters?|(?:daily|morning|evening) briefing|e-?mail alerts?|mailing list|youtube channel|podcast)"
_SITES = r"(?:facebook|twitter|linkedin|whatsapp|telegram|pinterest|reddit|instagram|e-?mail|print|copy link|embed)"
_CLOCK = r"\d{1,2}[:.]\d{2}(?::\d{2})?(?:[ ]?[AaPp]\.?[Mm]\.?)?(?:[ ](?:[A-Z]{2,4}|ET))?"
_STAMP = rf"(?:\d{{1,2}}[/.]\d{{1,2}}[/.]\d{{2,4}}|(?:{MONTH} \d{{1,2}}|\d{{1,2}} {MONTH}),? \d{{4}})(?:,?[ ]{_CLOCK})?"

POINTERS: tuple[Rule, ...] = (
    (
        "advertisement",
        matches(
            r"^[ ]*(?:advertisement|sponsored content|promoted content|advertise with us"
            r"|click here (?:to get|for) the [^\n]{1,40} app"
            r"|(?:advertisement[ ]*[-–—]?[ ]*)?(?:story continues|continue reading) below(?: (?:this )?advertisement)?)"
            r"[ .]*$",
            re.IGNORECASE,
        ),
    ),
    # Story Continued Below Romney's wife blamed ...
    (
        "advertisement",
        matches(
            r"^[ ]*(?:(?:Story Continue[ds] Below|(?:A(?:dvertisement|DVERTISEMENT)[ ]*)?Continue reading the main"
            r" story)\b[ ]*)+(?=[(\"“‘]?[A-ZÀ-Þ]|$)"
        ),
    ),
    (
        "pointers to other articles",
        matches(
            r"^[ ]*[(\[]?(?:read more|also read|read also|read next|see also|more on this(?: story)?|don[’']t miss)"
            rf"[ ]*:{LINE}{{0,150}}{_OPEN_END}",
            re.IGNORECASE,
        ),
    ),
    (
        "pointers to other articles",  # a speaker may begin with "Listen:", but then ends with a point
        matches(
            rf"^[ ]*(?:related(?: \w+)?|recommended|watch|listen|more|see more(?: \w+)?)[ ]*:"
            rf"{LINE}{{0,120}}(?<![.!”\"])$",
            re.IGNORECASE,
        ),
    ),
    (
        "pointers to other articles",
        matches(rf"^[ ]*(?:ALSO READ|READ MORE|READ ALSO|SEE ALSO)\b{LINE}{{0,150}}{_OPEN_END}"),
    ),
    (
        "pointers to other articles",
        matches(
            r"^[ ]*(?:read more|read the (?:full|original) (?:story|article)|continue reading)[ .…»→>]*$", re.IGNORECASE
        ),
    ),
    # Minister accused of breaking a promise Read more
    ("pointers to other articles", matches(r"^[^\n.]{10,150}[^\n.,;:—–-] Read more[ ]*$")),
    # ► Takeaways: What the vote means | ( Also on HARBOUR: Inside the campaign)
    ("pointers to other articles", matches(rf"^[ ]*[►▶➤»]{LINE}{{1,150}}{_OPEN_END}")),
    ("pointers to other articles", matches(r"[ ]?\( ?Also on [A-Z]{3,20}: [^)\n]{3,120}\)")),
    # JUST WATCHED The dog on the tram Replay More Videos ... | [Video: The speech in full]
    (
        "pointers to other articles",
        matches(
            r"^[ ]*(?:(?:JUST|MUST) WATCHED?[^\n]{3,120} Replay(?: More Videos)?[ .…]*"
            r"|\[(?:[Vv]ideo|VIDEO|[Ww]atch|WATCH|[Pp]hotos?|[Gg]allery)\b[^\]\n]{0,160}\])[ ]*$"
        ),
    ),
    (
        "sharing buttons",
        matches(
            r"^[ ]*(?:share(?: this)?(?: (?:article|story|page))?:?|tweet|print|email|copy link|whatsapp|telegram"
            r"|follow (?:us|our live|@)[^\n]{0,80}|(?:click to )?share (?:on|via) (?:facebook|twitter|x|linkedin"
            r"|whatsapp|email)(?: \(opens in new window\))?|join the debate – email \S+|add interest)[ ]*$",
            re.IGNORECASE,
        ),
    ),
    # Facebook Twitter Pinterest The crowd ... | Facebook, Twitter, Email: a line each
    ("sharing buttons", matches(r"^[ ]*(?:Play )?(?:Facebook Twitter Pinterest\b[ ]*)+(?=[\"“‘]?[A-ZÀ-Þ]|$)")),
    ("sharing buttons", matches(rf"^[ ]*(?:Play )?(?:{_SITES}[ ]*\n+[ ]*){{1,8}}{_SITES}[ ]*$", re.IGNORECASE)),
)

NOTICES: tuple[Rule, ...] = (
    (
        "newsletter box",
        matches(
            r"^[ ]*(?:(?:sign up|subscribe|click here to (?:sign up|subscribe)|get our|join our)\b"
            rf"[^\n?]{{0,90}}\b{_BOX}\b[^\n?]{{0,60}}"
            r"|(?:sign up|subscribe) (?:for|to) our [^\n]{0,100}|[^\n.]{0,30}\bnewsletter"
            r"|(?:sign up|subscribe)(?: (?:now|today|here|for free))?[.!]?"
            r"|get [^\n]{2,80} (?:in|to) your inbox[^\n]{0,40}|already (?:a subscriber|subscribed)\?[^\n]{0,40}"
            r"|enter your e-?mail(?: address)?[^\n]{0,40})[ ]*$",
            re.IGNORECASE,
        ),
    ),
    (
        "consent notice",
        matches(
            r"^[ ]*(?:(?:we|this (?:web)?site) uses? cookies\b[^\n]{0,250}|accept (?:all )?cookies|cookie settings"
            r"|by (?:signing up|subscribing|clicking|continuing)\b[^\n]{0,80}\byou (?:agree|consent|accept)\b"
            r"[^\n]{0,200}"
            r"|please enable javascript[^\n]{0,80}|this site is protected by recaptcha[^\n]{0,120})[ ]*$",
            re.IGNORECASE,
        ),
    ),
    (
        "player notice",
        matches(
            r"^[ ]*(?:Media playback is (?:un)?supported on (?:this|your) device"
            r"|Your browser does not support (?:the|this|HTML5) (?:video|audio)(?: element| tag)?\.?"
            r"|Listen to this (?:article|story)(?: \d+ min)?$)[ ]*"
        ),
    ),
    (
        "editor's notice",
        matches(
            r"^[ ]*\(?(?:this (?:story|article|report|post) (?:has been|was)"
            r" (?:updated|corrected|amended|originally published)|this (?:story|article) has been adapted from"
            rf"|this is a (?:developing|breaking)(?: news)? story){LINE}{{0,200}}$",
            re.IGNORECASE,
        ),
    ),
    # Published: 3 March 2026 | Last Updated Nov 13, 2017 12:35 PM EST The president has ...
    (
        "date of the page",
        matches(
            r"^[ ]*(?:(?:(?:first|last) )?(?:published|updated|posted|modified)(?: on)?[ ]?:?[ ]"
            rf"{_STAMP}(?:[ ]*[|•·–-][ ]*(?:updated:? )?{_STAMP})?[ ]*)+(?:$|(?<=[ ])(?-i:(?=[A-ZÀ-Þ\"“‘])))",
            re.IGNORECASE,
        ),
    ),
    ("date of the page", matches(r"^[ ]*\d{1,2}[ -]min(?:ute)?s? read[ ]*$", re.IGNORECASE)),
    (
        "labels of boxes",
        matches(
            r"^[ ]*(?:key (?:points|takeaways)|story highlights|at a glance|in this article|table of contents|most read"
            r"|(?:related|recommended|more|top) (?:stories|articles|topics|news|coverage)|you may also like"
            r"|trending(?: now)?|(?:tags|topics|filed under|categories)[ ]*:[^\n.]{0,200}|hide caption(?: \d+ of \d+)?"
            r"|(?:prev|next) image \d+ of \d+|related image expand / collapse|toggle caption|video unavailable"
            r"|(?:press release – )?for immediate release)[ ]*:?[ ]*$",
            re.IGNORECASE,
        ),
    ),
    # Story highlights The measure is linked to ...
    ("labels of boxes", matches(r"^[ ]*(?:(?:Story highlights|Key points)[ ]+)+(?=[A-ZÀ-Þ])")),
    ("lines between parts", matches(r"^[ ]*(?:[_=~—–-]{2,}|\*[ ]?\*[ ]?\*|#{2,5}|-30-)[ ]*$")),
)
