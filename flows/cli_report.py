"""The command `stancehouse report`: a page of the published warehouse, or of one issue or actor."""

from __future__ import annotations

from datetime import datetime
from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console

from flows.cli_options import DEFAULT_HOME, Home


class Form(StrEnum):
    """How a report is written."""

    html = "html"
    md = "md"


def register(app: typer.Typer) -> None:
    """Add the command to `app`."""
    app.command()(report)


def report(  # noqa: PLR0913, PLR0917 - an option of the command line is a parameter
    since: Annotated[
        datetime | None,
        typer.Option(formats=["%Y-%m-%d"], help="What changed: stated from this day on; else in the last run."),
    ] = None,
    issue: Annotated[str | None, typer.Option(help="Only this issue, by its id.")] = None,
    actor: Annotated[str | None, typer.Option(help="Only this holder, by its id.")] = None,
    output: Annotated[Path | None, typer.Option(help="The file to write; else report.html or report.md here.")] = None,
    form: Annotated[Form, typer.Option("--format", help="A page for a browser, or Markdown.")] = Form.html,
    charts: Annotated[Path | None, typer.Option(help="Write each chart as SVG and PNG to this folder too.")] = None,
    home: Home = DEFAULT_HOME,
) -> None:
    """Write the report: what changed, who stands where, each issue with its sentences, and what to be careful about."""
    from warehouse.connect import open_published
    from warehouse.report import Scope, write_charts, write_report

    target = output or Path(f"report.{form.value}")
    scope = Scope(since.date() if since else None, issue, actor)
    console = Console(highlight=False)
    with open_published(home / "published" / "stancehouse.duckdb") as connection:
        found = write_report(connection, target, scope, form.value)
    size = target.stat().st_size
    console.print(f"report  {target} ({size:,} bytes, {found.counts['stances']:,} stances)", soft_wrap=True)
    if charts:
        for file in write_charts(found, charts):
            console.print(f"chart   {file}", soft_wrap=True)
