"""Find the issue of a target by meaning, where no cue names it.

    target, sentence -> vectors -> the issue that both are nearest to, and its nearest cue -> Likeness or null

The sentence says what is talked about, the target's nearest cue on which pole it stands. Either alone misleads: in one
sentence a target may have nothing to do with its subject, and a bare "the agreement" is near to every agreement.

How the thresholds were set: 270 stances of the training articles were labelled by hand, blind to the classifier
(benchmarks/issue_labels.tsv), and the candidates of all 1,771 without a cue judged down the list. The sentence is
compared with the mean of three descriptions of each issue: better (precision 0.80 at 25 of 220) than with its cues one
by one (0.56) or than the target's own words (0.24). A sentence costs five times a target, so only those are read whose
target is near to some cue.

Of what passes, 0.9 of the issues and 0.8 of the sides are right. It is little, 10 stances of 2,304 beside 447 found by
cues, because likeness without a shared word is seldom sure: cues are the better investment.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np

from schemas.codebook import Issue
from transforms.embedding import Embedder, Vectors

NEAR_ANY, NEAR_CUE = 0.3, 0.56  # a target farther from each issue, or from its nearest cue, hardly becomes SURE
SURE = 1.1  # likeness of the sentence to the issue + of the target to its cue: 0.9 of the issues are right
CUES_DESCRIBED = 12  # the first cues, which are the plainest


@dataclass(frozen=True)
class Likeness:
    """An issue found by meaning: how sure from 0 to 1, the nearest cue, and whether that names the opposite."""

    issue_id: str
    likeness: float
    cue: str
    is_reverse: bool


@dataclass(frozen=True)
class _Near:
    """A target's nearest issue and cue, by their places, and how like the cue is."""

    issue: int
    cue: int
    likeness: float


class IssueVectors:
    """The issues of a codebook as vectors."""

    def __init__(self, issues: Sequence[Issue], embedder: Embedder) -> None:
        self._embedder = embedder
        self._ids = [issue.issue_id for issue in issues]
        self._cues = [(*issue.cues, *issue.reverse_cues) for issue in issues]
        self._forward = [len(issue.cues) for issue in issues]
        self._issues = issues

    @cached_property
    def _about(self) -> Vectors:
        """What each issue is about: the mean of three descriptions; made when first asked for, in a second or two."""
        about = (
            [f"{issue.label}. {issue.proposition}" for issue in self._issues],
            [f"{issue.label}: {', '.join(issue.cues[:CUES_DESCRIBED])}" for issue in self._issues],
            [
                f"{issue.proposition} {issue.support_means}; {issue.oppose_means}. {', '.join(issue.context_cues)}"
                for issue in self._issues
            ],
        )
        return np.asarray(np.mean([self._embedder.embed(texts) for texts in about], axis=0))

    def find(self, targets: Sequence[str], sentences: Sequence[str]) -> list[Likeness | None]:
        """For each target in its sentence the issue that both agree on; null where they do not or are not near."""
        if not targets:
            return []
        vectors = self._embedder.embed(targets)
        nearest = {k: self._nearest_cue(vector) for k, vector in enumerate(vectors)}
        asked = {k: near for k, near in nearest.items() if near is not None}
        about = self._embedder.embed([sentences[k] for k in asked]) @ self._about.T
        found: list[Likeness | None] = [None] * len(targets)
        for (k, near), row in zip(asked.items(), about, strict=True):
            sure = float(row[near.issue]) + near.likeness
            if near.issue == int(row.argmax()) and sure >= SURE:
                found[k] = Likeness(
                    self._ids[near.issue], sure / 2, self._cues[near.issue][near.cue], self._turns(near)
                )
        return found

    def _nearest_cue(self, target: Vectors) -> _Near | None:
        """The target's nearest cue, of the issue that it is nearest to; null where either is too far away."""
        about = self._about @ target
        issue = int(about.argmax())
        if about[issue] < NEAR_ANY:
            return None
        cues = self._embedder.embed(self._cues[issue]) @ target
        cue = int(cues.argmax())
        return _Near(issue, cue, float(cues[cue])) if cues[cue] >= NEAR_CUE else None

    def _turns(self, near: _Near) -> bool:
        return near.cue >= self._forward[near.issue]
