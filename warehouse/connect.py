"""Open the warehouse: one writer at a time, and readers of the published file.

    open_warehouse(path) -> connection, under an OS lock        open_published(path) -> read-only connection

DuckDB lets one process write a file and no other open it meanwhile. The lock beside the file makes a second writer
wait, and tells it who holds it.
"""

from __future__ import annotations

import json
import os
import socket
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from uuid import uuid4

import duckdb
from filelock import FileLock, Timeout

from schemas.errors import NotFound, SchemaMismatch, WarehouseLocked
from warehouse.ddl import create_statements
from warehouse.version import create_version, schema_hash
from warehouse.views import create_views


@contextmanager
def open_warehouse(path: Path, wait_s: float = 60) -> Iterator[duckdb.DuckDBPyConnection]:
    """A connection that writes; the tables and views are there. Closed, and the lock freed, at the end.

    Raises `WarehouseLocked` when another process holds the warehouse for longer than `wait_s` seconds, and
    `SchemaMismatch` when the file was made from other schemas.
    """
    with lock(path, wait_s):
        connection = _connect(path)
        try:
            _prepare(connection, path)
            yield connection
        finally:
            connection.close()


@contextmanager
def lock(path: Path, wait_s: float = 60) -> Iterator[None]:
    """Hold the warehouse at `path` for writing; freed by the system if the process dies.

    Raises `WarehouseLocked` after `wait_s` seconds, naming the process that holds it.
    """
    path.parent.mkdir(parents=True, exist_ok=True)
    holder = path.with_name(path.name + ".holder")
    held = FileLock(path.with_name(path.name + ".lock"))
    try:
        held.acquire(timeout=wait_s)
    except Timeout as error:
        raise WarehouseLocked(_who_holds(path, holder, wait_s)) from error
    try:
        holder.write_text(json.dumps(_myself()), encoding="utf-8")
        yield
    finally:
        holder.unlink(missing_ok=True)
        held.release()


def open_published(path: Path, *, any_version: bool = False) -> duckdb.DuckDBPyConnection:
    """A read-only connection to the published file; with `any_version` also to one of another version of stancehouse.

    Raises `NotFound` where nothing was published yet, and `SchemaMismatch` when the file was made from other schemas.
    """
    if not path.is_file():
        raise NotFound(f"no published warehouse at '{path}'; make one with `stancehouse run SOURCE`, or give --home")
    connection = duckdb.connect(str(path), read_only=True)
    try:
        if not any_version:
            _require_same_schemas(connection, path)
    except SchemaMismatch:
        connection.close()
        raise
    connection.execute("SET TimeZone = 'UTC'")  # days are UTC days, wherever the reader sits
    return connection


def require_same_schemas(path: Path) -> None:
    """Raises `SchemaMismatch` when the warehouse at `path` was made from other schemas; nothing where none is there.

    A file that another process writes is not looked at: `open_warehouse` waits for it, and looks then.
    """
    if not path.is_file():
        return
    try:
        connection = duckdb.connect(str(path), read_only=True)
    except duckdb.IOException as error:
        if "could not set lock" not in str(error).lower():
            raise
        return
    with connection:
        _require_same_schemas(connection, path)


def _connect(path: Path) -> duckdb.DuckDBPyConnection:
    try:
        connection = duckdb.connect(str(path))
    except duckdb.IOException as error:
        if "could not set lock" not in str(error).lower():
            raise
        raise WarehouseLocked(
            f"'{path}' is open in another program ({str(error).splitlines()[0]}); close it there, and open "
            "published/stancehouse.duckdb instead, which never blocks a load"
        ) from error
    connection.execute("SET TimeZone = 'UTC'")
    return connection


def _prepare(connection: duckdb.DuckDBPyConnection, path: Path) -> None:
    """Make tables and views where the file is new; refuse one that was made from other schemas."""
    found = _require_same_schemas(connection, path)
    connection.begin()
    if not found:
        for statement in (*create_statements(), *create_version()):
            connection.execute(statement)
        connection.execute("INSERT INTO ops.schema_version VALUES (?, 0, ?)", [schema_hash(), str(uuid4())])
        create_views(connection)
    connection.commit()


def _require_same_schemas(connection: duckdb.DuckDBPyConnection, path: Path) -> bool:
    """Whether the file says from which schemas it was made; refused where they are others."""
    found = connection.execute(
        "SELECT 1 FROM information_schema.tables WHERE table_schema = 'ops' AND table_name = 'schema_version'"
    ).fetchall()
    if not found:
        return False
    stored = connection.execute("SELECT schema_hash FROM ops.schema_version").fetchall()
    if stored != [(schema_hash(),)]:
        raise SchemaMismatch(
            f"'{path}' was made from other schemas ({stored[0][0] if stored else 'none'}, now {schema_hash()}); "
            "`stancehouse rebuild` makes it anew from the store"
        )
    return True


def _myself() -> dict[str, object]:
    return {
        "pid": os.getpid(),
        "host": socket.gethostname(),
        "command": " ".join(sys.argv)[:200],
        "since": datetime.now(UTC).isoformat(timespec="seconds"),
    }


def _who_holds(path: Path, holder: Path, wait_s: float) -> str:
    try:
        who = json.loads(holder.read_text(encoding="utf-8"))
        by = f"process {who['pid']} on {who['host']} since {who['since']} ({who['command']})"
    except (OSError, ValueError, KeyError):
        by = "another process"
    return f"'{path}' is held for writing by {by}; waited {wait_s:g} s: let it finish, or end it, and run again"
