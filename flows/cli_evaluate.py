"""The command `stancehouse evaluate`: how good the extractor is, or whatever wrote a file of predictions."""

from __future__ import annotations

from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer

from flows.cli_options import DEFAULT_HOME, Home, OwnCodebook


class Evaluated(StrEnum):
    """What `evaluate` scores."""

    stances = "stances"
    statements = "statements"


def register(app: typer.Typer) -> None:
    """Add the command to `app`."""
    app.command()(evaluate)


def evaluate(  # noqa: PLR0913, PLR0917 - an option of the command line is a parameter
    gold: Annotated[Path, typer.Argument(help="JSONL of gold rows; for statements also a folder of PolNeAR.")],
    articles: Annotated[Path | None, typer.Option(help="JSONL of the articles that the gold rows are of.")] = None,
    what: Annotated[Evaluated, typer.Option(help="Which table to score.")] = Evaluated.stances,
    predictions: Annotated[
        Path | None, typer.Option(help="Score the rows of this JSONL instead of the extractor's.")
    ] = None,
    issues: Annotated[Path | None, typer.Option(help="JSONL of the gold rows' issues: scores how ids group.")] = None,
    save: Annotated[Path | None, typer.Option(help="Keep this evaluation in a file, for --against.")] = None,
    record: Annotated[
        bool, typer.Option("--record", help="Keep the figures in the store and the warehouse: ops.evaluations.")
    ] = False,
    against: Annotated[
        Path | None, typer.Option(help="Show what was won and lost since the evaluation kept in this file.")
    ] = None,
    codebook: OwnCodebook = None,
    misses: Annotated[
        int, typer.Option(help="Show so many gold rows that were missed and rows that were invented.")
    ] = 0,
    json_: Annotated[bool, typer.Option("--json", help="Print the figures as one JSON object.")] = False,
    home: Home = DEFAULT_HOME,
) -> None:
    """Score the extractor, or a file of predictions, against gold stances or statements.

    Precision, recall and F1, with 95 % intervals over draws of articles.
    """
    from flows.evaluating import Request, compare_with, evaluate_files, read_record, save_record
    from flows.measured import check_measurable
    from flows.show_figures import print_evaluation

    earlier = read_record(against) if against else None
    request = Request(gold, articles, predictions, issues, codebook)
    if record:
        check_measurable(what.value, request)
    evaluation = evaluate_files(what.value, request)
    comparison = compare_with(earlier, against, evaluation) if earlier and against else None
    print_evaluation(evaluation, comparison, misses, as_json=json_)
    if save:
        save_record(evaluation, save)
    if record:
        from flows.running import record_home

        record_home(home, request, evaluation, as_json=json_)
