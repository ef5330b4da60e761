"""XML from strangers: what declares entities is refused, before any parser could expand them.

Feeds and sitemaps need no entities of their own; what declares some is an attack, or from the last century.
"""

from __future__ import annotations

from io import BytesIO
from xml.etree.ElementTree import ParseError

from defusedxml.common import DefusedXmlException
from defusedxml.ElementTree import iterparse

CHECK = "xml_declares_no_entities"
PROLOG = 1 << 16  # bytes before the root element that are looked at where the XML is too damaged to be parsed


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
