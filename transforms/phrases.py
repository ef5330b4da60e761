"""Cut the phrase that names a target out of its sentence: short, whole, and verbatim.

    token of the parse -> Span

A target is "the shortest phrase that names what the side is taken on": relative clauses, asides and adverbials go;
"the idea of a ceasefire" becomes "a ceasefire".
"""

from __future__ import annotations

from spacy.tokens import Span, Token

from transforms.lexicon import Lexicon
from transforms.reading import SUBJECTS, child

LOOSE = ("relcl", "advcl", "appos", "parataxis", "cc", "conj", "npadvmod", "dep", "meta")
MAX_WORDS = 14


def noun_target(head: Token, lexicon: Lexicon) -> Span:
    """The noun phrase of `head`, past light nouns: what an idea, plan or call is for."""
    if head.lemma_.lower() in lexicon.light_nouns:
        for preposition in head.children:
            if preposition.dep_ == "prep" and preposition.lower_ in ("of", "for"):
                inner = child(preposition, "pobj")
                if inner is not None and inner.i > head.i and inner.pos_ != "PRON":
                    return noun_target(inner, lexicon)
                gerund = child(preposition, "pcomp")
                if gerund is not None:
                    return verb_target(gerund)
        clause = child(head, "acl")
        if clause is not None and child(clause, "aux") is not None and clause.i > head.i:
            return verb_target(clause)
    return _cut(head, head.left_edge.i, (*LOOSE, "ccomp"))


def verb_target(verb: Token) -> Span:
    """The verb with its objects and close complements, without subject, auxiliaries and adverbials."""
    start = verb.i
    passive = child(verb, "nsubjpass")
    if passive is not None:
        start = passive.left_edge.i
    return _cut(verb, start, ("relcl", "advcl", "parataxis", "npadvmod", "dep", "cc", "conj", "ccomp"))


def clause_target(clause: Token) -> Span:
    """The whole clause from its subject on."""
    subject = child(clause, *SUBJECTS)
    start = subject.left_edge.i if subject is not None else clause.left_edge.i
    return _cut(clause, start, ("relcl", "advcl", "parataxis", "npadvmod", "dep", "cc", "conj"))


def _cut(head: Token, start: int, loose: tuple[str, ...]) -> Span:
    """From `start` to the last token that hangs closely on `head`; at most MAX_WORDS words past the head."""
    end = head.i + 1
    for one in head.rights:
        if one.dep_ in loose or (one.dep_ == "punct" and one.text not in ("”", '"')):
            break
        if one.dep_ == "prep" and child(one, "pcomp") is not None and head.pos_ in ("NOUN", "PROPN"):
            break
        if one.dep_ == "acl" and one.tag_ not in ("VB", "VBN", "VBG"):
            break
        end = max(end, _close_end(one, loose))
    end = min(end, head.i + MAX_WORDS)
    doc = head.doc
    start = min(start, head.i)
    while end - 1 > head.i and (
        doc[end - 1].is_punct or doc[end - 1].is_space or doc[end - 1].pos_ in ("ADP", "CCONJ")
    ):
        end -= 1
    while start < head.i and (doc[start].is_punct or doc[start].is_space or doc[start].lower_ == "no"):
        start += 1
    return _balance(doc[start:end])


def _close_end(token: Token, loose: tuple[str, ...]) -> int:
    end = token.i + 1
    for one in token.rights:
        if one.dep_ in loose and one.dep_ not in ("cc", "conj", "ccomp"):
            break
        if one.dep_ == "punct" and one.text not in ("”", '"', "-"):
            break
        end = max(end, _close_end(one, loose))
    return end


def _balance(span: Span) -> Span:
    """Take in a quotation mark that the phrase opens or closes."""
    doc, text = span.doc, span.text
    if text.count('"') % 2 == 1 or text.count("“") != text.count("”"):
        if span.end < len(doc) and doc[span.end].text in ('"', "”"):
            return doc[span.start : span.end + 1]
        if span.start > 0 and doc[span.start - 1].text in ('"', "“"):
            return doc[span.start - 1 : span.end]
    return span
