"""What training minimises: sides of holders, choice of targets, sides and modes of pairs, tags of statements."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import torch
from torch import Tensor
from torch.nn import functional

from training.example import IGNORED, Example
from transforms.feature_codes import SIDES
from transforms.stacking import stack, starts

WEIGHTS = {"takes side": 3.0, "target": 0.5, "side": 0.7, "mode": 0.2, "further targets": 1.0, "tags": 1.0}


@dataclass(frozen=True)
class Batch:
    """Stacked examples: what the network takes, and what it should say."""

    inputs: dict[str, Tensor]
    holder: Tensor  # (holders, 4)
    holder_counts: Tensor  # (holders,)
    rows: list[tuple[int, int, int, list[tuple[int, float]]]]  # holder, side, mode, pairs with weights
    tags: Tensor  # (windows, pieces, 3)


def batch_of(examples: list[Example]) -> Batch:
    """Stack examples, the labels' numbers moved along with the rows that they name."""
    stacked = stack([one.features for one in examples])
    holders = starts(len(one.features.holder_at) for one in examples)
    pairs = starts(len(one.features.pair_of) for one in examples)
    tags = np.full((*stacked.pieces.shape, 3), IGNORED)
    window = 0
    rows = []
    for at, one in enumerate(examples):
        for place, shown in enumerate(one.features.pieces):
            if one.tags is not None:
                tags[window, : len(shown)] = one.tags[place]
            window += 1
        labels = one.labels
        numbers = zip(labels.row_holder.tolist(), labels.row_side.tolist(), labels.row_mode.tolist(), strict=True)
        for (holder, side, mode), targets in zip(numbers, labels.row_target, strict=True):
            moved = [(pair + pairs[at], weight) for pair, weight in targets]
            rows.append((holder + holders[at], side, mode, moved))
    return Batch(
        inputs={name: torch.from_numpy(array) for name, array in stacked.arrays().items()},
        holder=torch.from_numpy(np.concatenate([one.labels.holder for one in examples])),
        holder_counts=torch.from_numpy(np.concatenate([one.labels.holder_counts for one in examples])),
        rows=[row for row in rows if row[3]],
        tags=torch.from_numpy(tags),
    )


def losses(batch: Batch, takes_side: Tensor, pairs: Tensor, tags: Tensor) -> dict[str, Tensor]:
    """Each loss by name, unweighted, averaged over its rows; a batch without gold rows has the first and last only."""
    found = {"takes side": _of_holders(batch, takes_side), "tags": _of_tags(batch, tags)}
    if batch.rows:
        found |= _of_pairs(batch, pairs, len(takes_side))
    return found


def _of_holders(batch: Batch, takes_side: Tensor) -> Tensor:
    each = -(batch.holder * takes_side.log_softmax(1)).sum(1)
    return (each * batch.holder_counts).sum() / batch.holder_counts.sum()


def _of_pairs(batch: Batch, pairs: Tensor, holders: int) -> dict[str, Tensor]:
    holder_of = batch.inputs["pair_of"][:, 0]
    right = torch.tensor([pair for row in batch.rows for pair, _ in row[3]])
    weight = torch.tensor([share for row in batch.rows for _, share in row[3]])
    side = torch.tensor([row[1] for row in batch.rows for _ in row[3]])
    mode = torch.tensor([row[2] for row in batch.rows for _ in row[3]])
    chosen = pairs[:, 0] - _log_sum_by(pairs[:, 0], holder_of, holders)
    sides, modes = pairs[:, 2 : 2 + len(SIDES)], pairs[:, 2 + len(SIDES) :]
    wanted = torch.zeros(len(pairs)).index_fill(0, right, 1.0)
    asked = torch.zeros(holders).index_fill(0, torch.tensor([row[0] for row in batch.rows]), 1.0)[holder_of]
    one_of = functional.binary_cross_entropy_with_logits(pairs[:, 1], wanted, reduction="none")
    count = len(batch.rows)
    return {
        "target": -(weight * chosen[right]).sum() / count,
        "side": (weight * functional.cross_entropy(sides[right], side, reduction="none")).sum() / count,
        "mode": (weight * functional.cross_entropy(modes[right], mode, reduction="none", ignore_index=-1)).sum()
        / count,
        "further targets": (one_of * asked).sum() / asked.sum(),
    }


def _of_tags(batch: Batch, tags: Tensor) -> Tensor:
    if not bool((batch.tags != IGNORED).any()):
        return torch.zeros(())
    layers = batch.tags.shape[2]
    by_layer = tags.reshape(*tags.shape[:2], layers, -1)
    return functional.cross_entropy(by_layer.flatten(0, 2), batch.tags.flatten(), ignore_index=IGNORED)


def _log_sum_by(logits: Tensor, group: Tensor, groups: int) -> Tensor:
    """For each row the log of the summed exponentials of its group."""
    highest = torch.full((groups,), -1e4).scatter_reduce(0, group, logits.detach(), "amax")
    total = torch.zeros(groups).scatter_add(0, group, (logits - highest[group]).exp())
    return (highest + total.clamp_min(1e-9).log())[group]
