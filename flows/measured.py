"""How good the extractor is, as rows of ops.evaluations: what was measured here, what ships, what the store keeps.

    Evaluation -> measured_rows            schemas/evaluations.csv + store.evaluations() -> known_evaluations -> load

The shipped file has figures alone, of gold that is not all ours to ship, so that a warehouse carries its error from the
first run on; `tools/measure_quality.py` writes it.
"""

from __future__ import annotations

import hashlib
import shlex
from datetime import UTC, datetime
from importlib.resources import files
from io import StringIO
from pathlib import Path

import polars as pl

from flows.evaluating import Evaluation, Request
from flows.knowledge import Knowledge
from flows.settings import Settings
from flows.store import Store
from schemas.errors import InputError
from schemas.tables.operations import Evaluations
from transforms.evaluate import StanceFigures
from transforms.evaluate_rows import figure_rows, with_id

FILE = "evaluations.csv"  # of `schemas`
STANCES_ALONE = "--record keeps figures of stances alone; leave it out for statements, or keep them with --save FILE"


def measured_rows(request: Request, evaluation: Evaluation, knowledge: Knowledge) -> pl.DataFrame:
    """The figures of one evaluation of the extractor that `knowledge` gives.

    Raises `InputError` where it was not of the extractor's stances.
    """
    from transforms.extractor import VERSION

    figures = evaluation.figures
    if not isinstance(figures, StanceFigures):
        raise InputError(STANCES_ALONE)
    check_measurable("stances", request)
    shared = {
        "evaluated_at": datetime.now(UTC),
        "command": command_of(request, knowledge.settings),
        "gold_name": request.gold.name,
        "gold_hash": hashlib.sha256(request.gold.read_bytes()).hexdigest(),
        "gold_articles": figures.articles,
        "gold_rows": figures.gold,
        "extractor": knowledge.settings.extractor,
        "extractor_version": VERSION,
        "extractor_hash": knowledge.extractor_hash,
        "codebook_version": knowledge.codebook.version,
    }
    return Evaluations.frame(with_id(figure_rows(figures), shared))


def check_measurable(what: str, request: Request) -> None:
    """Raises `InputError` where what is asked for is no evaluation of the extractor's stances."""
    if what != "stances":
        raise InputError(STANCES_ALONE)
    if request.predictions:
        raise InputError(
            f"--record keeps figures of the extractor, and '{request.predictions}' may come from any; "
            "leave out one of them"
        )


def command_of(request: Request, settings: Settings) -> str:
    """The command line that gives the figures again, with the settings that are not the default."""
    usual = Settings.model_construct()
    told = [
        f"STANCEHOUSE_{name.upper()}={str(value).lower()}"
        for name in ("extractor", "issues_by_meaning")
        if (value := getattr(settings, name)) != getattr(usual, name)
    ]
    words = ["stancehouse", "evaluate", str(request.gold)]
    for option in ("articles", "issues", "codebook"):
        if path := getattr(request, option):
            words += [f"--{option}", str(path)]
    return " ".join((*told, shlex.join(words)))


def known_evaluations(store: Store) -> pl.DataFrame:
    """Every evaluation that ships or was recorded, each once."""
    shipped = shipped_evaluations()
    recorded = store.evaluations()
    return pl.concat([shipped, recorded.join(shipped, on="evaluation_id", how="anti", maintain_order="left")])


def shipped_evaluations() -> pl.DataFrame:
    """The figures that ship with this checkout."""
    return read_evaluations((files("schemas") / FILE).read_text(encoding="utf-8"))


def read_evaluations(text: str) -> pl.DataFrame:
    """The frame that `write_evaluations` wrote."""
    schema = {**Evaluations.polars_schema(), "evaluated_at": pl.String()}
    instant = pl.col("evaluated_at").str.to_datetime(time_unit="us", time_zone="UTC")
    return pl.read_csv(StringIO(text), schema=schema).with_columns(instant)


def write_evaluations(evaluations: pl.DataFrame, path: Path) -> None:
    """Write the frame as CSV, a line a figure."""
    instant = pl.col("evaluated_at").dt.strftime("%Y-%m-%dT%H:%M:%SZ")
    evaluations.with_columns(instant).write_csv(path)
