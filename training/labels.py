"""What the gold says of an article's candidates: which holders take a side, on which targets.

    gold rows + Candidates -> Labels, numbered like the candidates' rows

A gold row belongs to the sentence whose words it shares most, and to the candidate there that stands where the row's
mention does; other candidates of the same name are left out of the loss, since the gold does not deny them.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from schemas.table import MODES
from transforms.feature_codes import SIDES, Floats, Ints
from transforms.features import Candidates
from transforms.holders import Holder
from transforms.reading import Reading
from transforms.scoring import Row, actors_agree, compared, passage_overlap, target_f1

LEAST_OVERLAP = 0.6
LEAST_TARGET = 0.5
SHARPNESS = 6.0


@dataclass(frozen=True)
class Labels:
    """Labels of one article.

    holder       (holders, 4): share of none, support, oppose, mixed;  holder_counts (holders,): 0 where left out
    row_holder   (rows,): the holder of each gold row that has one
    row_side     (rows,): its side;  row_mode (rows,): its mode, by schemas.table.MODES, -1 for none
    row_target   for each row (pair, weight) lists, weights sum to 1, empty where none fits
    lost         gold rows without a candidate holder
    """

    holder: Floats
    holder_counts: Floats
    row_holder: Ints
    row_side: Ints
    row_mode: Ints
    row_target: list[list[tuple[int, float]]]
    lost: int


def label(gold: Sequence[Row], reading: Reading, candidates: Candidates) -> Labels:
    """Label one article's candidates by its gold rows; rows without evidence say that the article has none."""
    by_sentence: dict[int, list[int]] = defaultdict(list)
    for number, holder in enumerate(candidates.holders):
        by_sentence[holder.sentence].append(number)
    pairs_of: dict[int, list[tuple[int, int]]] = defaultdict(list)
    for pair, (holder_number, span) in enumerate(candidates.features.pair_of.tolist()):
        pairs_of[holder_number].append((pair, span))
    words = [compared({"evidence": sentence.text}) for sentence in reading.sentences]
    sides = np.zeros((len(candidates.holders), 4), dtype=np.float32)
    counts = np.ones(len(candidates.holders), dtype=np.float32)
    row_holder: list[int] = []
    row_side: list[int] = []
    row_mode: list[int] = []
    row_target: list[list[tuple[int, float]]] = []
    lost = 0
    for row in gold:
        if not row.get("evidence"):
            continue
        wanted = compared(row)
        shares = [passage_overlap(wanted, one) for one in words]
        near = [at for at, share in enumerate(shares) if share >= LEAST_OVERLAP and share >= max(shares) - 0.05]
        meant, left_out = _holder_of(row, candidates.holders, [one for at in near for one in by_sentence[at]])
        counts[left_out] = 0
        if meant is None:
            lost += 1
            continue
        side = SIDES.index(row["polarity"])
        sides[meant, 1 + side] += 1
        row_holder.append(meant)
        row_side.append(side)
        row_mode.append(MODES.index(row["mode"]) if row.get("mode") in MODES else -1)
        row_target.append(_targets(row, candidates, pairs_of[meant]))
    taken = sides.sum(1)
    counts[taken > 0] = 1
    sides[taken == 0, 0] = 1
    sides[taken > 0] /= taken[taken > 0, None]
    numbers = (np.array(one, np.int64) for one in (row_holder, row_side, row_mode))
    return Labels(sides, counts, *numbers, row_target, lost)


def _holder_of(row: Row, holders: list[Holder], numbers: list[int]) -> tuple[int | None, list[int]]:
    """The candidate that a gold row means, and the others that agree with it."""
    wanted = compared(row)
    mention = _bare(row.get("mention") or "")
    agreeing = [
        number
        for number in numbers
        if actors_agree(
            wanted, compared({"actor": holders[number].mention.actor, "mention": holders[number].mention.text})
        )
    ]
    literal = [number for number in numbers if _bare(holders[number].mention.text) == mention]
    partly = [number for number in agreeing if mention and mention in _bare(holders[number].mention.text)]
    for choice in ([one for one in literal if one in agreeing], literal, partly, agreeing):
        if choice:
            best = max(choice, key=lambda one: (holders[one].mention.is_subject, bool(holders[one].statements)))
            return best, [one for one in agreeing if one != best]
    return None, []


def _bare(text: str) -> str:
    words = text.lower().replace("’s", "").replace("'s", "").split()
    return " ".join(words[1:] if words[:1] in (["the"], ["a"], ["an"]) else words)


def _targets(row: Row, candidates: Candidates, pairs: list[tuple[int, int]]) -> list[tuple[int, float]]:
    wanted = compared(row)
    fits = [(pair, target_f1(wanted, compared({"target": candidates.spans[span].span.text}))) for pair, span in pairs]
    best = max((fit for _, fit in fits), default=0.0)
    good = [(pair, fit) for pair, fit in fits if fit >= max(LEAST_TARGET, best - 0.25)]
    weights = np.exp(SHARPNESS * (np.array([fit for _, fit in good]) - best)) if good else np.array([])
    return [(pair, float(weight / weights.sum())) for (pair, _), weight in zip(good, weights, strict=True)]
