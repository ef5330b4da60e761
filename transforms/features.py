"""What the model is told of an article: pieces, tokens, candidate holders, candidate targets, and pairs of them.

    Reading + mentions + statements + proposals of the rules -> Features (whole numbers and floats, ready to stack)

Numbers name categories of the parse and of the lexicon; 0 is "none". The order of every list here is part of the
model: append, never insert, and train anew.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
from spacy.tokens import Span, Token
from tokenizers import Tokenizer

from schemas.tables.extracted import ACTS
from transforms.attribution import Statement
from transforms.grammar import Grammar
from transforms.holders import Holder, holders
from transforms.lexicon import Lexicon
from transforms.mentions import Mention
from transforms.parse_paths import path_of
from transforms.pieces import Place, Windows, windows_of
from transforms.reading import Reading
from transforms.spans import SORTS as SPAN_SORTS
from transforms.spans import TargetSpan, target_spans
from transforms.stances import FoundStance, StanceFinder

Ints = npt.NDArray[np.int64]
Floats = npt.NDArray[np.float32]

DEPENDENCIES = (
    "acl", "acomp", "advcl", "advmod", "agent", "amod", "appos", "attr", "aux", "auxpass", "case", "cc", "ccomp",
    "compound", "conj", "csubj", "csubjpass", "dative", "dep", "det", "dobj", "expl", "intj", "mark", "meta", "neg",
    "nmod", "npadvmod", "nsubj", "nsubjpass", "nummod", "oprd", "parataxis", "pcomp", "pobj", "poss", "preconj",
    "predet", "prep", "prt", "punct", "quantmod", "relcl", "ROOT", "xcomp",
)  # fmt: skip
KINDS = ("name", "nominal", "pronoun")
SORTS = ("person", "organisation", "place", "group", "self", "unknown")
SIDES = ("support", "oppose", "mixed")
TOKEN_FEATURES = (len(DEPENDENCIES) + 2, 20, 8, 16)
HOLDER_CATEGORIES = (len(KINDS) + 1, len(SORTS) + 1, len(DEPENDENCIES) + 2, len(ACTS) + 1)
HOLDER_NUMBERS = 16
PAIR_NUMBERS = 10


@dataclass(frozen=True)
class Features:
    """One article. Ranges are half-open; windows, holders and spans are counted within the article.

    pieces       one list of piece numbers a window
    tokens       one list of TOKEN_FEATURES a window
    holder_at    (holders, 5): window, mention's pieces (start, end), sentence's pieces (start, end)
    holder_is    (holders, 4) categories;  holder_has (holders, HOLDER_NUMBERS)
    span_at      (spans, 4): window, pieces (start, end), the head's piece;  span_is (spans,) sort
    pair_of      (pairs, 2): holder, span;  pair_path (pairs, 3), see `parse_paths`;  pair_has (pairs, PAIR_NUMBERS)
    """

    pieces: list[list[int]]
    tokens: list[list[tuple[int, ...]]]
    holder_at: Ints
    holder_is: Ints
    holder_has: Floats
    span_at: Ints
    span_is: Ints
    pair_of: Ints
    pair_path: Ints
    pair_has: Floats


@dataclass(frozen=True)
class Candidates:
    """The features of an article with what each row of them stands for."""

    features: Features
    holders: list[Holder]
    spans: list[TargetSpan]
    span_sentences: list[int]
    proposals: list[list[FoundStance]]
    windows: Windows


class Featurizer:
    """Makes candidates and features of one article after another."""

    def __init__(self, lexicon: Lexicon, tokenizer: Tokenizer) -> None:
        self._lexicon = lexicon
        self._grammar = Grammar(lexicon)
        self._tokenizer = tokenizer
        self._finder = StanceFinder(lexicon)

    def of_article(self, reading: Reading, mentions: list[Mention], statements: list[Statement]) -> Candidates:
        """Candidates of an article; rows in order of sentences."""
        windows = windows_of(reading, self._tokenizer)
        proposals = self._finder.propose(reading, mentions, statements)
        told = _TokenFeatures(reading, mentions, statements, self._grammar)
        rows = _Rows()
        for number, found in enumerate(holders(reading, mentions, statements)):
            if not found:
                continue
            place = windows.places[number]
            spans = [
                one
                for one in target_spans(reading.sentences[number], self._lexicon)
                if windows.range_of(place.window, one.span.start, one.span.end) is not None
            ]
            if spans:
                _add_sentence(rows, _Sentence(reading, number, place, windows, found, spans, proposals[number]))
        features = rows.features(
            [window.pieces for window in windows.windows],
            [[told.of(token) for token in window.tokens] for window in windows.windows],
        )
        return Candidates(features, rows.holders, rows.spans, rows.span_sentences, proposals, windows)


class _TokenFeatures:
    """What is told of each token: dependency, what refers to an actor, quotation and statement, the lexicon's view."""

    def __init__(
        self, reading: Reading, mentions: list[Mention], statements: list[Statement], grammar: Grammar
    ) -> None:
        self._reading = reading
        self._grammar = grammar
        self._mention = {
            one.head: 1 + KINDS.index(one.kind) * len(SORTS) + _number(SORTS, one.sort) for one in mentions
        }
        self._content: set[int] = set()
        self._cues: set[int] = set()
        for one in statements:
            self._content.update(i for start, end in one.pieces for i in range(start, end))
            if one.cue is not None:
                self._cues.update(range(*one.cue))
        self._known: dict[int, tuple[int, ...]] = {-1: (0, 0, 0, 0)}

    def of(self, i: int) -> tuple[int, ...]:
        if i not in self._known:
            token = self._reading.doc[i]
            said = self._reading.quoted[i] + 2 * (i in self._content) + 4 * (i in self._cues)
            self._known[i] = (_number(DEPENDENCIES, token.dep_), self._mention.get(i, 0), said, self._view(token))
        return self._known[i]

    def _view(self, token: Token) -> int:
        """0 to 14: blame, none or praise times no predicate, or the side of one."""
        entries = self._grammar.predicates(token)
        side = {"support": 1, "oppose": 2, "mixed": 3, "complement": 4}[entries[0].polarity] if entries else 0
        return (1 + self._grammar.lexicon.evaluation(self._grammar.lemma(token))) * 5 + side


@dataclass(frozen=True)
class _Sentence:
    reading: Reading
    number: int
    place: Place
    windows: Windows
    holders: list[Holder]
    spans: list[TargetSpan]
    proposals: list[FoundStance]


class _Rows:
    """Collects rows; becomes Features."""

    def __init__(self) -> None:
        self.holders: list[Holder] = []
        self.spans: list[TargetSpan] = []
        self.span_sentences: list[int] = []
        self.lists: dict[str, list[tuple[float, ...]]] = defaultdict(list)

    def features(self, pieces: list[list[int]], tokens: list[list[tuple[int, ...]]]) -> Features:
        def ints(name: str, width: int) -> Ints:
            return np.array(self.lists[name], dtype=np.int64).reshape(-1, width)

        def floats(name: str, width: int) -> Floats:
            return np.array(self.lists[name], dtype=np.float32).reshape(-1, width)

        return Features(
            pieces=pieces,
            tokens=tokens,
            holder_at=ints("holder_at", 5),
            holder_is=ints("holder_is", 4),
            holder_has=floats("holder_has", HOLDER_NUMBERS),
            span_at=ints("span_at", 4),
            span_is=ints("span_is", 1)[:, 0],
            pair_of=ints("pair_of", 2),
            pair_path=ints("pair_path", 3),
            pair_has=floats("pair_has", PAIR_NUMBERS),
        )


def _add_sentence(rows: _Rows, sentence: _Sentence) -> None:
    first_span = len(rows.spans)
    for one in sentence.spans:
        shown = sentence.windows.range_of(sentence.place.window, one.span.start, one.span.end)
        head = sentence.windows.windows[sentence.place.window].first.get(one.head.i)
        if shown is None:
            raise AssertionError("a span outside its window was let through")
        rows.lists["span_at"].append((sentence.place.window, *shown, head if head is not None else shown[0]))
        rows.lists["span_is"].append((SPAN_SORTS.index(one.sort),))
        rows.spans.append(one)
        rows.span_sentences.append(sentence.number)
    for holder in sentence.holders:
        number = len(rows.holders)
        rows.holders.append(holder)
        _add_holder(rows, sentence, holder)
        proposed = [one for one in sentence.proposals if one.holder.head == holder.mention.head]
        for place, span in enumerate(sentence.spans):
            if span.span.start <= holder.mention.head < span.span.end and span.sort != "clause":
                continue
            rows.lists["pair_of"].append((number, first_span + place))
            rows.lists["pair_path"].append(path_of(sentence.reading, holder, span.head))
            rows.lists["pair_has"].append(_pair_numbers(sentence, holder, span, proposed))


def _add_holder(rows: _Rows, sentence: _Sentence, holder: Holder) -> None:
    mention, place = holder.mention, sentence.place
    doc = sentence.reading.doc
    head = doc[mention.head]
    span = doc.char_span(mention.start, mention.end, alignment_mode="expand") or doc[mention.head : mention.head + 1]
    shown = sentence.windows.range_of(place.window, span.start, span.end) or (0, 1)
    rows.lists["holder_at"].append((place.window, *shown, place.start, place.end))
    act = next((one.act for one in holder.statements if one.act), None)
    rows.lists["holder_is"].append(
        (
            1 + KINDS.index(mention.kind),
            _number(SORTS, mention.sort),
            _number(DEPENDENCIES, head.dep_),
            0 if act is None else 1 + ACTS.index(act),
        )
    )
    rows.lists["holder_has"].append(_holder_numbers(sentence, holder))


def _holder_numbers(sentence: _Sentence, holder: Holder) -> tuple[float, ...]:
    reading, mention = sentence.reading, holder.mention
    said = {i for one in holder.statements for start, end in one.pieces for i in range(start, end)}
    inside = any(
        one.covers(reading.doc[mention.head])
        for other in sentence.holders
        if other is not holder
        for one in other.statements
    )
    weights = dict.fromkeys(SIDES, 0.0)
    for one in sentence.proposals:
        if one.holder.head == mention.head:
            weights[one.proposal.polarity] = max(weights[one.proposal.polarity], one.proposal.weight)
    length = max(len(reading.sentences[sentence.number]), 1)
    quoted = [reading.quoted[token.i] for token in reading.sentences[sentence.number]]
    return (
        float(holder.is_carried),
        float(mention.is_subject),
        float(bool(holder.statements)),
        float(any(one.level > 1 for one in holder.statements)),
        float(any(one.quote_type == "direct" for one in holder.statements)),
        float(any(one.quote_type == "mixed" for one in holder.statements)),
        len(said) / length,
        float(inside),
        float(reading.quoted[mention.head]),
        sum(quoted) / length,
        *weights.values(),
        min(len(sentence.holders), 10) / 10,
        float(any(other.statements for other in sentence.holders)),
        float(mention.actor_id is not None),
    )


def _pair_numbers(
    sentence: _Sentence, holder: Holder, span: TargetSpan, proposed: list[FoundStance]
) -> tuple[float, ...]:
    reading = sentence.reading
    said = any(one.covers(span.head) for one in holder.statements)
    elsewhere = any(
        one.covers(span.head) for other in sentence.holders if other is not holder for one in other.statements
    )
    agreed = dict.fromkeys(SIDES, 0.0)
    for one in proposed:
        worth = one.proposal.weight * _shared(span.span, one.proposal.target)
        agreed[one.proposal.polarity] = max(agreed[one.proposal.polarity], worth)
    distance = span.head.i - holder.mention.head
    return (
        float(said),
        float(elsewhere),
        float(reading.quoted[span.head.i]),
        *agreed.values(),
        float(distance < 0),
        min(abs(distance), 30) / 30,
        min(len(span.span), 15) / 15,
        float(any(span.span.start <= other.mention.head < span.span.end for other in sentence.holders)),
    )


def _shared(one: Span, other: Span) -> float:
    """F1 of the tokens that two spans share."""
    both = max(0, min(one.end, other.end) - max(one.start, other.start))
    return 2 * both / (len(one) + len(other))


def _number(names: tuple[str, ...], name: str) -> int:
    return names.index(name) + 1 if name in names else 0
