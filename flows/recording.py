"""Keep an evaluation: into the store, then into the warehouse and where readers find it.

Evaluation -> rows of ops.evaluations -> store -> load, publish, report
"""

from __future__ import annotations

from dataclasses import dataclass

from flows.evaluating import Evaluation, Request
from flows.loading import bring_in
from flows.measured import known_evaluations, measured_rows
from flows.run import Run


@dataclass(frozen=True)
class Recorded:
    """What became of an evaluation: its key, its figures, whether it is new, and whether the warehouse holds it now."""

    evaluation_id: str
    figures: int
    is_new: bool
    is_loaded: bool


def record_evaluation(run: Run, request: Request, evaluation: Evaluation) -> Recorded:
    """Keep the figures of the run's extractor; the same result of the same extractor and gold is kept once.

    Raises `InputError` where it was not of the extractor's stances.
    """
    rows = measured_rows(request, evaluation, run.knowledge)
    key: str = rows["evaluation_id"][0]
    is_new = key not in known_evaluations(run.store)["evaluation_id"]
    if is_new:
        run.store.add_evaluation(key, rows)
    return Recorded(key, rows.height, is_new, bring_in(run))
