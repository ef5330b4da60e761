"""Commands for what leaves the warehouse: `sql`, `shell`, `export`, `import-dna`."""

from __future__ import annotations

import sys
from datetime import datetime
from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer

from flows.cli_options import DEFAULT_HOME, Home
from schemas.errors import InputError


class SqlFormat(StrEnum):
    """How the rows of `sql` are written."""

    table = "table"
    jsonl = "jsonl"
    json = "json"
    csv = "csv"
    parquet = "parquet"


class ExportFormat(StrEnum):
    """What `export` writes."""

    parquet = "parquet"
    csv = "csv"
    xlsx = "xlsx"
    arrow = "arrow"
    graphml = "graphml"
    gexf = "gexf"
    dna = "dna"
    frictionless = "frictionless"


class Network(StrEnum):
    """Which network `export` writes."""

    actor_issue = "actor-issue"
    actor_actor = "actor-actor"


def register(app: typer.Typer) -> None:
    """Add the commands to the command line."""
    app.command()(sql)
    app.command()(shell)
    app.command()(export)
    app.command("import-dna")(import_dna)


def sql(
    query: Annotated[str | None, typer.Argument(help="One statement of DuckDB's SQL; it can only read.")] = None,
    file: Annotated[Path | None, typer.Option("--file", help="Take the statement from this file.")] = None,
    format_: Annotated[SqlFormat, typer.Option("--format", help="How to write the rows.")] = SqlFormat.table,
    output: Annotated[Path | None, typer.Option(help="Write to this file instead of the terminal.")] = None,
    home: Home = DEFAULT_HOME,
) -> None:
    """Ask the published warehouse, with SQL."""
    from flows.show import write_rows
    from warehouse.query import published_query, read_query

    if (query is None) == (file is None):
        raise InputError('give one statement: either "SELECT ..." or --file query.sql')
    asked = query if query is not None else read_query(file or Path())
    write_rows(published_query(_published(home), asked), "sql", format_.value, output)


def shell(home: Home = DEFAULT_HOME) -> None:
    """Open DuckDB's own prompt on the published warehouse, read-only, where it is installed."""
    from flows.exporting import open_shell

    sys.exit(open_shell(_published(home)))


def export(  # noqa: PLR0913, PLR0917 - an option of the command line is a parameter
    target: Annotated[Path, typer.Argument(help="The file to write; for parquet, csv, arrow, frictionless a folder.")],
    format_: Annotated[ExportFormat, typer.Option("--format", help="What to write.")],
    what: Annotated[Network, typer.Option(help="Which network, for graphml and gexf.")] = Network.actor_issue,
    since: Annotated[datetime | None, typer.Option(formats=["%Y-%m-%d"], help="Only what was stated since.")] = None,
    issue: Annotated[str | None, typer.Option(help="Only this issue, by its issue_id.")] = None,
    actor: Annotated[str | None, typer.Option(help="Only this actor, by its holder_key.")] = None,
    safe: Annotated[bool, typer.Option("--safe", help="CSV: an apostrophe before text such as =1+1.")] = False,
    home: Home = DEFAULT_HOME,
) -> None:
    """Write the published warehouse for another program: files, a workbook, a network, DNA, a data package."""
    from flows.exporting import Asked, print_written
    from flows.exporting import export as write
    from warehouse.export import Selection

    selection = Selection(since.date() if since else None, issue, actor)
    print_written(write(_published(home), target, Asked(format_.value, what.value, selection, safe)), target)


def import_dna(
    file: Annotated[Path, typer.Argument(help="An event list as CSV, from DNA or from `export --format dna`.")],
    output: Annotated[Path, typer.Option(help="The file of JSON lines to write.")],
    by_title: Annotated[bool, typer.Option("--by-title", help="A document's title is its doc_id.")] = False,
    home: Home = DEFAULT_HOME,
) -> None:
    """Statements coded in Discourse Network Analyzer as rows for `stancehouse evaluate`."""
    from rich.console import Console

    from flows.dna import import_dna as read
    from flows.dna import write_rows_as_lines

    rows = read(file, by_title=by_title)
    write_rows_as_lines(rows, output)
    documents = len({row["doc_id"] for row in rows})
    Console(highlight=False).print(f"wrote {output}: {len(rows):,} stances in {documents:,} documents", soft_wrap=True)


def _published(home: Path) -> Path:
    return home / "published" / "stancehouse.duckdb"
