"""The command line: `stancehouse --help`.

Commands resolve paths and settings, call, and print; the work is done elsewhere. Heavy imports stand inside the
commands, so that help answers at once.
"""

from __future__ import annotations

import sys
from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console

from flows import cli_evaluate, cli_export, cli_report, cli_review
from flows.cli_options import DEFAULT_HOME, Home, OwnCodebook
from schemas.errors import CodebookError, InputError, NotFound, StancehouseError

app = typer.Typer(
    name="stancehouse",
    help="News articles in; a warehouse of who takes which side on which issue out, each row with its sentence.",
    no_args_is_help=True,
    pretty_exceptions_enable=False,
    rich_markup_mode="rich",
)
codebook_app = typer.Typer(help="Work on codebooks.", no_args_is_help=True)
app.add_typer(codebook_app, name="codebook")
sources_app = typer.Typer(help="Work on sources.", no_args_is_help=True)
app.add_typer(sources_app, name="sources")


errors = Console(stderr=True, highlight=False)

Files = Annotated[
    list[Path], typer.Argument(help="Files or folders of text, HTML, JSONL, CSV, Parquet or WARC.", metavar="FILE...")
]
Sources = Annotated[
    list[str], typer.Argument(help="A sources.yaml, files, folders, or URLs of any kind.", metavar="SOURCE...")
]


class What(StrEnum):
    """What `extract` shows."""

    stances = "stances"
    statements = "statements"
    mentions = "mentions"
    issues = "issues"


class Format(StrEnum):
    """How rows are written."""

    table = "table"
    jsonl = "jsonl"
    csv = "csv"


@app.command()
def run(
    sources: Sources,
    home: Home = DEFAULT_HOME,
    codebook: OwnCodebook = None,
    show_stances: Annotated[bool, typer.Option("--show-stances", help="Print the stances at the end.")] = False,
    verbose: Annotated[bool, typer.Option("--verbose", "-v", help="Show Prefect's own log too.")] = False,
) -> None:
    """Ingest, extract, validate, load and publish: the whole pipeline, as a Prefect flow.

    What was done before is not done again: a second run of the same sources changes nothing.
    """
    from flows.running import run_flow

    run_flow(sources, home, codebook, show_stances=show_stances, verbose=verbose)


@app.command()
def extract(
    files: Files,
    what: Annotated[What, typer.Option(help="Which table to show.")] = What.stances,
    format_: Annotated[Format, typer.Option("--format", help="How to write the rows.")] = Format.table,
    output: Annotated[Path | None, typer.Option(help="Write to this file instead of the terminal.")] = None,
    codebook: OwnCodebook = None,
    home: Home = DEFAULT_HOME,
) -> None:
    """A quick look at what is found in some articles, without Prefect and without a warehouse."""
    from flows.quick import extract_files
    from flows.show import write_rows

    frame = extract_files(files, what.value, codebook)
    write_rows(frame, what.value, format_.value, output)


@app.command()
def tables(home: Home = DEFAULT_HOME) -> None:
    """List the tables and views of the published warehouse, with what each row is."""
    from flows.show import write_rows
    from warehouse.query import list_tables

    write_rows(list_tables(_published(home)), "tables", "table", None)


@app.command()
def explain(
    stance_id: Annotated[str, typer.Argument(help="Key of the stance, or its first characters.")],
    home: Home = DEFAULT_HOME,
) -> None:
    """Where a stance comes from: its sentence, what fired, how the holder was named, issue, article and run."""
    from flows.show import print_explanation
    from warehouse.query import explain as explain_stance

    print_explanation(explain_stance(_published(home), stance_id))


@app.command()
def publish(home: Home = DEFAULT_HOME) -> None:
    """Publish the warehouse again: a whole copy for readers, Parquet, the report."""
    from flows.running import publish_home

    publish_home(home)


@app.command()
def rebuild(home: Home = DEFAULT_HOME, codebook: OwnCodebook = None) -> None:
    """Make the warehouse anew from the store, and publish it."""
    from flows.running import rebuild_home

    rebuild_home(home, codebook)


@app.command()
def check(home: Home = DEFAULT_HOME) -> None:
    """Run every check of the warehouse; a check is a query for rows that should not be there."""
    from flows.running import check_home

    check_home(home)


@codebook_app.command("check")
def codebook_check(file: Annotated[Path, typer.Argument(help="The codebook file.")], home: Home = DEFAULT_HOME) -> None:
    """Check a codebook file of your own, alone and on top of the shipped one."""
    from flows.knowledge import Knowledge, read_codebook

    own = read_codebook(file)
    Knowledge(file).codebook  # noqa: B018 - merging raises where an alias clashes with a shipped one
    Console().print(f"{file}: {len(own.actors)} actors and {len(own.issues)} issues, no problem found", soft_wrap=True)


@sources_app.command("check")
def sources_check(
    file: Annotated[Path, typer.Argument(help="The sources.yaml.")],
    show: Annotated[int, typer.Option(help="Show so many articles of each source.")] = 3,
    home: Home = DEFAULT_HOME,
) -> None:
    """Visit each source once and print what it would give; nothing is stored. Exit code 1 where one fails."""
    from flows.looking import check_sources

    if not check_sources(file, show):
        sys.exit(1)


@app.command()
def fetch(
    url: Annotated[str, typer.Argument(help="The URL of one article.")],
    text: Annotated[bool, typer.Option("--text", help="Print the cleaned text alone.")] = False,
    home: Home = DEFAULT_HOME,
) -> None:
    """Fetch one article and show it as it would be stored, with what cleaning took out; nothing is stored."""
    from flows.looking import show_page

    show_page(url, text_only=text)


cli_evaluate.register(app)
cli_report.register(app)
cli_export.register(app)
cli_review.register(app)


def _published(home: Path) -> Path:
    return home / "published" / "stancehouse.duckdb"


def main() -> None:
    """Run the command line: our own errors without a traceback, exit code 2 where the input is at fault, else 1."""
    try:
        app()
    except (InputError, CodebookError, NotFound) as error:
        errors.print(f"[bold red]error:[/] {_escaped(error)}", soft_wrap=True)
        sys.exit(2)
    except StancehouseError as error:
        errors.print(f"[bold red]error:[/] {_escaped(error)}", soft_wrap=True)
        sys.exit(1)
    except BrokenPipeError:
        sys.stderr.close()  # the reader has gone: nothing is left to say, and nobody to say it to
        sys.exit(141)


def _escaped(error: StancehouseError) -> str:
    from rich.markup import escape

    return escape(str(error))
