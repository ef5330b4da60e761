"""The command `stancehouse report` on a published file."""

from __future__ import annotations

from pathlib import Path

import pytest
from typer.testing import CliRunner

from flows.cli import app
from schemas.errors import NotFound
from tests.warehouse.conftest import article, loaded, stance
from warehouse.connect import open_warehouse
from warehouse.publish import publish


@pytest.fixture
def home(tmp_path: Path) -> Path:
    warehouse = tmp_path / "home" / "warehouse" / "stancehouse.duckdb"
    of = article("one", "Kenya wants a truce. Finland rejects a truce.")
    against = stance(of, "Finland rejects a truce.", "Finland", "a truce", polarity="oppose")
    with open_warehouse(warehouse, wait_s=5) as connection:
        loaded(connection, [of], [stance(of, "Kenya wants a truce.", "Kenya", "a truce"), against])
        publish(connection, warehouse, tmp_path / "home" / "published")
    return tmp_path / "home"


def test_the_report_of_one_actor_is_written_with_its_charts(home: Path, tmp_path: Path) -> None:
    target, charts = tmp_path / "out" / "kenya.html", tmp_path / "charts"
    asked = ["report", "--actor", "kenya", "--since", "2026-03-01", "--output", str(target), "--charts", str(charts)]
    found = CliRunner().invoke(app, [*asked, "--home", str(home)])
    assert found.exit_code == 0, found.output
    assert "1 stances" in found.output
    page = target.read_text(encoding="utf-8")
    assert "What changed since 2026-03-01" in page
    assert "Finland rejects" not in page
    assert {"timeline.svg", "timeline.png"} <= {file.name for file in charts.iterdir()}


def test_markdown_goes_to_report_md_beside_the_reader(
    home: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    found = CliRunner().invoke(app, ["report", "--format", "md", "--home", str(home)])
    assert found.exit_code == 0, found.output
    assert "| Kenya | for 1/1/1 |" in (tmp_path / "report.md").read_text(encoding="utf-8")


def test_an_unknown_actor_is_an_error_and_leaves_no_file(home: Path, tmp_path: Path) -> None:
    target = tmp_path / "report.html"
    found = CliRunner().invoke(app, ["report", "--actor", "kenia", "--output", str(target), "--home", str(home)])
    assert isinstance(found.exception, NotFound)
    assert not target.exists()
