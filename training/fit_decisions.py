"""Fit thresholds and calibration on articles that a network has not seen.

python -m training.fit_decisions NETWORK.onnx OUT.json ARTICLES STANCES --fold K

The network must have been trained without fold K; the decisions then serve the one that is trained on everything.
"""

from __future__ import annotations

import argparse
from dataclasses import dataclass
from itertools import product
from pathlib import Path
from typing import Any

import numpy as np
from onnxruntime import InferenceSession
from sklearn.linear_model import LogisticRegression

from training.gold import read_annotated
from training.reading import ReadArticle, read_candidates
from training.train import fold_of
from transforms.decide import Decided, Decisions, confidence, decide
from transforms.evaluate import score_stances
from transforms.network import Scores, StanceNetwork

LEAST_SIDE = (0.3, 0.35, 0.4, 0.45, 0.5)
LEAST_MORE = (0.55, 0.6, 0.65, 0.7)
WEIGHT_HOLDER = (0.5, 0.7)
MIXED_BONUS = (0.0, 1.0)
NEARLY = 0.01
UNCALIBRATED = (0.0, 0.0, 0.0, 0.0, 0.0)


@dataclass(frozen=True)
class Scored:
    """One held-out article with all that decisions are made from."""

    read: ReadArticle
    scores: Scores

    def rows(self, decisions: Decisions) -> list[tuple[Decided, dict[str, Any]]]:
        """The stances under these decisions, with rows as the scorer wants them."""
        return [(one, self._row(one)) for one in decide(self.read.candidates, self.scores, decisions)]

    def _row(self, one: Decided) -> dict[str, Any]:
        mention = self.read.candidates.holders[one.holder].mention
        return {
            "doc_id": self.read.annotated.doc_id,
            "evidence": self.read.reading.sentences[one.sentence].text,
            "actor": mention.actor,
            "mention": mention.text,
            "target": self.read.candidates.spans[one.span].span.text,
            "polarity": one.polarity,
        }


def _gold(scored: list[Scored]) -> list[dict[str, Any]]:
    """All gold rows; an article without any is a row of its doc_id alone."""
    return [row for one in scored for row in one.read.annotated.stances or [{"doc_id": one.read.annotated.doc_id}]]


def best_thresholds(scored: list[Scored]) -> Decisions:
    """Of the thresholds whose stance F1 and full F1 together are nearly the best, those that find most opposition.

    Opposition is what systems lose first; differences below NEARLY are noise on so few articles.
    """
    tried = []
    for side, more, weight, bonus in product(LEAST_SIDE, LEAST_MORE, WEIGHT_HOLDER, MIXED_BONUS):
        decisions = Decisions(
            least_side=side, least_more=more, weight_holder=weight, mixed_bonus=bonus, calibration=UNCALIBRATED
        )
        figures = score_stances(_gold(scored), [row for one in scored for _, row in one.rows(decisions)])
        tried.append((figures.stance.f1 + figures.full.f1, figures.recall_by_polarity["oppose"], figures, decisions))
    best = max(reached for reached, *_ in tried)
    _, _, figures, decisions = max((one for one in tried if one[0] >= best - NEARLY), key=lambda one: one[1])
    print(f"{decisions}: stance {figures.stance}, full {figures.full}, recall {figures.recall_by_polarity}")
    return decisions


def calibrated(scored: list[Scored], decisions: Decisions) -> Decisions:
    """The decisions with the logistic regression of being right on what they go by (Platt 1999)."""
    decided = [pair for one in scored for pair in one.rows(decisions)]
    figures = score_stances(_gold(scored), [row for _, row in decided])
    right = {id(pair.predicted) for pair in figures.pairs if pair.is_side_right}
    is_right = np.array([id(row) in right for _, row in decided])
    fitted = LogisticRegression(C=1.0).fit(np.array([one.evidence for one, _ in decided]), is_right)
    made = decisions.model_copy(update={"calibration": (float(fitted.intercept_[0]), *map(float, fitted.coef_[0]))})
    sure = np.array([confidence(one, made) for one, _ in decided])
    print(f"{len(decided)} rows, {is_right.mean():.3f} right; confidence {sure.min():.2f} to {sure.max():.2f}")
    return made


def main() -> None:
    """Read the arguments, fit, write."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("network", type=Path)
    parser.add_argument("out", type=Path)
    parser.add_argument("articles", type=Path)
    parser.add_argument("stances", type=Path)
    parser.add_argument("--fold", type=int, required=True)
    asked = parser.parse_args()
    held_out = [one for one in read_annotated(asked.articles, asked.stances) if fold_of(one.doc_id) == asked.fold]
    network = StanceNetwork(InferenceSession(asked.network))
    scored = [Scored(read, *network.score([read.candidates.features])) for read in read_candidates(held_out)]
    decisions = calibrated(scored, best_thresholds(scored))
    asked.out.write_text(decisions.model_dump_json(indent=2) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
