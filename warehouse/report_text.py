"""Text from the web, made fit to be shown: nothing that reorders a page, breaks a file, or can be clicked to run.

    title, name, sentence -> shown            url -> link, or null            anything -> in_markdown

Escaping is the template's business; this is about what escaping leaves: control characters, marks that turn the
direction of the text around them, and addresses that are no pages.
"""

from __future__ import annotations

import re
from urllib.parse import urlsplit

# embeddings, overrides and isolates change the order of what follows them; the page isolates each text by itself
TURNS = re.compile("[\u202a-\u202e\u2066-\u2069]")
BROKEN = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ud800-\udfff\ufdd0-\ufdef\ufffe\uffff]")
MARKS = re.compile(r"([\\`*_{}\[\]<>()#+!|~&])")


def shown(text: object) -> str:
    """The text without marks that turn its direction; broken characters as U+FFFD, white space as one blank.

    >>> shown("a\\u202eb\\x00c\\n d")
    'ab\\ufffdc d'
    """
    return " ".join(BROKEN.sub("\ufffd", TURNS.sub("", str(text))).split())


def link(url: str | None) -> str | None:
    """The address of a page where it is one that a reader may follow: http or https, with a host; else null.

    >>> link("https://example.org/a"), link("javascript:alert(1)"), link(None)
    ('https://example.org/a', None, None)
    """
    if not url or BROKEN.search(url) or TURNS.search(url) or re.search(r"[\s\"<>\\^`{|}]", url):
        return None
    try:
        parts = urlsplit(url)
        host = parts.hostname
    except ValueError:  # such as 'http://[half'
        return None
    return url if parts.scheme in ("http", "https") and host else None


def in_markdown(text: object) -> str:
    """The text with every mark of Markdown and HTML escaped, on one line.

    >>> print(in_markdown("<b>*a*</b>"))
    \\<b\\>\\*a\\*\\</b\\>
    """
    return MARKS.sub(r"\\\1", shown(text))
