"""What is written down is what the code does."""

from __future__ import annotations

import importlib
import re
from pathlib import Path

import pytest
from typer.testing import CliRunner

from flows.cli import app
from flows.settings_doc import settings_page
from schemas.tables import TABLES
from warehouse.connect import open_warehouse
from warehouse.dictionary import dictionary
from warehouse.views import read_views

ROOT = Path(__file__).parents[2]


@pytest.mark.parametrize("package", ["schemas", "transforms", "warehouse", "flows"])
def test_each_package_is_that_of_this_checkout(package: str) -> None:
    found = importlib.import_module(package).__file__
    assert found is not None
    assert Path(found).is_relative_to(ROOT)


def test_the_data_dictionary_is_up_to_date() -> None:
    assert (ROOT / "docs" / "tables.md").read_text(encoding="utf-8") == dictionary()


def test_the_data_dictionary_names_every_column_of_every_table_and_view(tmp_path: Path) -> None:
    page = (ROOT / "docs" / "tables.md").read_text(encoding="utf-8")
    sections = {part.partition("\n")[0]: part for part in page.split("\n## ")[1:]}
    with open_warehouse(tmp_path / "stancehouse.duckdb", wait_s=5) as connection:
        columns = connection.sql(
            "SELECT CASE schema_name WHEN 'main' THEN '' ELSE schema_name || '.' END || table_name, column_name, "
            "comment FROM duckdb_columns() WHERE NOT internal AND database_name = current_database()"
        ).fetchall()
    assert len(columns) > 300
    assert [name for name, column, _ in columns if f"| `{column}` |" not in sections.get(name, "")] == []
    assert [(name, column) for name, column, comment in columns if not comment] == []


def test_the_page_of_settings_is_up_to_date_and_every_setting_says_its_meaning() -> None:
    page = settings_page()
    assert (ROOT / "docs" / "settings.md").read_text(encoding="utf-8") == page
    assert "|  |\n" not in page.replace("| default |", "")


@pytest.mark.parametrize("name", TABLES)
def test_every_table_says_its_grain_and_every_column_its_meaning(name: str) -> None:
    table = TABLES[name]
    assert re.match(r"One .+\.$", table.grain()), table.grain()
    assert set(table.key()) <= {column.name for column in table.columns()}
    assert table.key()
    for column in table.columns():
        assert column.description.endswith("."), f"{name}.{column.name}"


def test_a_view_names_in_its_header_what_its_query_reads() -> None:
    for view in read_views():
        body = "\n".join(line for line in view.query.splitlines() if not line.startswith("--"))
        read = {name.removeprefix("main.") for name in re.findall(r"(?:FROM|JOIN) ((?:main|mart|ops)\.\w+)", body)}
        assert read == set(view.reads), view.name


def test_the_readme_names_every_command() -> None:
    readme = (ROOT / "README.md").read_text(encoding="utf-8")
    commands = [command.name or command.callback.__name__ for command in app.registered_commands if command.callback]
    missing = [name for name in commands if f"stancehouse {name}" not in readme]
    assert missing == []


def test_help_names_the_main_command_first() -> None:
    first = app.registered_commands[0]
    assert first.callback is not None
    assert (first.name or first.callback.__name__) == "run"


def test_every_command_explains_itself() -> None:
    for command in app.registered_commands:
        assert command.callback is not None
        result = CliRunner().invoke(app, [command.name or command.callback.__name__, "--help"])
        assert result.exit_code == 0
        assert "--home" in result.output


def test_no_sentence_of_the_seed_stands_in_the_code() -> None:
    names = re.compile("zelensk|peskov|macron|zaporizh|donbas", re.IGNORECASE)
    found = [
        str(path.relative_to(ROOT))
        for package in ("schemas", "transforms", "warehouse", "flows")
        for path in (ROOT / package).rglob("*.py")
        if names.search(path.read_text(encoding="utf-8"))
    ]
    assert found == []


def test_files_and_functions_stay_short() -> None:
    long_files = {
        str(path.relative_to(ROOT)): lines
        for package in ("schemas", "transforms", "warehouse", "flows")
        for path in (ROOT / package).rglob("*.py")
        if (lines := len(path.read_text(encoding="utf-8").splitlines())) > 320
    }
    assert long_files == {}
