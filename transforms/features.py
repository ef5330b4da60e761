"""What the model is told of an article: pieces, tokens, candidate holders, candidate targets, and pairs of them.

    Reading + mentions + statements + proposals of the rules -> Features (whole numbers and floats, ready to stack)

Rows are made here; what their numbers say stands in `token_features`, `candidate_features` and `parse_paths`.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass

import numpy as np
from tokenizers import Tokenizer

from transforms.attribution import Statement
from transforms.candidate_features import CandidateSentence, holder_categories, holder_numbers, pair_numbers
from transforms.feature_codes import HOLDER_NUMBERS, PAIR_NUMBERS, Floats, Ints
from transforms.grammar import Grammar
from transforms.holders import Holder, holders
from transforms.lexicon import Lexicon
from transforms.mentions import Mention
from transforms.parse_paths import path_of
from transforms.pieces import Windows, windows_of
from transforms.reading import Reading
from transforms.spans import SORTS as SPAN_SORTS
from transforms.spans import TargetSpan, target_spans
from transforms.stances import FoundStance, StanceFinder
from transforms.token_features import TokenFeatures


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
        told = TokenFeatures(reading, mentions, statements, self._grammar)
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
                _add_sentence(rows, CandidateSentence(reading, number, place, windows, found, spans, proposals[number]))
        features = rows.features(
            [window.pieces for window in windows.windows],
            [[told.of(token) for token in window.tokens] for window in windows.windows],
        )
        return Candidates(features, rows.holders, rows.spans, rows.span_sentences, proposals, windows)


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


def _add_sentence(rows: _Rows, sentence: CandidateSentence) -> None:
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
            rows.lists["pair_has"].append(pair_numbers(sentence, holder, span, proposed))


def _add_holder(rows: _Rows, sentence: CandidateSentence, holder: Holder) -> None:
    mention, place = holder.mention, sentence.place
    doc = sentence.reading.doc
    span = doc.char_span(mention.start, mention.end, alignment_mode="expand") or doc[mention.head : mention.head + 1]
    shown = sentence.windows.range_of(place.window, span.start, span.end) or (0, 1)
    rows.lists["holder_at"].append((place.window, *shown, place.start, place.end))
    rows.lists["holder_is"].append(holder_categories(sentence, holder))
    rows.lists["holder_has"].append(holder_numbers(sentence, holder))
