"""What a side is made to depend on: "only if the levy falls", "as long as", "on condition that", "in exchange for".

    word of position -> the words of the first condition that hangs on it, or none

"As" by itself, "even if", "if necessary" and "on condition of anonymity" are no conditions of a side.
"""

from __future__ import annotations

from collections.abc import Iterator

from spacy.tokens import Doc, Span, Token

from transforms.reading import child

MARKS = frozenset({"if", "unless", "until", "provided", "providing"})
PROVISOS = frozenset({"provided", "providing"})
PRICES = frozenset({"exchange", "return"})
VERBS = frozenset({"VERB", "AUX"})


def condition_of(via: Token, doc: Doc) -> Span | None:
    """The words of the condition on which the word of position hangs; null for none."""
    found = (*_clauses(via, doc), *_provisos(via, doc), *_nouns(via, doc))
    return min(found, key=lambda one: one.start, default=None)


def _clauses(via: Token, doc: Doc) -> Iterator[Span]:
    """ "if sanctions fall", "until they fall", "as long as they last"."""
    for clause in via.children:
        if clause.dep_ == "advcl" and _is_condition(clause, doc):
            yield doc[clause.left_edge.i : clause.right_edge.i + 1]
        if clause.lower_ == "long" and clause.i > 0 and doc[clause.i - 1].lower_ in ("as", "so"):
            for after in clause.children:
                mark = child(after, "mark")
                if after.dep_ == "advcl" and mark is not None and mark.lower_ == "as":
                    yield doc[clause.i - 1 : after.right_edge.i + 1]


def _is_condition(clause: Token, doc: Doc) -> bool:
    mark = child(clause, "mark")
    if mark is None or mark.lower_ not in MARKS or clause.pos_ not in VERBS:
        return False
    return not (mark.i > 0 and doc[mark.i - 1].lower_ == "even")


def _provisos(via: Token, doc: Doc) -> Iterator[Span]:
    """ "provided that tariffs fall": the parse hangs it on a noun."""
    for token in via.subtree:
        if token.i > via.i and token.lower_ in PROVISOS and token.dep_ == "acl" and child(token, "ccomp") is not None:
            yield doc[token.i : token.right_edge.i + 1]


def _nouns(via: Token, doc: Doc) -> Iterator[Span]:
    """ "on condition that sanctions fall", "in exchange for a ceasefire"."""
    for noun in via.subtree:
        preposition = noun.head
        if noun.i < via.i or noun.dep_ != "pobj" or preposition.dep_ != "prep":
            continue
        is_price = noun.lower_ in PRICES and any(one.lower_ == "for" and one.dep_ == "prep" for one in noun.children)
        is_proviso = noun.lower_ == "condition" and child(noun, "acl") is not None
        if (preposition.lower_ == "in" and is_price) or (preposition.lower_ == "on" and is_proviso):
            yield doc[preposition.i : noun.right_edge.i + 1]
