"""Ask the published file: SQL, the list of tables, and where one stance comes from."""

from __future__ import annotations

from importlib.resources import files
from pathlib import Path
from typing import Any

import duckdb
import polars as pl

from schemas.errors import InputError, NotFound
from warehouse.connect import open_published

PARTS = ("stance", "holder", "issue", "article", "run")


def published_query(path: Path, query: str) -> pl.DataFrame:
    """The rows of one statement on the published file at `path`, of whatever version, which can only be read.

    Raises `InputError` with DuckDB's own words where the statement fails, `NotFound` where nothing is published.
    """
    with open_published(path, any_version=True) as connection:
        connection.execute("SET enable_external_access = false")  # a question reads this file and touches no other
        connection.execute("SET lock_configuration = true")
        try:
            relation = connection.sql(query)
            return relation.pl() if relation is not None else pl.DataFrame()
        except duckdb.Error as error:
            raise InputError(f"{error}; `stancehouse tables` lists what can be asked") from error


def read_query(path: Path) -> str:
    """The statement in a file. Raises `InputError` where it is not there, or no UTF-8."""
    if not path.is_file():
        raise InputError(f"query file '{path}' is {'a folder' if path.is_dir() else 'not there'}; check the path")
    try:
        return path.read_text(encoding="utf-8-sig")
    except UnicodeDecodeError as error:
        raise InputError(f"'{path}' is not UTF-8 (byte {error.start}); save it as UTF-8") from error


def list_tables(path: Path) -> pl.DataFrame:
    """Each table and view of the published file, by layer and name, with its comment."""
    return published_query(path, _sql("list_tables"))


def explain(path: Path, stance_id: str) -> dict[str, dict[str, Any]]:
    """The stance whose key starts with `stance_id`, in parts: stance, holder, issue, article, run.

    Raises `NotFound` where no stance or more than one has that key.
    """
    with open_published(path) as connection:
        found = connection.execute(_sql("explain"), [stance_id])
        names = [column[0] for column in found.description or ()]
        rows = found.fetchall()
    if len(rows) != 1:
        many = "no stance has" if not rows else f"{len(rows)} stances have"
        raise NotFound(
            f"{many} a key that starts with '{stance_id}'; `stancehouse sql` on mart.evidence_browser lists the keys"
        )
    fields = dict(zip(names, rows[0], strict=True))
    return {
        part: {name.split("__", 1)[1]: value for name, value in fields.items() if name.startswith(f"{part}__")}
        for part in PARTS
    }


def _sql(name: str) -> str:
    return (files("warehouse") / "queries" / f"{name}.sql").read_text(encoding="utf-8")
