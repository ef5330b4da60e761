"""Every phrase of a sentence that could name what a side is taken on.

    sentence of the parse -> TargetSpan (span, sort), without repetitions, in text order

A recall-minded list: the model chooses. On the gold articles some phrase of the list has a word F1 of 0.5 or more with
the annotated target in 19 of 20 rows; see docs/method.md.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from spacy.tokens import Span, Token

from transforms.lexicon import Lexicon
from transforms.phrases import clause_target, noun_target, verb_target
from transforms.reading import SUBJECTS, child

SORTS = ("noun", "whole noun", "core noun", "verb", "clause", "adjective")
MOST_WORDS = 24


@dataclass(frozen=True)
class TargetSpan:
    """A phrase that could be a target; `head` is the token that it hangs on, `sort` how it was cut."""

    span: Span
    head: Token
    sort: str


def target_spans(sentence: Span, lexicon: Lexicon) -> list[TargetSpan]:
    """The candidate targets of a sentence, ordered by start and end; the first cut of each range is kept."""
    found: dict[tuple[int, int], TargetSpan] = {}
    for token in sentence:
        for span, sort in _cuts(token, lexicon):
            inside = sentence.start <= span.start and span.end <= sentence.end
            if inside and 0 < len(span) <= MOST_WORDS and any(one.is_alpha or one.like_num for one in span):
                found.setdefault((span.start, span.end), TargetSpan(span, token, sort))
    return [found[key] for key in sorted(found)]


def _cuts(token: Token, lexicon: Lexicon) -> Iterator[tuple[Span, str]]:
    if token.pos_ in ("NOUN", "PROPN", "NUM"):
        if token.dep_ in ("compound", "nmod", "nummod", "quantmod") and token.head.pos_ in ("NOUN", "PROPN"):
            return
        yield noun_target(token, lexicon), "noun"
        yield token.doc[token.left_edge.i : token.right_edge.i + 1], "whole noun"
        yield _core(token), "core noun"
    elif token.pos_ in ("VERB", "AUX"):
        yield verb_target(token), "verb"
        if child(token, *SUBJECTS) is not None:
            yield clause_target(token), "clause"
    elif token.pos_ == "ADJ" and token.dep_ in ("acomp", "amod") and token.ent_type_:
        yield token.doc[token.i : token.i + 1], "adjective"


def _core(noun: Token) -> Span:
    """The noun with what stands before it, and nothing after."""
    start = min([noun.i, *(one.left_edge.i for one in noun.lefts if one.dep_ not in ("punct", "relcl", "acl"))])
    return noun.doc[start : noun.i + 1]
