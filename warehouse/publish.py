"""Publish: readers get a whole copy under a fixed name, and never meet the writer's lock.

    warehouse file -> CHECKPOINT, copy, fsync, rename -> published/stancehouse.duckdb + parquet/<table>.parquet

A reader that has the old file open goes on reading it; whoever opens it next sees the new one. A failure leaves what
was published before.
"""

from __future__ import annotations

import errno
import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import duckdb

from schemas.errors import StoreError
from schemas.tables import TABLES
from warehouse.check import require_sound
from warehouse.ddl import copy_to_parquet
from warehouse.load import state
from warehouse.views import read_views

FILE = "stancehouse.duckdb"


def publish(connection: duckdb.DuckDBPyConnection, warehouse: Path, published: Path) -> bool:
    """Publish the warehouse that `connection` has open, if it changed since; whether anything was written.

    Raises `ChecksFailed` where a check finds a bad row: readers keep what was published before.
    """
    marker = published / ".loads"
    present = state(connection)
    if (published / FILE).is_file() and marker.is_file() and marker.read_text(encoding="utf-8") == present:
        return False
    require_sound(connection)
    with _room(published):
        parquet = published / "parquet"
        parquet.mkdir(parents=True, exist_ok=True)
        for name in (*TABLES, *(view.qualified for view in read_views())):
            _replace_parquet(connection, name, parquet / f"{name}.parquet")
        connection.execute("CHECKPOINT")
        replace_copy(warehouse, published / FILE)
        marker.write_text(present, encoding="utf-8")
    return True


def replace_copy(source: Path, target: Path) -> None:
    """Put a copy of `source` in the place of `target`, whole or not at all."""
    temporary = target.with_name(f".{target.name}.{os.getpid()}.part")
    try:
        shutil.copyfile(source, temporary)
        _sync(temporary)
        temporary.replace(target)
    finally:
        temporary.unlink(missing_ok=True)


def _replace_parquet(connection: duckdb.DuckDBPyConnection, name: str, target: Path) -> None:
    temporary = target.with_name(f".{target.name}.{os.getpid()}.part")
    try:
        connection.execute(copy_to_parquet(name, str(temporary)))
        _sync(temporary)
        temporary.replace(target)
    finally:
        temporary.unlink(missing_ok=True)


def _sync(path: Path) -> None:
    with path.open("rb+") as file:
        os.fsync(file.fileno())


@contextmanager
def _room(published: Path) -> Iterator[None]:
    """A full disk as an error that says what to do."""
    try:
        yield
    except OSError as error:
        if error.errno != errno.ENOSPC:
            raise
        raise StoreError(
            f"no space left to publish to '{published}'; free some and run `stancehouse publish`: what was published "
            "before is whole and stays"
        ) from error
    except duckdb.IOException as error:
        if "No space left" not in str(error):
            raise
        raise StoreError(
            f"no space left to publish to '{published}'; free some and run `stancehouse publish`"
        ) from error
