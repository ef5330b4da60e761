"""The commands `stancehouse review ...`: people correct machines."""

from __future__ import annotations

from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer
from rich.console import Console
from rich.markup import escape

from flows.cli_options import DEFAULT_HOME, Home
from schemas.errors import InputError

if TYPE_CHECKING:
    from flows.run import Run

review_app = typer.Typer(help="Review stances, correct them, and measure agreement.", no_args_is_help=True)
console = Console(highlight=False)

OwnCodebook = Annotated[
    Path | None, typer.Option("--codebook", help="The codebook file of your own that the run used.")
]
Coder = Annotated[str, typer.Option("--coder", help="Who decided: a name or initials.")]


class SampleKind(StrEnum):
    """Which stances `review export` takes."""

    random = "random"
    uncertain = "uncertain"
    issue = "issue"


def register(app: typer.Typer) -> None:
    """Add the commands to the command line."""
    app.add_typer(review_app, name="review")


@review_app.command("export")
def export(  # noqa: PLR0913, PLR0917 - each is an option of the command line
    file: Annotated[Path, typer.Argument(help="A .xlsx file, or .json for tasks of Label Studio.")],
    sample: Annotated[
        SampleKind, typer.Option(help="At random, the least certain first, or those on one issue.")
    ] = SampleKind.random,
    size: Annotated[int, typer.Option(min=1, help="How many stances.")] = 50,
    issue: Annotated[str | None, typer.Option(help="Key of the issue, for --sample issue.")] = None,
    seed: Annotated[int, typer.Option(help="The same seed gives the same sample of the same warehouse.")] = 0,
    reviewed: Annotated[bool, typer.Option("--reviewed", help="Take stances that were reviewed before, too.")] = False,
    home: Home = DEFAULT_HOME,
) -> None:
    """Write a sample of stances for people to review."""
    from flows.review import export_review
    from warehouse.review import Sample

    if (sample is SampleKind.issue) != (issue is not None):
        raise InputError("--sample issue and --issue ID belong together; give both or neither")
    count, files = export_review(_published(home), file, Sample(sample.value, size, issue, seed, reviewed))
    _say(f"{count} stances to review in " + " and ".join(str(one) for one in files))


@review_app.command("import")
def import_(
    file: Annotated[Path, typer.Argument(help="A review file that was filled in, or Label Studio's JSON export.")],
    coder: Coder,
    codebook: OwnCodebook = None,
    home: Home = DEFAULT_HOME,
) -> None:
    """Read a review back: all of it or nothing. The same file twice changes nothing."""
    from flows.review import import_review

    done = import_review(_run(home, codebook), file, coder)
    _say(f"{done.filled} stances were reviewed in {file}; {done.new} decisions are new")
    _say_if_behind(done.is_loaded)


@review_app.command("list")
def list_(home: Home = DEFAULT_HOME) -> None:
    """List what was decided, the last first: by whom, when, what, and whether it is in force."""
    import polars as pl

    from flows.show import as_table, wide_console
    from warehouse.review import review_list

    frame = review_list(_published(home))
    shown = frame.select(
        pl.col("decision_id").str.head(10).alias("decision"),
        "coder",
        pl.col("decided_at").dt.strftime("%Y-%m-%d %H:%M").alias("decided"),
        "verdict",
        "changes",
        "state",
        "holder",
        "target",
    )
    wide_console().print(as_table(shown) if frame.height else "nothing was decided yet")


@review_app.command("undo")
def undo(
    correction_id: Annotated[str, typer.Argument(help="Key of the correction or decision, or its first characters.")],
    coder: Coder,
    codebook: OwnCodebook = None,
    home: Home = DEFAULT_HOME,
) -> None:
    """Take a decision back, as a whole; it stays in the list."""
    from flows.review import undo as take_back

    decision, is_loaded = take_back(_run(home, codebook), correction_id, coder)
    _say(f"decision {decision.decision_id} of {decision.coder} ('{decision.verdict}') was taken back by {coder}")
    _say_if_behind(is_loaded)


@review_app.command("agreement")
def agreement(
    files: Annotated[
        list[Path] | None,
        typer.Argument(help="Filled-in files, each of one coder; without any, the store's decisions."),
    ] = None,
    codebook: OwnCodebook = None,
    home: Home = DEFAULT_HOME,
) -> None:
    """Cohen's kappa and Krippendorff's alpha between coders, and kappa against the extractor, field by field."""
    from flows.review_results import agreement_table
    from flows.show import as_table, wide_console

    wide_console().print(as_table(agreement_table(_run(home, codebook), files or [])))


@review_app.command("gold")
def gold(
    out: Annotated[Path, typer.Argument(help="The JSONL file to write; the articles go beside it.")],
    home: Home = DEFAULT_HOME,
) -> None:
    """Write what people confirmed, corrected and added as gold for `stancehouse evaluate`."""
    from flows.review_results import write_gold

    rows, articles, beside = write_gold(_published(home), out)
    _say(f"{rows} gold stances of {articles} articles in {out}")
    _say(f"score with: stancehouse evaluate {out} --articles {beside}")


def _run(home: Path, codebook: Path | None) -> Run:
    from flows import steps
    from flows.knowledge import Knowledge
    from flows.settings import Home as Places
    from flows.settings import Settings

    settings = Settings()
    return steps.Run(steps.new_run_id(), (), Places.of(settings, home), settings, Knowledge(codebook, settings))


def _published(home: Path) -> Path:
    return home / "published" / "stancehouse.duckdb"


def _say(text: str) -> None:
    console.print(escape(text), soft_wrap=True)


def _say_if_behind(is_loaded: bool) -> None:
    if not is_loaded:
        _say(
            "kept in the store; the warehouse is of another version, extractor or codebook, or not there: "
            "`stancehouse run` or `stancehouse rebuild` puts the decisions in"
        )
