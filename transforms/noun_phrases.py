"""Cut noun phrases and names out of a sentence: what belongs to the name, and what only stands beside it."""

from __future__ import annotations

from spacy.tokens import Span, Token


def plain(span: Span) -> str:
    """The span's words without a leading article and a trailing possessive."""
    words = list(span)
    while words and words[0].lower_ in ("the", "a", "an"):
        words = words[1:]
    while words and words[-1].lower_ in ("'s", "’s", "'", "’"):
        words = words[:-1]
    return span.doc[words[0].i : words[-1].i + 1].text.replace("\n", " ") if words else span.text


def noun_phrase(head: Token) -> Span:
    """The head with what stands before it, and a following "of ..." phrase; no clause."""
    start = min([head.i, *(one.left_edge.i for one in head.lefts if one.dep_ not in ("punct", "relcl", "acl", "prep"))])
    end = head.i
    for one in head.rights:
        if one.dep_ == "prep" and one.lower_ in ("of", "for", "from", "in") and one.i == end + 1:
            edge = max([one.i, *(part.i for child in one.children for part in _flat(child))])
            end = edge
        else:
            break
    return head.doc[start : end + 1]


def after_heading(span: Span) -> Span:
    """ "The Phase-Out Fight The European Union": a heading that runs into the sentence is no part of the name."""
    inner = [token.i for token in span[1:-1] if token.text == "The"]
    return Span(span.doc, inner[-1], span.end, label=span.label) if inner else span


def whole_name(span: Span) -> Span:
    """The name with the parts that a hyphen joins to it: "Park Min-jae" where only "jae" was found."""
    start, doc = span.start, span.doc
    while start >= 2 and doc[start - 1].text == "-" and not doc[start - 1].whitespace_ and doc[start - 2].is_alpha:
        if doc[start - 2].whitespace_ or not doc[start - 2].text[0].isupper():
            break
        start -= 2
        while start > 0 and doc[start - 1].pos_ == "PROPN" and doc[start - 1].ent_type_ == span.label_:
            start -= 1
    return Span(doc, start, span.end, label=span.label) if start != span.start else span


def capitalised(token: Token) -> Span:
    """The proper noun with the capitalised words that lead up to it."""
    start = token.i
    while start > token.sent.start and token.doc[start - 1].pos_ == "PROPN" and token.doc[start - 1].head == token:
        start -= 1
    return token.doc[start : token.i + 1]


def _flat(head: Token) -> list[Token]:
    parts = [head, *(one for one in head.lefts)]
    return [*parts, *(one for one in head.rights if one.dep_ in ("case", "compound"))]


def without_determiner(phrase: Span) -> str:
    """The phrase's words without the article, pronoun or quotation mark that opens it."""
    words = list(phrase)
    while len(words) > 1 and words[0].pos_ in ("DET", "PRON", "PUNCT"):
        words = words[1:]
    return phrase.doc[words[0].i : words[-1].i + 1].text.replace("\n", " ")
