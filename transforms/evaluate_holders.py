"""Is the holder right, given that passage and side are found?

    rows of one article -> pairs that share passage and side, predictions chosen blind -> HolderPair

Detection asks for the holder, and so cannot tell a stance that was not seen from one that was given to the wrong
actor. Here the holder is looked at last.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from transforms.scoring import (
    LEAST_PASSAGE_OVERLAP,
    LEAST_TARGET_F1,
    ComparedRow,
    actors_agree,
    passage_overlap,
    target_f1,
)


@dataclass(frozen=True)
class HolderPair:
    """A gold row and a prediction of its passage and side; whether target and holder are right too."""

    gold: ComparedRow
    predicted: ComparedRow
    is_target_right: bool
    is_holder_right: bool


def holder_pairs(gold: Sequence[ComparedRow], predicted: Sequence[ComparedRow]) -> list[HolderPair]:
    """Pair rows of one article that share passage and side, one to one; predictions are chosen blind to their holder.

    A gold row and a prediction may be paired when their evidence overlaps as for detection and their polarity is the
    same. Pairs are first taken greedily by target F1, then by passage overlap, then in the order of the rows: this
    settles how many gold rows are found, and which predictions stand for them. These predictions are then paired
    anew in the same order of preference, but where gold rows tie (a joint position of two actors is two rows of one
    passage and target) with the one whose holder agrees. Offering a stance once for each actor of the article
    therefore gains nothing: no more predictions count than gold rows are found, and which of them count does not
    depend on their holder.
    """
    chosen = _greedy(gold, predicted, look_at_holder=False)
    kept = [predicted[place] for place in sorted({p for _, p in chosen})]
    matched = [(gold[g], kept[p]) for g, p in _greedy(gold, kept, look_at_holder=True)]
    if len(matched) < len(chosen):  # a tie settled by holders may bar a later pair; no row found may be lost by that
        matched = [(gold[g], predicted[p]) for g, p in chosen]
    return [
        HolderPair(one, other, target_f1(one, other) >= LEAST_TARGET_F1, actors_agree(one, other))
        for one, other in matched
    ]


def _greedy(
    gold: Sequence[ComparedRow], predicted: Sequence[ComparedRow], *, look_at_holder: bool
) -> list[tuple[int, int]]:
    candidates = []
    for g, wanted in enumerate(gold):
        for p, offered in enumerate(predicted):
            shared = passage_overlap(wanted, offered)
            if shared >= LEAST_PASSAGE_OVERLAP and wanted.polarity == offered.polarity:
                agrees = look_at_holder and actors_agree(wanted, offered)
                candidates.append(((target_f1(wanted, offered), shared, agrees), g, p))
    candidates.sort(key=lambda candidate: candidate[0], reverse=True)
    taken_gold: set[int] = set()
    taken_predicted: set[int] = set()
    pairs = []
    for _, g, p in candidates:
        if g not in taken_gold and p not in taken_predicted:
            taken_gold.add(g)
            taken_predicted.add(p)
            pairs.append((g, p))
    return pairs
