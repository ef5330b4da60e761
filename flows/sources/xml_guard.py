"""XML from strangers: what declares entities is refused, before any parser could expand them.

Feeds and sitemaps need no entities of their own; what declares some is an attack, or from the last century.
"""

from __future__ import annotations

import codecs
import re
from io import BytesIO
from xml.etree.ElementTree import ParseError

from defusedxml.common import DefusedXmlException
from defusedxml.ElementTree import iterparse

CHECK = "xml_declares_no_entities"
PROLOG = 1 << 16  # bytes before the root element that are looked at where the XML is too damaged to be parsed
_DECLARED = re.compile(rb"encoding\s*=\s*[\"']([^\"'>]{1,40})")
# Python's codecs that no document is written in: some take the square of the time, some warn of escapes
_NO_TEXT = frozenset({"idna", "punycode", "unicode-escape", "raw-unicode-escape", "utf-7", "undefined"})


def odd_encoding(body: bytes) -> str | None:
    """The encoding that the XML declares, where it is one that no document is written in."""
    declared = _DECLARED.search(body[:400].replace(b"\0", b""))
    name = declared[1].decode("latin-1") if declared else None
    return name if name and not is_for_text(name) else None


def is_for_text(encoding: str) -> bool:
    """Whether documents may be written in the encoding; true for one that is not known.

    >>> is_for_text("windows-1251"), is_for_text("punycode")
    (True, False)
    """
    try:
        return codecs.lookup(encoding).name.replace("_", "-") not in _NO_TEXT
    except (LookupError, ValueError):  # unknown; a name with a NUL in it
        return True


def declares_entities(body: bytes) -> bool:
    """Whether the XML declares entities or refers to external ones.

    Parsed strictly for it; where that fails before the root element, its first bytes are looked through instead, in
    whatever encoding.
    """
    try:
        for _ in iterparse(
            BytesIO(body), events=("start",), forbid_dtd=False, forbid_entities=True, forbid_external=True
        ):
            return False
    except DefusedXmlException:
        return True
    except (ParseError, ValueError, LookupError):  # damaged, or in an encoding that the parser does not know
        return _mentions_entity(body)
    return _mentions_entity(body)


def _mentions_entity(body: bytes) -> bool:
    """Whether `<!ENTITY` stands in a DTD at the beginning; NULs are dropped, so that UTF-16 and UTF-32 are seen too."""
    start = body[:PROLOG].replace(b"\0", b"").upper()
    doctype = start.find(b"<!DOCTYPE")
    return doctype >= 0 and start.find(b"<!ENTITY", doctype) >= 0
