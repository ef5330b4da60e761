"""The tree of a page, and the paragraphs in it.

    text of a page -> parsed -> tree -> paragraphs -> one line each     tree -> linked_data -> its JSON-LD

What would cost a parser minutes is taken out first: tags of a thousand attributes, JSON that is none. libxml2 itself
leaves out what is nested deeper than 256 elements.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from html import unescape
from typing import Any

from lxml import etree, html

MAX_ATTRIBUTES = 500
LONG_TAG = 2_000  # characters; no shorter tag has that many
MAX_NODES = 5_000  # of linked data
_ATTRIBUTES = r"((?:[^>=]++|=\s*+\"[^\"]*+\"|=\s*+'[^']*+'|=)*+)"
_RAW = rf"<(script|style)\b{_ATTRIBUTES}(>[^<]*+(?:<(?!/(?:script|style)\b)[^<]*+)*+)"
_TAG = re.compile(rf"(?:{_RAW}|<([a-zA-Z][\w:-]*+){_ATTRIBUTES})", re.IGNORECASE)  # all in one pass over the page
_QUOTED = re.compile(r"\"[^\"]*\"|'[^']*'")
_SPACE = re.compile(r"\s+")
_MARKUP = re.compile(r"</?[a-zA-Z][^<>]*>")
_PUBLISHED = re.compile(r'"datePublished"\s*:\s*"([^"]{4,40})"')
_CONTROLS = re.compile("[\x00-\x08\x0b\x0e-\x1f\x7f\ud800-\udfff\ufffe\uffff]")
_PARSER = html.HTMLParser(encoding="utf-8", remove_comments=True, remove_pis=True, collect_ids=False)
_BLOCKS_WORDS = """
    address article aside blockquote body br caption dd div dl dt fieldset figcaption figure footer form h1 h2 h3 h4
    h5 h6 header hr li main nav ol p pre section table td th tr ul
"""
_BLOCKS = frozenset(_BLOCKS_WORDS.split())
_NO_WORDS_WORDS = """
    script style noscript template iframe object svg math button select textarea nav form head
"""
_NO_WORDS = frozenset(_NO_WORDS_WORDS.split())


def parsed(page: str) -> html.HtmlElement | None:
    """The tree of the page's HTML, from <html> down; null where it holds no element."""
    text = _TAG.sub(_bounded, _CONTROLS.sub("", page))
    if not text.strip():
        return None
    try:
        tree = html.document_fromstring(text.encode(), parser=_PARSER)
    except etree.ParserError:  # "Document is empty"
        return None
    for script in _scripts(tree):
        if _loaded(script.text) is None:
            script.set("type", "application/x-unreadable")  # trafilatura would search it by slow expressions
    return tree


def paragraphs(element: html.HtmlElement) -> str:
    """The words of the element, one line for each paragraph, what is no prose (scripts, forms, navigation) left out."""
    pieces: list[str] = []
    walk = etree.iterwalk(element, events=("start", "end"))
    for event, node in walk:
        is_block = node.tag in _BLOCKS
        if event == "end":
            pieces.append("\n" if is_block else "")
            pieces.append(_SPACE.sub(" ", node.tail or "") if node is not element else "")
        elif node.tag in _NO_WORDS and node is not element:
            walk.skip_subtree()
        else:
            pieces.append("\n" if is_block else "")
            pieces.append(_SPACE.sub(" ", node.text or ""))
    lines = (" ".join(line.split()) for line in "".join(pieces).split("\n"))
    return "\n".join(filter(None, lines))


def prose(written: str | None) -> str:
    """The paragraphs of a piece of HTML, or of plain text with line breaks; empty for none.

    >>> prose("<p>The vote</p><p>was lost &amp; won.")
    'The vote\\nwas lost & won.'
    """
    if not written or not written.strip():
        return ""
    written = unescape(written) if "&lt;" in written and "<" not in written else written
    if not _MARKUP.search(written):
        lines = (" ".join(line.split()) for line in _CONTROLS.sub("", unescape(written)).splitlines())
        return "\n".join(filter(None, lines))
    tree = parsed(f"<html><body>{written}</body></html>")
    return "" if tree is None else paragraphs(tree)


def linked_data(tree: html.HtmlElement) -> list[dict[str, Any]]:
    """The nodes of the page's JSON-LD in order, those of graphs and main entities among them."""
    nodes: list[dict[str, Any]] = []
    waiting = [data for script in _scripts(tree) if (data := _loaded(script.text)) is not None][::-1]
    while waiting and len(nodes) < MAX_NODES:
        data = waiting.pop()
        if isinstance(data, list):
            waiting += data[::-1]
        elif isinstance(data, dict):
            nodes.append(data)
            waiting += [data[key] for key in ("mainEntityOfPage", "mainEntity", "@graph") if key in data]
    return nodes


def broken_dates(tree: html.HtmlElement) -> list[str]:
    """What JSON-LD that is no JSON gives as `datePublished`: an unescaped quote in a headline spoils many."""
    scripts = tree.iterfind(".//script[@type='application/x-unreadable']")
    return [match[1] for script in scripts if (match := _PUBLISHED.search(script.text or ""))]


def _scripts(tree: html.HtmlElement) -> Iterator[html.HtmlElement]:
    return (script for script in tree.iter("script") if "ld+json" in (script.get("type") or "").lower())


def _loaded(written: str | None) -> Any:
    """The JSON, of which some is wrapped in a comment and some ends in a semicolon; null where it is none."""
    bare = (written or "").strip().removeprefix("<!--").removesuffix("-->").strip()
    bare = bare.removeprefix("//<![CDATA[").removesuffix("//]]>").strip().removesuffix(";")
    try:
        return json.loads(bare, strict=False)
    except (ValueError, RecursionError):
        return None


def _bounded(tag: re.Match[str]) -> str:
    """The tag, without its attributes where they are too many: a parser compares each with each."""
    name, attributes = (tag[1], tag[2]) if tag[1] else (tag[4], tag[5])
    if len(attributes) < LONG_TAG:
        return tag[0]
    bare = _QUOTED.sub("", attributes).replace("/", " ")
    return tag[0] if len(bare.split()) <= MAX_ATTRIBUTES else f"<{name}{tag[3] or ''}"
