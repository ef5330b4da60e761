"""One writer at a time, told apart; readers of the published file."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import duckdb
import pytest

from schemas.errors import NotFound, SchemaMismatch, WarehouseLocked
from warehouse.connect import open_published, open_warehouse, require_same_schemas
from warehouse.query import published_query

HOLD = """
import sys, pathlib
from warehouse.connect import open_warehouse
with open_warehouse(pathlib.Path(sys.argv[1])):
    print("held", flush=True)
    sys.stdin.readline()
"""


def test_a_second_writer_is_told_who_holds_the_warehouse(path: Path) -> None:
    with subprocess.Popen(
        [sys.executable, "-c", HOLD, str(path)], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    ) as holder:
        assert holder.stdout is not None
        assert holder.stdout.readline() == "held\n"
        with (
            pytest.raises(WarehouseLocked, match=rf"process {holder.pid} on .*waited 0.1 s"),
            open_warehouse(path, 0.1),
        ):
            pass
        holder.communicate("\n")
    with open_warehouse(path, 0.1) as connection:
        assert connection.execute("SELECT count(*) FROM stances").fetchone() == (0,)


def test_a_writer_that_dies_leaves_no_lock(path: Path) -> None:
    with subprocess.Popen(
        [sys.executable, "-c", HOLD, str(path)], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    ) as holder:
        assert holder.stdout is not None
        holder.stdout.readline()
        holder.kill()
        holder.wait()
    with open_warehouse(path, 1):
        pass


def test_a_file_that_another_program_has_open_is_named(path: Path) -> None:
    with open_warehouse(path):
        pass
    reader = "import duckdb, sys; c = duckdb.connect(sys.argv[1]); print('open', flush=True); sys.stdin.readline()"
    with subprocess.Popen(
        [sys.executable, "-c", reader, str(path)], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    ) as other:
        assert other.stdout is not None
        other.stdout.readline()
        with pytest.raises(WarehouseLocked, match="open in another program"), open_warehouse(path, 0.1):
            pass
        other.communicate("\n")


def test_a_warehouse_of_other_schemas_is_refused_with_the_way_out(path: Path) -> None:
    with open_warehouse(path) as connection:
        connection.execute("UPDATE ops.schema_version SET schema_hash = 'old'")
    with pytest.raises(SchemaMismatch, match="stancehouse rebuild"), open_warehouse(path):
        pass


def test_a_published_file_of_other_schemas_is_refused_but_for_questions_of_ones_own(path: Path) -> None:
    with open_warehouse(path) as connection:
        connection.execute("UPDATE ops.schema_version SET schema_hash = 'old'")
    with pytest.raises(SchemaMismatch, match="stancehouse rebuild"):
        open_published(path)
    asked = published_query(path, "SELECT schema_hash FROM ops.schema_version")
    assert asked["schema_hash"].to_list() == ["old"]


def test_a_run_that_waits_for_another_writer_is_not_refused_meanwhile(path: Path) -> None:
    require_same_schemas(path)  # none is there yet
    with open_warehouse(path) as connection:
        connection.execute("UPDATE ops.schema_version SET schema_hash = 'old'")
    with pytest.raises(SchemaMismatch, match="stancehouse rebuild"):
        require_same_schemas(path)
    writer = "import duckdb, sys; c = duckdb.connect(sys.argv[1]); print('open', flush=True); sys.stdin.readline()"
    with subprocess.Popen(
        [sys.executable, "-c", writer, str(path)], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    ) as other:
        assert other.stdout is not None
        other.stdout.readline()
        require_same_schemas(path)
        other.communicate("\n")


def test_asking_before_anything_is_published_says_how_to_publish(tmp_path: Path) -> None:
    with pytest.raises(NotFound, match="stancehouse run SOURCE"):
        open_published(tmp_path / "stancehouse.duckdb")


def test_the_published_file_cannot_be_written(path: Path) -> None:
    with open_warehouse(path):
        pass
    with open_published(path) as connection, pytest.raises(duckdb.InvalidInputException):
        connection.execute("DELETE FROM stances")
