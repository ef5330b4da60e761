"""docs/marts.md is what the code does: each of its commands prints what stands there, each of its queries answers."""

from __future__ import annotations

import re
import shlex
from pathlib import Path

import duckdb
import pytest
from typer.testing import CliRunner

from flows import steps
from flows.cli import app
from flows.knowledge import Knowledge
from flows.settings import Home, Settings
from flows.sources.config import sources_of
from tests.flows.conftest import do_all
from warehouse.views import read_views

ROOT = Path(__file__).parents[2]
PAGE = (ROOT / "docs" / "marts.md").read_text(encoding="utf-8")
COMMANDS = re.findall(r"```console\n\$ stancehouse (.+?\" --format csv)\n(.+?)```", PAGE, re.DOTALL)
QUERIES = re.findall(r"```sql\n(.+?)```", PAGE, re.DOTALL)


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory, knowledge: Knowledge) -> Path:
    """A home with the example articles, as `make demo` makes it."""
    folder = tmp_path_factory.mktemp("examples") / "home"
    asked = sources_of([str(ROOT / "examples" / "articles")])
    do_all(steps.Run(steps.new_run_id(), asked.sources, Home(folder), Settings(), knowledge))
    return folder


def test_the_page_has_commands_and_queries() -> None:
    assert len(COMMANDS) >= 3
    assert QUERIES


@pytest.mark.parametrize(("command", "printed"), COMMANDS)
def test_a_command_of_the_page_prints_what_stands_there(home: Path, command: str, printed: str) -> None:
    result = CliRunner().invoke(app, [*shlex.split(command), "--home", str(home)])
    assert result.exit_code == 0, result.output
    assert result.stdout.splitlines() == printed.splitlines()


@pytest.mark.parametrize("query", QUERIES)
def test_a_query_of_the_page_answers(home: Path, query: str) -> None:
    with duckdb.connect(str(home / "published" / "stancehouse.duckdb"), read_only=True) as connection:
        assert connection.sql(query).fetchall()


def test_the_page_names_every_view() -> None:
    assert [view.name for view in read_views() if f"`{view.name}`" not in PAGE] == []
