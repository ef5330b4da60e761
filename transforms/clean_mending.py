"""Mend characters that were broken on the way, one for one, so that every position stays.

    raw text -> mend -> text of the same length; a mended character that needs less room is followed by FILLER

What is mended: UTF-8 that was read as something else (found and decoded by ftfy), HTML entities left in the text, lone
carriage returns, control characters of Windows-1252, blanks of every width. Quotation marks stay as they are.
"""

from __future__ import annotations

import html
import re
import unicodedata
from collections.abc import Iterator
from html.entities import html5

import ftfy
from ftfy.badness import is_bad
from ftfy.chardata import UTF8_DETECTOR_RE

FILLER = "\x00"  # stands where a mended character needs less room than the broken one; never in an article

# U+0080 to U+009F are controls that no text uses: they come from Windows-1252 that was read as Latin-1.
_WINDOWS = {code: bytes([code]).decode("cp1252", "replace") for code in range(0x80, 0xA0)}
_BREAKS = "\x0b\x0c\u2028\u2029"
_SPACES = "\t\u00a0\u1680\u2000\u2001\u2002\u2003\u2004\u2005\u2006\u2007\u2008\u2009\u200a\u202f\u205f\u3000"
SWAPS = str.maketrans(
    {chr(code): char for code, char in _WINDOWS.items() if char != "\ufffd"}
    | dict.fromkeys(_BREAKS, "\n")
    | dict.fromkeys(_SPACES, " ")
)
_LONE_RETURN = re.compile(r"\r(?!\n)")
_ENTITY = re.compile(r"&(?:#\d{1,7}|#[xX][0-9a-fA-F]{1,6}|[A-Za-z][A-Za-z0-9]{1,31});")
# Misread, once or twice, and the accent parted from its letter afterwards.
_APART = re.compile("A[\u0302\u0303][\x80-\xbf](?:A[\u0302\u0303][\x80-\xbf])?")
_APART_ONCE = re.compile("A[\u0302\u0303][\x80-\xbf]")
_QUOTES = "‘’“”–—…"
LONGEST = 8  # characters that one was misread as: UTF-8 of four bytes, misread twice


def mend(raw: str) -> str:
    """The text with broken characters mended; exactly as long as `raw`.

    >>> mend("donâ€™t &amp; won&#8217;t").replace(FILLER, "")
    'don’t & won’t'
    """
    return unescape(UTF8_DETECTOR_RE.sub(_reread, _APART.sub(_reread_apart, raw)))


def unescape(text: str) -> str:
    """Mends entities, returns and blanks alone: a mended letter and its neighbours may look misread, and are not."""
    text = _ENTITY.sub(_entity, text)
    return _LONE_RETURN.sub("\n", text).translate(SWAPS)


def _reread(match: re.Match[str]) -> str:
    """What was meant, by ftfy, character by character; the same where the characters make sense as they are."""
    misread = match[0]
    if _is_portuguese(match) or not is_bad(misread):
        return misread
    mended, place = "", 0
    while place < len(misread):
        broken, meant = next(_readings(misread[place : place + LONGEST]), (misread[place], misread[place]))
        mended += _padded(meant, broken)
        place += len(broken)
    return mended


def _reread_apart(match: re.Match[str]) -> str:
    meant = ftfy.fix_encoding(unicodedata.normalize("NFC", match[0]))
    return (
        _padded(meant, match[0]) if len(meant) == 1 or len(match[0]) == 3 else _APART_ONCE.sub(_reread_apart, match[0])
    )


def _readings(text: str) -> Iterator[tuple[str, str]]:
    """The beginnings of the text that were one character before they were misread, with that character."""
    for end in range(2, len(text) + 1):
        meant = ftfy.fix_encoding(text[:end])
        if len(meant) == 1:
            yield text[:end], meant


def _is_portuguese(match: re.Match[str]) -> bool:
    """Whether this may be the end of a quoted word in capitals, such as MANHÃ”, which would read as Ô."""
    before = match.string[match.start() - 1 : match.start()]
    return match[0][0] == "Ã" and match[0][1:2] in _QUOTES and before.isupper()


def _entity(match: re.Match[str]) -> str:
    broken = match[0]
    meant = html.unescape(broken) if broken.startswith("&#") or broken[1:] in html5 else broken
    return broken if meant in ("\x00", "\r", "\ufffd") else _padded(meant, broken)


def _padded(meant: str, broken: str) -> str:
    return meant + FILLER * (len(broken) - len(meant)) if len(meant) <= len(broken) else broken
