"""Run the trained network over articles.

    Features of articles -> onnxruntime -> Scores of each article (probabilities, numbered like its features)

Transforms read no files: the session is handed in. What the network computes is defined in `training/network.py`; its
tags of statements serve training alone.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Protocol

import numpy as np

from transforms.feature_codes import SIDES, Floats
from transforms.features import Features
from transforms.stacking import stack


class Session(Protocol):
    """See `onnxruntime.InferenceSession`."""

    def run(self, output_names: list[str] | None, input_feed: Mapping[str, Any]) -> Sequence[Any]:
        """The named outputs."""
        ...


@dataclass(frozen=True)
class Scores:
    """Probabilities of one article.

    takes_side   (holders, 4): none, support, oppose, mixed
    chosen       (pairs,): that the pair's target is the one, among all targets of its holder in the sentence
    one_of       (pairs,): that it is one of perhaps several
    side         (pairs, 3): support, oppose, mixed;  mode (pairs, 4): by schemas.table.MODES
    """

    takes_side: Floats
    chosen: Floats
    one_of: Floats
    side: Floats
    mode: Floats


class StanceNetwork:
    """The network behind an onnxruntime session."""

    def __init__(self, session: Session) -> None:
        self._session = session

    def score(self, articles: Sequence[Features]) -> list[Scores]:
        """Score articles, in order; those without any pair get scores without rows.

        Each article is a call of its own: 8-bit weights scale by the largest value of a call, so an article's scores
        would otherwise depend on its neighbours.
        """
        return [self._run(article) if len(article.pair_of) else NOTHING for article in articles]

    def _run(self, article: Features) -> Scores:
        sides, pairs = self._session.run(["sides", "pairs"], stack([article]).arrays())
        return Scores(
            takes_side=softmax(sides),
            chosen=_softmax_by(pairs[:, 0], article.pair_of[:, 0], len(article.holder_at)),
            one_of=1 / (1 + np.exp(-pairs[:, 1])),
            side=softmax(pairs[:, 2 : 2 + len(SIDES)]),
            mode=softmax(pairs[:, 2 + len(SIDES) :]),
        )


NOTHING = Scores(
    takes_side=np.zeros((0, 4), np.float32),
    chosen=np.zeros(0, np.float32),
    one_of=np.zeros(0, np.float32),
    side=np.zeros((0, 3), np.float32),
    mode=np.zeros((0, 4), np.float32),
)


def softmax(logits: Floats) -> Floats:
    """Probabilities over the last axis."""
    raised = np.exp(logits - logits.max(axis=-1, keepdims=True, initial=-np.inf))
    shares: Floats = raised / raised.sum(axis=-1, keepdims=True)
    return shares


def _softmax_by(logits: Floats, group: Any, groups: int) -> Floats:
    """Probabilities among the rows of one group; rows of a group need not stand together."""
    highest = np.full(groups, -np.inf, dtype=np.float32)
    np.maximum.at(highest, group, logits)
    raised = np.exp(logits - highest[group])
    totals = np.zeros(groups, dtype=np.float32)
    np.add.at(totals, group, raised)
    shares: Floats = raised / totals[group]
    return shares
