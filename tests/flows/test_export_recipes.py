"""The recipes of docs/bi that can be run here, run as they stand."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from flows.exporting import Asked, export
from tests.warehouse.conftest import article, batch, load_input, stance
from warehouse.connect import open_warehouse
from warehouse.export import Selection
from warehouse.load import load

DOCS = Path(__file__).parents[2] / "docs" / "bi"


@pytest.fixture
def place(tmp_path: Path) -> Path:
    """A folder with a published file where a home has it by default."""
    one = article("one", "Kenya demands a truce. Finland rejects a truce.", title='Of "truce";\n=1+1')
    stances = [
        stance(one, "Kenya demands a truce.", "Kenya", "a truce"),
        stance(one, "Finland rejects a truce.", "Finland", "a truce", polarity="oppose"),
    ]
    with open_warehouse(tmp_path / "stancehouse-data" / "published" / "stancehouse.duckdb") as connection:
        load(connection, load_input(batch([one], stances)))
    return tmp_path


def blocks(page: str, language: str) -> list[str]:
    text = (DOCS / page).read_text(encoding="utf-8")
    return re.findall(rf"^```{language}\n(.*?)^```$", text, re.MULTILINE | re.DOTALL)


def exported(place: Path, form: str) -> None:
    published = place / "stancehouse-data" / "published" / "stancehouse.duckdb"
    export(published, place / "out", Asked(form, "actor-issue", Selection()))


def test_each_block_of_the_notebook_runs_and_shows_what_it_says(place: Path) -> None:
    exported(place, "parquet")
    shown = "print(stands.to_dicts()); print(sentences.height, busiest.height); chart.to_dict()"
    script = place / "notebook.py"
    script.write_text("\n".join([*blocks("notebook.md", "python"), shown]), encoding="utf-8")
    done = subprocess.run(
        [sys.executable, "-W", "error::DeprecationWarning:__main__", str(script)],
        cwd=place, capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    assert "{'holder_label': 'Kenya', 'Ceasefire': 1.0}" in done.stdout
    assert done.stdout.splitlines()[-1] == "1 2"


@pytest.mark.skipif(shutil.which("Rscript") is None, reason="R is not installed: apt-get install r-base-core")
def test_the_script_for_base_r_runs(place: Path) -> None:
    exported(place, "csv")
    script = place / "script.R"
    script.write_text("\n".join(blocks("r.md", "r")), encoding="utf-8")
    done = subprocess.run(
        ["Rscript", "--vanilla", str(script)],
        cwd=place, capture_output=True, text=True, check=False, env={**os.environ, "LC_ALL": "C.UTF-8"},
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    assert "[1] 2" in done.stdout
    assert re.search(r"Kenya +0 +1", done.stdout)


def test_every_recipe_is_listed_with_whether_it_was_run() -> None:
    listed = (DOCS / "README.md").read_text(encoding="utf-8")
    pages = {page.name for page in DOCS.glob("*.md")} - {"README.md"}
    assert {page for page in pages if f"({page})" not in listed} == set()
    for page in ("metabase.md", "odbc.md"):
        assert "**Not run**" in (DOCS / page).read_text(encoding="utf-8").split("\n\n")[1]
