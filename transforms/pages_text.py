"""The main text of a page: the article's own words, paragraph by paragraph.

    tree + JSON-LD + what the feed carries -> main_text -> text, empty where there is none

By trafilatura (Apache-2.0), after Barbaresi (2021), "Trafilatura: A Web Scraping Library and Command-Line Tool for
Text Discovery and Extraction". Where it finds less than half of what the publisher itself gives as the article, in
JSON-LD or in the feed, it has found a teaser or a notice, and the publisher's text stands.
"""

from __future__ import annotations

from collections.abc import Iterable
from configparser import ConfigParser
from functools import cache
from typing import Any

import trafilatura
from lxml import html
from trafilatura.settings import use_config

from transforms.pages_tree import paragraphs, prose

STUB = 40  # words; shorter than the shortest reports, longer than most notices
SHORTEST = 50  # characters of a report that trafilatura is to believe; a sentence
MANY_ELEMENTS = 10_000  # jusText, with which trafilatura compares, compares each paragraph with each
MAX_ELEMENTS = 50_000  # trafilatura itself takes long for more; the pages of a newspaper have some thousand
_CONTAINERS = (".//article", ".//*[@itemprop='articleBody']", ".//main", ".//*[@role='main']", ".//body")


def main_text(tree: html.HtmlElement | None, nodes: Iterable[dict[str, Any]], content: str | None) -> str:
    """The main text of the page, paragraphs on lines of their own; empty where it has none.

    `nodes` are those of the article in its JSON-LD, `content` is HTML of the article from a feed.
    """
    found = "" if tree is None else _extracted(tree)
    for given in (*(_body(node) for node in nodes), prose(content)):
        if _words(given) > 2 * _words(found):
            found = given
    if _words(found) < STUB and tree is not None:
        held = _contained(tree)
        return held if _words(held) > 2 * _words(found) else found
    return found


def _extracted(tree: html.HtmlElement) -> str:
    """What trafilatura finds, without readers' comments. Tables stay: who voted how stands in one."""
    elements = sum(1 for _ in tree.iter())
    if elements > MAX_ELEMENTS:
        return _contained(tree)
    _unlay(tree)
    found = trafilatura.extract(tree, fast=elements > MANY_ELEMENTS, include_comments=False, config=_config())
    return (found or "").strip()


@cache
def _config() -> ConfigParser:
    """trafilatura's settings, but short reports are taken too: for them it would give all of the page as one line."""
    config: ConfigParser = use_config()
    config.set("DEFAULT", "MIN_EXTRACTED_SIZE", str(SHORTEST))
    return config


def _unlay(tree: html.HtmlElement) -> None:
    """Make plain divisions of the tables that hold paragraphs or further tables: they lay out a page."""
    for table in list(tree.iter("table")):
        if table.find(".//p") is not None or table.find(".//table") is not None:
            for part in list(table.iter("table", "tbody", "thead", "tfoot", "tr", "td", "th")):
                part.tag = "div"


def _contained(tree: html.HtmlElement) -> str:
    """The paragraphs of the element that holds the article by its name; of several, of the longest."""
    for path in _CONTAINERS:
        texts = [paragraphs(element) for element in tree.iterfind(path)]
        if longest := max(texts, key=len, default=""):
            return longest
    return ""


def _body(node: dict[str, Any]) -> str:
    body = node.get("articleBody")
    return prose(body) if isinstance(body, str) else ""


def _words(text: str) -> int:
    return len(text.split())
