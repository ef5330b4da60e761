"""Ways out, as the command line asks for them: `export` and `shell`."""

from __future__ import annotations

import shutil
import subprocess
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import duckdb
from rich.console import Console

from flows.room import room_for
from schemas.errors import InputError, NotFound
from warehouse.connect import open_published
from warehouse.export import Selection, Written, check_selection, write_arrow, write_csv, write_parquet
from warehouse.export_dna import write_dna
from warehouse.export_excel import write_excel
from warehouse.export_network import write_network
from warehouse.export_package import write_package
from warehouse.export_target import whole_file, whole_folder

FOLDERS = ("parquet", "csv", "arrow", "frictionless")  # the other formats are one file
DUCKDB_CLI = "duckdb"


@dataclass(frozen=True)
class Asked:
    """What to export: the format, the network where it is one, the rows, and whether CSV is made safe."""

    form: str
    what: str
    selection: Selection
    safe: bool = False


def export(published: Path, target: Path, asked: Asked) -> Written:
    """Write the published warehouse to `target`, whole or not at all, and say what was written.

    Raises `NotFound` where nothing is published or nobody has the issue or actor asked for, `InputError` where
    `target` cannot be written.
    """
    if asked.safe and asked.form != "csv":
        raise InputError(f"--safe is of --format csv, not of {asked.form}; xlsx and the others need none")
    with open_published(published) as connection, room_for(target):
        check_selection(connection, asked.selection)
        whole = whole_folder if asked.form in FOLDERS else whole_file
        with whole(target) as place:
            written = _writer(asked)(connection, place)
    return written


def print_written(written: Written, target: Path) -> None:
    """One line of what was written, one for each note."""
    console = Console(highlight=False)
    if len(written.rows) > 2:
        what = f"{len(written.rows)} tables, {written.rows.total():,} rows"
    else:
        what = ", ".join(f"{count:,} {name}" for name, count in written.rows.items())
    console.print(f"wrote {target}: {what}", soft_wrap=True, markup=False)
    for note in written.notes:
        console.print(f"  {note}", soft_wrap=True, markup=False, style="dim")


def open_shell(published: Path) -> int:
    """DuckDB's own prompt on the published file, which it can only read; its exit status.

    Raises `NotFound` where nothing is published, or the prompt is not installed: with what to do instead.
    """
    open_published(published, any_version=True).close()
    found = shutil.which(DUCKDB_CLI)
    if found is None:
        raise NotFound(
            f"DuckDB's prompt `{DUCKDB_CLI}` is not on PATH; get it with `pip install duckdb-cli` or from duckdb.org "
            f"(1.5 or later), or ask with `stancehouse sql`, or open '{published}' read-only in any tool that speaks "
            "DuckDB"
        )
    return subprocess.run(  # noqa: S603 - the program that PATH names, and our own arguments
        [found, "-readonly", "-cmd", "SET TimeZone = 'UTC'", str(published)], check=False
    ).returncode


def _writer(asked: Asked) -> Callable[[duckdb.DuckDBPyConnection, Path], Written]:
    selection = asked.selection
    writers: dict[str, Callable[[duckdb.DuckDBPyConnection, Path], Written]] = {
        "parquet": lambda connection, place: write_parquet(connection, place, selection),
        "csv": lambda connection, place: write_csv(connection, place, selection, safe=asked.safe),
        "arrow": lambda connection, place: write_arrow(connection, place, selection),
        "xlsx": lambda connection, place: write_excel(connection, place, selection),
        "frictionless": lambda connection, place: write_package(connection, place, selection),
        "dna": lambda connection, place: write_dna(connection, place, selection),
    }
    network: Callable[[duckdb.DuckDBPyConnection, Path], Written] = lambda connection, place: write_network(  # noqa: E731
        connection, place, asked.form, asked.what, selection
    )
    return writers.get(asked.form, network)
