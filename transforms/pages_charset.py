"""The characters of a page: which bytes are no page at all, and which charset the others are in.

    bytes + charset of the HTTP header -> not_a_page -> what it is instead, or null     -> decoded -> text

The order: byte-order mark; UTF-8 where the bytes keep it, since no other charset does so by chance; then the charsets
that header and page declare, unless the text would be a mess in them; then charset-normalizer (MIT). Names are read as
browsers read them (WHATWG Encoding): ISO-8859-1 means Windows-1252.
"""

from __future__ import annotations

import codecs
import re

from charset_normalizer import CharsetMatch, from_bytes

HEAD = 4_096  # a page declares its charset in its first kilobyte, most of them
SAMPLE = 200_000  # bytes of words by which a charset is judged
MESSIER = 0.05  # share of suspicious characters by which a declared charset may be worse than the one detected
_DECLARED = re.compile(rb"<(?:meta|\?xml)[^>]+?(?:charset|encoding)\s*=\s*[\"']?\s*([\w:.-]+)", re.IGNORECASE)
_MARKUP = re.compile(rb"<(?:script|style)\b[^<]*+(?:<(?!/(?:script|style))[^<]*+)*+|<[^>]*+>", re.IGNORECASE)
_WIDER = {  # the label of a charset: the one that browsers read it as
    "iso8859-1": "cp1252",
    "ascii": "cp1252",
    "iso8859-9": "cp1254",
    "iso8859-11": "cp874",
    "tis-620": "cp874",
    "gb2312": "gb18030",
    "gbk": "gb18030",
    "shift_jis": "cp932",
    "euc_kr": "cp949",
    "big5": "big5hkscs",
    "iso8859-8": "cp1255",
}
_MARKS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),  # before UTF-16, whose mark it begins with
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
_SIGNATURES = (
    (b"%PDF-", "a PDF file"),
    (b"\x89PNG\r\n", "a PNG image"),
    (b"\xff\xd8\xff", "a JPEG image"),
    (b"GIF8", "a GIF image"),
    (b"RIFF", "a WebP image, or a sound or film"),
    (b"PK\x03\x04", "a ZIP archive or an Office document"),
    (b"\xd0\xcf\x11\xe0", "an old Office document"),
    (b"\x1f\x8b", "gzip data that was not unpacked"),
    (b"\x28\xb5\x2f\xfd", "Zstandard data that was not unpacked"),
    (b"ID3", "a sound"),
    (b"OggS", "a sound or film"),
    (b"wOF", "a font"),
)


def not_a_page(body: bytes) -> str | None:
    """What the bytes are where they are no page of text ("a PDF file"); null where they may be one.

    >>> not_a_page(b"%PDF-1.7 ...")
    'a PDF file'
    """
    for signature, name in _SIGNATURES:
        if body.startswith(signature):
            return name
    if body[4:8] == b"ftyp":
        return "a film or image"
    return "binary data" if _marked(body) is None and _wide(body) is None and _is_binary(body) else None


def decoded(body: bytes, charset: str | None) -> str:
    """The text of the page; NULs are dropped, and a byte that its charset lacks becomes U+FFFD.

    >>> decoded("Le débat".encode("cp1252"), "iso-8859-1")
    'Le débat'
    """
    return _text(body, charset).replace("\x00", "")


def _text(body: bytes, charset: str | None) -> str:
    if marked := _marked(body):
        mark, name = marked
        return body[len(mark) :].decode(name, "replace")
    if wide := _wide(body):
        return body.decode(wide, "replace")
    declared = _declared(body, charset)
    if declared and declared[0].startswith(("iso2022", "hz")):  # in seven bits, so that it would pass for UTF-8
        text = body.decode(declared[0], "replace")
        if "\ufffd" not in text:
            return text
    return _utf_8(body, declared) or _judged(body, declared)


def _marked(body: bytes) -> tuple[bytes, str] | None:
    return next((known for known in _MARKS if body.startswith(known[0])), None)


def _wide(body: bytes) -> str | None:
    """UTF-16 without a mark: every other byte of its markup is NUL."""
    head = body[:HEAD].lstrip(b"\r\n\t ")
    half = len(head) // 2
    if half and head[1::2].count(0) > half * 0.8 and head[:1] == b"<":
        return "utf-16-le"
    if half and head[::2].count(0) > half * 0.8 and head[1:2] == b"<":
        return "utf-16-be"
    return None


def _is_binary(body: bytes) -> bool:
    """More than one byte in a hundred is a control that no charset of pages uses."""
    head = body[:SAMPLE]
    controls = sum(head.count(code) for code in range(0x20) if code not in (0x09, 0x0A, 0x0C, 0x0D, 0x1B, 0x0E, 0x0F))
    return controls * 100 > len(head)


def _declared(body: bytes, charset: str | None) -> list[str]:
    """The charsets that header and page declare, in that order, those that are none left out."""
    named = _DECLARED.search(body[:HEAD])
    found: list[str] = []
    for label in (charset, named[1].decode("ascii", "replace") if named else None):
        name = _known(label)
        if name and name not in found:
            found.append(name)
    return found


def _known(label: str | None) -> str | None:
    """Python's name of a charset of text; null for none, and for UTF-16, which a page in bytes of one cannot be in."""
    try:
        name = codecs.lookup((label or "").strip().strip("\"'")).name
        b"a".decode(name)
    except (LookupError, ValueError):  # unknown, or a codec that is no charset
        return None
    if name.startswith(("utf-16", "utf-32", "utf-7", "utf-8-sig")) or name in ("idna", "punycode", "rot13"):
        return "utf-8" if name == "utf-8-sig" else None
    return _WIDER.get(name, name)


def _utf_8(body: bytes, declared: list[str]) -> str | None:
    """The text as UTF-8, where the bytes keep it but for a few; else null.

    A page that cuts characters in half, or quotes a line in another charset, has a few that do not. Where UTF-8 is
    declared, most must be whole; where it is not, ten for each broken one.
    """
    try:
        return body.decode("utf-8")
    except UnicodeDecodeError:
        text = body.decode("utf-8", "replace")
    broken = text.count("\ufffd")
    whole = len(text) - broken - sum(map(text.count, _ASCII))
    return text if whole > broken * (1 if "utf-8" in declared else 10) else None


_ASCII = tuple(map(chr, range(128)))


def _judged(body: bytes, declared: list[str]) -> str:
    """The text in the declared charset in which it is least of a mess, or in the one that is detected."""
    words = b" ".join(_MARKUP.sub(b" ", body).split())[:SAMPLE]
    detected = _best(words, None)
    offered = [match for name in declared if (match := _best(words, name))]
    chosen = min(offered, key=lambda match: match.chaos, default=None)
    if chosen is None or (detected and chosen.chaos > detected.chaos + MESSIER):
        chosen = _western(words, detected)
    names = ([chosen.encoding] if chosen else []) + declared
    for name in names:
        try:
            return body.decode(name)
        except UnicodeDecodeError:
            continue
    return body.decode(names[0] if names else "utf-8", "replace")


def _western(words: bytes, detected: CharsetMatch | None) -> CharsetMatch | None:
    """Windows-1252 where it fits as well as what is detected: the charset that pages that declare none are in."""
    western = _best(words, "cp1252")
    if western is None or detected is None:
        return western or detected
    fits = western.chaos <= detected.chaos and western.coherence >= detected.coherence
    return western if fits else detected


def _best(words: bytes, name: str | None) -> CharsetMatch | None:
    return from_bytes(words, cp_isolation=[name] if name else None).best()
