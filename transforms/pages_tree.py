"""The tree of a page, and the paragraphs in it.

    text of a page -> parsed -> tree -> paragraphs -> one line each     tree -> take_linked_data -> its JSON-LD

What would cost trafilatura's expressions minutes is taken out first: tags of a thousand attributes, <meta> and JSON of
a hundred thousand characters. A page nested deeper than libxml2 goes is read without its divisions.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterator
from html import unescape
from typing import Any

from lxml import etree, html

MAX_ATTRIBUTES = 500
LONG_TAG = 2_000  # characters; no shorter tag has that many
MAX_NODES = 5_000  # of linked data
MAX_FIELD = 1_000  # characters of what <meta> and JSON-LD say of a page; headlines and names are shorter
_ATTRIBUTES = r"((?:[^>=]++|=\s*+\"[^\"]*+\"|=\s*+'[^']*+'|=)*+)"
_RAW = rf"<(script|style)\b{_ATTRIBUTES}(>[^<]*+(?:<(?!/(?:script|style)\b)[^<]*+)*+)"
_TAG = re.compile(rf"(?:{_RAW}|<([a-zA-Z][\w:-]*+){_ATTRIBUTES})", re.IGNORECASE)  # all in one pass over the page
_QUOTED = re.compile(r"\"[^\"]*\"|'[^']*'")
_SPACE = re.compile(r"\s+")
_MARKUP = re.compile(r"</?[a-zA-Z][^<>]*>")
_BROKEN = "application/x-broken-json"
_PUBLISHED = re.compile(r'"datePublished"\s*:\s*"([^"]{4,40})"')
_CONTROLS = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ud800-\udfff\ufffe\uffff]")
_NUMBERED = re.compile(r"&#(?:x([0-9a-f]{1,6})|([0-9]{1,7}))(?![0-9a-f]);?", re.IGNORECASE)
_DIVISIONS = re.compile(
    r"</?(?:div|section|ul|ol|li|dl|dd|table|tbody|tr|td|article|blockquote)\b[^<>]*>", re.IGNORECASE
)
_INLINE = re.compile(
    r"</?(?!/?(?:html|head|body|title|meta|link|script|style|p|br|h[1-6]|time)\b)[a-z][^<>]*>", re.IGNORECASE
)
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
    text = _TAG.sub(_bounded, _plain(page))
    tree, is_whole = _tree(text)
    if not is_whole:
        tree, _ = _tree(_INLINE.sub("", _DIVISIONS.sub("<p>", text)))
    if tree is None:
        return None
    for meta in tree.iter("meta"):
        if len(content := meta.get("content") or "") > MAX_FIELD:
            meta.set("content", content[:MAX_FIELD])
    for element in tree.iterfind(".//*[@data-preloaded]"):
        del element.attrib["data-preloaded"]  # where trafilatura looks for the JSON of a forum
    return tree


def _plain(page: str) -> str:
    """The page without the controls that no tree may hold, whether they stand there or are numbered."""
    return _NUMBERED.sub(_numbered, _CONTROLS.sub(" ", page))


def _numbered(reference: re.Match[str]) -> str:
    """The reference; of a control, what browsers show for it: &#146; is ’ of Windows-1252, others are nothing."""
    code = int(reference[1], 16) if reference[1] else int(reference[2])
    if 0x80 <= code < 0xA0:
        return bytes([code]).decode("cp1252", "ignore")
    is_text = code in (0x09, 0x0A, 0x0D) or (code >= 0x20 and code < 0x110000 and not _CONTROLS.match(chr(code)))
    return reference[0] if is_text else ""


def _tree(text: str) -> tuple[html.HtmlElement | None, bool]:
    """The tree, and whether it holds all of the text: libxml2 leaves out what is nested too deeply."""
    if not text.strip():
        return None, True
    parser = html.HTMLParser(encoding="utf-8", remove_comments=True, remove_pis=True, collect_ids=False)
    try:
        tree = html.document_fromstring(text.encode(), parser=parser)
    except etree.ParserError:  # "Document is empty"
        return None, True
    return tree, all(error.type != etree.ErrorTypes.ERR_RESOURCE_LIMIT for error in parser.error_log)


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
        lines = (" ".join(line.split()) for line in _CONTROLS.sub(" ", unescape(written)).splitlines())
        return "\n".join(filter(None, lines))
    tree = parsed(f"<html><body>{written}</body></html>")
    return "" if tree is None else paragraphs(tree)


def take_linked_data(tree: html.HtmlElement) -> list[dict[str, Any]]:
    """The nodes of the page's JSON-LD in order, those of graphs and main entities among them.

    The tree keeps what is short of it; what is no JSON is left to `broken_dates`.
    """
    nodes: list[dict[str, Any]] = []
    waiting: list[Any] = []
    for script in list(_scripts(tree)):
        written, data = script.text, _loaded(script.text)
        if data is None:
            script.set("type", _BROKEN)
        else:
            waiting.insert(0, data)
            script.text = _CONTROLS.sub(" ", json.dumps(_loaded(written, _short), ensure_ascii=False))
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
    scripts = tree.iterfind(f".//script[@type='{_BROKEN}']")
    return [match[1] for script in scripts if (match := _PUBLISHED.search(script.text or ""))]


def _scripts(tree: html.HtmlElement) -> Iterator[html.HtmlElement]:
    return (script for script in tree.iter("script") if "ld+json" in (script.get("type") or "").lower())


def _short(node: dict[str, Any]) -> dict[str, Any]:
    """The node without its text, which trafilatura would take for one paragraph, and without what is no name."""
    return {
        key: value
        for key, value in node.items()
        if key != "articleBody" and not (isinstance(value, str) and len(value) > MAX_FIELD)
    }


def _loaded(written: str | None, hook: Callable[[dict[str, Any]], Any] | None = None) -> Any:
    """The JSON, of which some is wrapped in a comment and some ends in a semicolon; null where it is none."""
    bare = (written or "").strip().removeprefix("<!--").removesuffix("-->").strip()
    bare = bare.removeprefix("//<![CDATA[").removesuffix("//]]>").strip().removesuffix(";")
    try:
        return json.loads(bare, strict=False, object_hook=hook)
    except (ValueError, RecursionError):
        return None


def _bounded(tag: re.Match[str]) -> str:
    """The tag, without its attributes where they are too many: a parser compares each with each."""
    name, attributes = (tag[1], tag[2]) if tag[1] else (tag[4], tag[5])
    if len(attributes) < LONG_TAG:
        return tag[0]
    bare = _QUOTED.sub("", attributes).replace("/", " ")
    return tag[0] if len(bare.split()) <= MAX_ATTRIBUTES else f"<{name}{tag[3] or ''}"
