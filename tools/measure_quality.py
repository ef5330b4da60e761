"""Measure how good the extractor is, and write the figures that ship: schemas/evaluations.csv.

python tools/measure_quality.py            every gold that is here, by network and by rules: a few minutes

Figures alone are written, no text of the gold. Where ../shared/gold is not here, its figures stay as they are: they
keep the hash of the extractor that gave them, and mart.model_quality says whether it is the present one.
"""

from __future__ import annotations

import os
from pathlib import Path

import polars as pl

from flows.evaluating import Request, evaluate_files
from flows.knowledge import Knowledge
from flows.measured import FILE, measured_rows, shipped_evaluations, write_evaluations
from flows.settings import Settings
from schemas.tables.operations import Evaluations

ROOT = Path(__file__).parents[1]
OWN, SHARED = Path("tests/gold"), Path("../shared/gold")
REQUESTS = (
    Request(OWN / "stances.jsonl", OWN / "articles.jsonl", issues=OWN / "stances.jsonl"),
    Request(SHARED / "dev.jsonl", SHARED / "articles.jsonl", issues=SHARED / "dev_issues.jsonl"),
)
EXTRACTORS = ("minilm", "rules")


def measure(request: Request, extractor: str) -> pl.DataFrame:
    """The figures of one extractor on one gold."""
    os.environ["STANCEHOUSE_EXTRACTOR"] = extractor  # as the command that each row tells
    return measured_rows(request, evaluate_files("stances", request), Knowledge(None, Settings()))


def main() -> None:
    """Measure each gold that is here; of the others, keep what was measured before."""
    os.chdir(ROOT)  # the paths of the commands are those from the root of the repository
    here = [request for request in REQUESTS if request.gold.is_file()]
    frames = [measure(request, extractor) for request in here for extractor in EXTRACTORS]
    target = ROOT / "schemas" / FILE
    if target.is_file():
        names = [request.gold.name for request in here]
        frames.append(shipped_evaluations().filter(~pl.col("gold_name").is_in(names)))
    evaluations = Evaluations.validate(pl.concat(frames))
    write_evaluations(evaluations, target)
    print(f"{evaluations.height} figures of {evaluations['evaluation_id'].n_unique()} evaluations in {target}")


if __name__ == "__main__":
    main()
