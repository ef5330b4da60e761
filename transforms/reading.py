"""One article as the rules read it: sentences that stay inside paragraphs, and which tokens are quoted.

    article text -> paragraphs -> spaCy -> Reading

A paragraph is parsed by itself: a parser that sees several glues headings to sentences. Offsets stay those of
the whole text, because paragraphs are put together again without a gap.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import islice

from spacy.language import Language
from spacy.tokens import Doc, Span, Token

PARAGRAPH = re.compile(r"[^\n]*\n+|[^\n]+$")
# "LISBON — ", "GENEVA/NEW DELHI, Oct 15 (Wire) - ": a place in capitals at the start, up to its dash
DATELINE = re.compile(
    r"^[ ]*(?=[^\n]{0,70}?[ ][—–-][ ])(?:"
    r"[A-ZÀ-Þ][A-ZÀ-Þ.'’/ -]{2,40}(?:,[^\n—–]{0,40}?)?(?:\([^)\n]{2,40}\))?"
    r"|[A-ZÀ-Þ][\w.'’ -]{2,30}, \d{1,2} [A-Z][a-z]+\.? \d{4}"  # Brussels, 16 October 2025 –
    r")[ ]*[—–-][ ]+"
)
OPENING, CLOSING, EITHER = "“«„", "”»", '"'
SINGLE_OPENING, SINGLE_CLOSING = ("‘", "'", "`"), ("’", "'")
ENDS = (",", ".", "!", "?")
SUBJECTS = ("nsubj", "nsubjpass", "csubj", "csubjpass", "expl")


@dataclass(frozen=True)
class Reading:
    """A parsed article. `quoted[i]` says whether token i stands between quotation marks."""

    article_id: str
    doc: Doc
    sentences: tuple[Span, ...]
    quoted: tuple[bool, ...]


def read_articles(articles: Iterable[tuple[str, str]], nlp: Language) -> Iterator[Reading]:
    """Parse (article_id, text) pairs; one reading each, in order."""
    pieces = [(article_id, list(_paragraphs(text))) for article_id, text in articles]
    parsed = nlp.pipe((paragraph for _, paragraphs in pieces for paragraph in paragraphs), batch_size=64)
    for article_id, paragraphs in pieces:
        docs = list(islice(parsed, len(paragraphs)))
        yield _reading(article_id, Doc.from_docs(docs, ensure_whitespace=False) if docs else nlp.make_doc(""))


def _paragraphs(text: str) -> Iterator[str]:
    """The paragraphs, without a gap; a dateline is one of its own, since it belongs to no sentence."""
    for paragraph in PARAGRAPH.findall(text):
        dateline = DATELINE.match(paragraph)
        if dateline is not None:
            yield dateline.group()
        yield paragraph[dateline.end() if dateline is not None else 0 :]


def _reading(article_id: str, doc: Doc) -> Reading:
    trimmed = (_trim(sentence) for sentence in doc.sents if not DATELINE.fullmatch(sentence.text + " "))
    return Reading(article_id, doc, tuple(sentence for sentence in trimmed if len(sentence)), _quoted(doc))


def _trim(span: Span) -> Span:
    start, end = span.start, span.end
    while start < end and span.doc[start].is_space:
        start += 1
    while end > start and span.doc[end - 1].is_space:
        end -= 1
    return span.doc[start:end]


def _quoted(doc: Doc) -> tuple[bool, ...]:
    """Whether each token is inside quotation marks; a mark left open ends with its paragraph."""
    inside, flags = False, []
    for token in doc:
        if token.is_space and "\n" in token.text:
            inside = False
        mark = token.text
        if mark in OPENING or (mark in (EITHER, "``", "''") and not inside):
            inside = True
            flags.append(True)
        elif mark in CLOSING or mark in (EITHER, "``", "''"):
            flags.append(inside)
            inside = False
        else:
            flags.append(inside)
    for start, end in _in_single_marks(doc):
        flags[start:end] = [True] * (end - start)
    return tuple(flags)


def _in_single_marks(doc: Doc) -> Iterator[tuple[int, int]]:
    """Quotations between single marks that hold a clause: opened after a blank, closed after a comma or full stop."""
    start = None
    for token in doc:
        if token.is_space and "\n" in token.text:
            start = None
        before = doc[token.i - 1] if token.i else None
        opens = before is None or bool(before.whitespace_) or before.is_space
        if token.text in SINGLE_OPENING and opens and not token.whitespace_ and start is None:
            start = token.i
        elif token.text in SINGLE_CLOSING and start is not None and before is not None and before.text in ENDS:
            yield start, token.i + 1
            start = None


def child(token: Token, *labels: str) -> Token | None:
    """The first child of `token` that has one of the dependency labels."""
    return next((one for one in token.children if one.dep_ in labels), None)
