"""Decide which scored candidates are stances, and how sure that is.

    Candidates + Scores + Decisions (thresholds, calibration) -> Decided (holder, target, side, confidence)

A name takes at most one side-taking mention in a sentence: the surest. Its likeliest target is taken, and a further one
where that is likely by itself and does not overlap. Thresholds and calibration are fitted on held-out articles by
`training/fit_decisions.py` and ship beside the weights.
"""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Iterator

import numpy as np
from pydantic import BaseModel, ConfigDict
from spacy.tokens import Doc

from transforms.feature_codes import SIDES, Floats
from transforms.features import Candidates
from transforms.network import Scores

SMALLEST = 1e-9


class Decisions(BaseModel):
    """Thresholds and calibration of one set of weights.

    least_side    least probability that the holder takes a side at all
    least_more    least probability of a further target to be one of several
    weight_holder how much the holder's view of the side counts against the pair's, 0 to 1
    mixed_bonus   added to the log odds of "mixed", which training sees too rarely to choose
    calibration   weights of a logistic regression on the evidence of each stance, the constant first (Platt 1999)
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    least_side: float
    least_more: float
    weight_holder: float
    mixed_bonus: float = 0.0
    calibration: tuple[float, ...]


class Decided(BaseModel):
    """One stance as decided: numbers of its holder, its pair and its span in the candidates."""

    model_config = ConfigDict(frozen=True)

    sentence: int
    holder: int
    pair: int
    span: int
    polarity: str
    mode: int
    score: float
    evidence: tuple[float, ...]


def decide(candidates: Candidates, scores: Scores, decisions: Decisions) -> list[Decided]:
    """The stances of an article, by sentence, the surest first within one."""
    pairs_of: dict[int, list[int]] = defaultdict(list)
    for pair, holder in enumerate(candidates.features.pair_of[:, 0].tolist()):
        pairs_of[holder].append(pair)
    of_name: dict[tuple[int, str | None], list[int]] = defaultdict(list)
    for number, one in enumerate(candidates.holders):
        if pairs_of[number]:
            of_name[one.sentence, one.mention.actor].append(number)
    found: list[Decided] = []
    for numbers in of_name.values():
        holder = max(numbers, key=lambda one: 1 - float(scores.takes_side[one, 0]))
        if 1 - scores.takes_side[holder, 0] >= decisions.least_side:
            found += _of_holder(holder, pairs_of[holder], candidates, scores, decisions)
    kept = [one for one in found if not _is_borne_by_another(one, found, candidates)]
    return sorted(kept, key=lambda one: (one.sentence, -one.score))


def confidence(decided: Decided, decisions: Decisions) -> float:
    """Calibrated probability that passage, holder and side are right."""
    constant, *weights = decisions.calibration
    total = constant + sum(weight * value for weight, value in zip(weights, decided.evidence, strict=True))
    return 1 / (1 + math.exp(-total))


def _is_borne_by_another(one: Decided, found: list[Decided], candidates: Candidates) -> bool:
    """Whether a surer stance of that side has a holder in the same phrase: "the French minister", "Roux, the envoy"."""
    return any(
        other.score > one.score
        and other.sentence == one.sentence
        and other.polarity == one.polarity
        and _in_one_phrase(
            candidates.holders[one.holder].mention.head,
            candidates.holders[other.holder].mention.head,
            candidates.spans[one.span].span.doc,
        )
        for other in found
    )


def _in_one_phrase(one: int, other: int, doc: Doc) -> bool:
    """Whether one token hangs on the other as a name, title or apposition does."""
    return any(
        doc[low].head.i == high and doc[low].dep_ in ("compound", "amod", "nmod", "appos")
        for low, high in ((one, other), (other, one))
    )


def _of_holder(
    holder: int, pairs: list[int], candidates: Candidates, scores: Scores, decisions: Decisions
) -> Iterator[Decided]:
    takes_side = 1 - float(scores.takes_side[holder, 0])
    taken: list[tuple[int, int]] = []
    for pair in sorted(pairs, key=lambda one: -scores.chosen[one]):
        span = int(candidates.features.pair_of[pair, 1])
        target = candidates.spans[span].span
        overlaps = any(target.start < end and start < target.end for start, end in taken)
        if taken and (overlaps or scores.one_of[pair] < decisions.least_more):
            continue
        side = _side(scores.takes_side[holder], scores.side[pair], decisions)
        yield Decided(
            sentence=candidates.span_sentences[span],
            holder=holder,
            pair=pair,
            span=span,
            polarity=SIDES[int(side.argmax())],
            mode=int(scores.mode[pair].argmax()),
            score=takes_side * float(side.max()),
            evidence=_evidence(takes_side, float(side.max()), float(scores.one_of[pair]), is_further=bool(taken)),
        )
        taken.append((target.start, target.end))


def _side(by_holder: Floats, by_pair: Floats, decisions: Decisions) -> Floats:
    """Probabilities of the three sides: the geometric mean of what holder and pair say."""
    weight = decisions.weight_holder
    logs = weight * np.log(by_holder[1:] / by_holder[1:].sum() + SMALLEST) + (1 - weight) * np.log(by_pair + SMALLEST)
    logs[SIDES.index("mixed")] += decisions.mixed_bonus
    raised = np.exp(logs)
    shares: Floats = raised / raised.sum()
    return shares


def _evidence(takes_side: float, side: float, one_of: float, *, is_further: bool) -> tuple[float, ...]:
    """What calibration goes by: log odds of taking a side, of the side, of the target; whether it is a further one."""
    return (_log_odds(takes_side), _log_odds(side), _log_odds(one_of), float(is_further))


def _log_odds(share: float) -> float:
    share = min(max(share, 1e-4), 1 - 1e-4)
    return math.log(share / (1 - share))
