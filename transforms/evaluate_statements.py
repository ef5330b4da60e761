"""Score predicted statements (attributions) against gold ones.

    Attribution (spans in the article's raw text) -> word tokens -> pairs, article by article -> figures

Spans are held against each other as sets of word tokens, so that quotation marks, final points and white space do
not count. The levels are those of the annotators' scorer for PolNeAR (Newell et al. 2018), and a test holds the two
equal; change a rule here and every figure ever reported changes.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

from transforms.attributions import QUOTE_TYPES, Attribution
from transforms.evaluate_counts import Counts, Measure, Rates, f1_of, harmonic, rates, ratio, share, summed
from transforms.evaluate_tokens import ArticleTokens

LEAST_OVERLAP = 0.5

STATEMENT_MEASURES: dict[str, Measure] = {
    "exact.f1": f1_of("exact", "predicted", "gold"),
    "overlap.precision": ratio("overlap", "predicted"),
    "overlap.recall": ratio("overlap", "gold"),
    "overlap.f1": f1_of("overlap", "predicted", "gold"),
    "token.f1": f1_of("token", "predicted_tokens", "gold_tokens"),
    "full.f1": f1_of("full", "predicted", "gold"),
    "speaker_right": ratio("full", "overlap"),
    "speaker_right_where_named": ratio("named_right", "named"),
}


@dataclass(frozen=True)
class StatementPair:
    """A gold attribution, the prediction whose content overlaps it, and whether the speaker is right."""

    gold: Attribution
    predicted: Attribution
    is_speaker_right: bool


@dataclass(frozen=True)
class StatementFigures:
    """How well predicted statements agree with the gold.

    `exact`: the contents have the same words. `overlap`: they share at least half of their words together, one to
    one, the best first. `token`: words inside any content. `full`: overlap, and the speaker is right: both name none,
    or the head word of each lies in the other. `speaker_right` is the share of the overlapping ones whose speaker is
    right, `speaker_right_where_named` the same where the gold names one, `cue_right` where the cues share a word.
    `by_quote_type` is `overlap` by how the content is quoted: recall of the gold rows of the type, precision of the
    predictions that give it. `counts` holds the tallies of each article.
    """

    articles: int
    gold: int
    predicted: int
    exact: Rates
    exact_with_punctuation: Rates
    overlap: Rates
    token: Rates
    full: Rates
    speaker_right: float
    speaker_right_where_named: float
    cue_right: float
    by_quote_type: dict[str, Rates]
    pairs: tuple[StatementPair, ...]
    missed: tuple[Attribution, ...]
    invented: tuple[Attribution, ...]
    counts: dict[str, Counts]


@dataclass(frozen=True)
class _Compared:
    """An attribution as sets of tokens."""

    row: Attribution
    text: ArticleTokens

    @cached_property
    def content_and_punctuation(self) -> frozenset[int]:
        return self.text.inside(self.row.content)

    @cached_property
    def content(self) -> frozenset[int]:
        return self.text.words(self.content_and_punctuation)

    @cached_property
    def speaker(self) -> frozenset[int]:
        return self.text.words(self.text.inside(self.row.speaker))

    @cached_property
    def head(self) -> int | None:
        return self.text.head(self.text.inside(self.row.speaker))

    @cached_property
    def cue(self) -> frozenset[int]:
        return self.text.inside(self.row.cue)

    @property
    def quote_type(self) -> str:
        return self.row.quote_type or self.text.quote_type(self.row.content)


@dataclass(frozen=True)
class _Outcome:
    """What became of the attributions of one article."""

    pairs: list[StatementPair]
    missed: list[Attribution]
    invented: list[Attribution]
    counts: Counter[str]


def score_statements(
    texts: Mapping[str, str],
    gold: Mapping[str, Sequence[Attribution]],
    predicted: Mapping[str, Sequence[Attribution]],
) -> StatementFigures:
    """Score predictions on the articles that the gold names, by `doc_id`; an article without statements has no rows.

    `texts` holds the raw text of each. Attributions whose content has no word are left aside on both sides.
    """
    outcomes = {
        article: _outcome(ArticleTokens(texts[article]), gold[article], predicted.get(article, ()))
        for article in sorted(gold)
    }
    total = summed(outcome.counts for outcome in outcomes.values())

    def level(hits: str, offered: str = "predicted", wanted: str = "gold") -> Rates:
        return rates(*(int(total.get(name, 0)) for name in (hits, offered, wanted)))

    return StatementFigures(
        articles=len(outcomes),
        gold=int(total.get("gold", 0)),
        predicted=int(total.get("predicted", 0)),
        exact=level("exact"),
        exact_with_punctuation=level("exact_with_punctuation"),
        overlap=level("overlap"),
        token=level("token", "predicted_tokens", "gold_tokens"),
        full=level("full"),
        speaker_right=share(total.get("full", 0), total.get("overlap", 0)),
        speaker_right_where_named=share(total.get("named_right", 0), total.get("named", 0)),
        cue_right=share(total.get("cue", 0), total.get("overlap", 0)),
        by_quote_type={kind: _rates_of_type(kind, total) for kind in QUOTE_TYPES},
        pairs=tuple(pair for outcome in outcomes.values() for pair in outcome.pairs),
        missed=tuple(row for outcome in outcomes.values() for row in outcome.missed),
        invented=tuple(row for outcome in outcomes.values() for row in outcome.invented),
        counts={article: outcome.counts for article, outcome in outcomes.items()},
    )


def _rates_of_type(kind: str, total: Counts) -> Rates:
    precision = share(total.get(f"predicted {kind} right", 0), total.get(f"predicted {kind}", 0))
    recall = share(total.get(f"gold {kind} found", 0), total.get(f"gold {kind}", 0))
    return Rates(precision, recall, harmonic(precision, recall), int(total.get(f"gold {kind} found", 0)))


def _outcome(text: ArticleTokens, gold: Sequence[Attribution], predicted: Sequence[Attribution]) -> _Outcome:
    wanted = [one for row in gold if (one := _Compared(row, text)).content]
    offered = [one for row in predicted if (one := _Compared(row, text)).content]
    overlapping = _overlapping(wanted, offered)
    pairs = [StatementPair(one.row, other.row, _speakers_agree(one, other)) for one, other in overlapping]
    taken = {id(one) for pair in overlapping for one in pair}
    return _Outcome(
        pairs=pairs,
        missed=[one.row for one in wanted if id(one) not in taken],
        invented=[one.row for one in offered if id(one) not in taken],
        counts=_counted(wanted, offered, overlapping),
    )


def _overlapping(wanted: list[_Compared], offered: list[_Compared]) -> list[tuple[_Compared, _Compared]]:
    """Pair contents one to one, those with the largest part of their words in common first; equals in text order."""
    candidates = []
    for g, one in enumerate(wanted):
        for p, other in enumerate(offered):
            if shared := len(one.content & other.content):
                candidates.append((-shared / len(one.content | other.content), g, p))
    taken_wanted: set[int] = set()
    taken_offered: set[int] = set()
    pairs = []
    for part, g, p in sorted(candidates):
        if -part >= LEAST_OVERLAP and g not in taken_wanted and p not in taken_offered:
            taken_wanted.add(g)
            taken_offered.add(p)
            pairs.append((wanted[g], offered[p]))
    return pairs


def _speakers_agree(one: _Compared, other: _Compared) -> bool:
    if one.head is None or other.head is None:
        return one.head is other.head
    return one.head in other.speaker and other.head in one.speaker


def _counted(
    wanted: list[_Compared], offered: list[_Compared], overlapping: list[tuple[_Compared, _Compared]]
) -> Counter[str]:
    gold_words = frozenset[int]().union(*(one.content for one in wanted))
    predicted_words = frozenset[int]().union(*(one.content for one in offered))
    counts = Counter(
        gold=len(wanted),
        predicted=len(offered),
        exact=_equal([one.content for one in wanted], [one.content for one in offered]),
        exact_with_punctuation=_equal(
            [one.content_and_punctuation for one in wanted], [one.content_and_punctuation for one in offered]
        ),
        gold_tokens=len(gold_words),
        predicted_tokens=len(predicted_words),
        token=len(gold_words & predicted_words),
        overlap=len(overlapping),
    )
    counts.update(f"gold {one.quote_type}" for one in wanted)
    counts.update(f"predicted {one.quote_type}" for one in offered)
    for one, other in overlapping:
        is_right = _speakers_agree(one, other)
        counts["full"] += is_right
        counts["named"] += one.head is not None
        counts["named_right"] += is_right and one.head is not None
        counts["cue"] += bool(one.cue & other.cue)
        counts[f"gold {one.quote_type} found"] += 1
        counts[f"predicted {other.quote_type} right"] += 1
    return counts


def _equal(wanted: list[frozenset[int]], offered: list[frozenset[int]]) -> int:
    """How many contents are equal, each to one other."""
    return (Counter(wanted) & Counter(offered)).total()
