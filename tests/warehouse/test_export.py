"""Ways out of the published file: each format read back by other programs, with text as the web writes it."""

from __future__ import annotations

import csv
import json
from collections.abc import Iterator
from contextlib import closing
from datetime import date, datetime
from pathlib import Path
from typing import Any

import duckdb
import fastexcel
import networkx as nx
import polars as pl
import pyarrow as pa
import pytest

from schemas.errors import InputError, NotFound
from schemas.tables import TABLES
from tests.warehouse.conftest import article, loaded, stance
from warehouse.connect import open_published
from warehouse.export import Selection, check_selection, describe, write_arrow, write_csv, write_parquet
from warehouse.export_excel import write_excel
from warehouse.export_network import write_network
from warehouse.export_package import write_package
from warehouse.export_target import whole_file, whole_folder
from warehouse.views import read_views

NO_LIMIT = Selection()
TITLES = {
    "formula": '=HYPERLINK("http://127.0.0.1/";"click")',
    "plus": "+1+1",
    "minus": "-2+3",
    "at": "@SUM(A1)",
    "quotes": 'She said "no", then ""no"" again; \'really\', he, too',
    "lines": "first line\nsecond line\r\nthird\ttabbed",
    "control": "bell \x07 and escape \x1b[31m, vertical \x0b",
    "right-to-left": "\u202eolleh\u202c שלום مرحبا",
    "escape": "_x0041_ stays as it is, so does \\u0001 and &amp; <b>",
    "astral": "🕊️ peace \U0001f54a",
    "backslash": "C:\\new\\table",
}


@pytest.fixture
def published(connection: duckdb.DuckDBPyConnection, path: Path) -> Iterator[duckdb.DuckDBPyConnection]:
    """Kenya for a truce in March, Finland against it in April and for tariffs without a day; and hostile titles."""
    first = article("one", "Kenya demands a truce. Kenya backs tariffs.")
    second = article("two", "Finland rejects a truce.", "2026-04-02")
    third = article("three", "Finland backs tariffs.", None)
    odd = [
        article(name, f"Kenya demands a truce {number}.", "2026-03-05", title=title)
        for number, (name, title) in enumerate(TITLES.items())
    ]
    stances = [
        stance(first, "Kenya demands a truce.", "Kenya", "a truce"),
        stance(first, "Kenya backs tariffs.", "Kenya", "tariffs", issue_id="tariffs"),
        stance(second, second["text"], "Finland", "a truce", polarity="oppose"),
        stance(third, third["text"], "Finland", "tariffs", issue_id="tariffs"),
        *(stance(one, one["text"], "Kenya", f"a truce {number}") | {"holder": one["title"], "holder_id": None}
          for number, one in enumerate(odd)),
    ]  # fmt: skip
    loaded(connection, [first, second, third, *odd], stances)
    connection.close()
    with closing(open_published(path)) as opened:
        yield opened


def rows_of(connection: duckdb.DuckDBPyConnection, name: str) -> int:
    return connection.sql(f"FROM {name}").count("*").fetchall()[0][0]


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    made = tmp_path / "out"
    made.mkdir()
    return made


def test_every_table_and_view_is_described_with_every_column(published: duckdb.DuckDBPyConnection) -> None:
    described = {table.name: table for table in describe(published)}
    assert set(described) == {*TABLES, *(view.qualified for view in read_views())}
    for table in described.values():
        assert table.meaning
        assert all(field.meaning and field.dtype for field in table.fields), table.name


def test_parquet_is_parted_by_month_and_no_row_is_lost(published: duckdb.DuckDBPyConnection, folder: Path) -> None:
    written = write_parquet(published, folder, NO_LIMIT)
    assert set(written.rows) == {table.name for table in describe(published)}
    months = {one.name for one in (folder / "stances").iterdir()}
    assert months == {"stated_month=2026-03", "stated_month=2026-04", "stated_month=__HIVE_DEFAULT_PARTITION__"}
    back = pl.read_parquet(folder / "mart.evidence_browser" / "**" / "*.parquet", hive_partitioning=True)
    assert back.height == written.rows["mart.evidence_browser"] == rows_of(published, "mart.evidence_browser")
    assert set(TITLES.values()) <= set(back["article_title"])
    assert pl.read_parquet(folder / "articles.parquet").height == rows_of(published, "articles")


@pytest.mark.parametrize("reader", ["csv", "polars"])
def test_csv_keeps_every_title_of_the_web_as_it_was(
    published: duckdb.DuckDBPyConnection, folder: Path, reader: str
) -> None:
    write_csv(published, folder, NO_LIMIT, safe=False)
    source = folder / "mart.evidence_browser.csv"
    if reader == "csv":
        with source.open(encoding="utf-8", newline="") as file:
            rows: list[dict[str, Any]] = list(csv.DictReader(file))
    else:
        rows = pl.read_csv(source).to_dicts()
    assert len(rows) == rows_of(published, "mart.evidence_browser")
    assert {row["article_title"] for row in rows} >= set(TITLES.values())
    assert {row["published_at"] for row in rows} >= {"2026-04-02T00:00:00.000000Z"}


def test_safe_csv_puts_an_apostrophe_before_what_a_spreadsheet_would_compute_and_nowhere_else(
    published: duckdb.DuckDBPyConnection, folder: Path
) -> None:
    write_csv(published, folder, NO_LIMIT, safe=True)
    back = pl.read_csv(folder / "mart.evidence_browser.csv")
    titles = set(back["article_title"])
    for name, title in TITLES.items():
        guarded = name in ("formula", "plus", "minus", "at")
        assert ("'" + title in titles, title in titles) == (guarded, not guarded), name
    matrix = pl.read_csv(folder / "mart.actor_issue_matrix.csv")
    assert matrix["net"].min() == -1.0


def test_arrow_files_are_read_by_pyarrow_and_polars_with_types(
    published: duckdb.DuckDBPyConnection, folder: Path
) -> None:
    written = write_arrow(published, folder, NO_LIMIT)
    for name, rows in written.rows.items():
        with pa.memory_map(str(folder / f"{name}.arrow")) as source:
            assert pa.ipc.open_file(source).read_all().num_rows == rows == rows_of(published, name)
    back = pl.read_ipc(folder / "mart.evidence_browser.arrow")
    assert set(TITLES.values()) <= set(back["article_title"])
    assert back.schema["stated_on"] == pl.Date


def test_excel_has_a_sheet_a_view_with_text_as_text_and_a_dictionary(
    published: duckdb.DuckDBPyConnection, folder: Path
) -> None:
    target = folder / "out.xlsx"
    written = write_excel(published, target, NO_LIMIT)
    book = fastexcel.read_excel(target)
    views = [view.name for view in read_views()]
    assert set(book.sheet_names) == {"data dictionary", *views}
    browser = book.load_sheet("evidence_browser").to_polars()
    assert browser.height == written.rows["mart.evidence_browser"]
    assert set(TITLES.values()) <= set(browser["article_title"])
    assert browser["stated_on"].cast(pl.Date).min() == date(2026, 3, 1)
    meaning = book.load_sheet("data dictionary").to_polars()
    assert meaning.height == sum(len(view.columns) for view in read_views())


def test_no_cell_of_the_workbook_is_a_formula_or_a_link(published: duckdb.DuckDBPyConnection, folder: Path) -> None:
    import zipfile

    target = folder / "out.xlsx"
    write_excel(published, target, NO_LIMIT)
    with zipfile.ZipFile(target) as parts:
        sheets = [parts.read(name).decode() for name in parts.namelist() if name.startswith("xl/worksheets/sheet")]
    assert len(sheets) == len(read_views()) + 1
    for sheet in sheets:
        assert "<f>" not in sheet
        assert "<hyperlink" not in sheet
        assert 'state="frozen"' in sheet
        assert "<autoFilter" in sheet


def test_a_text_too_long_for_a_cell_is_cut_and_told(
    connection: duckdb.DuckDBPyConnection, path: Path, folder: Path
) -> None:
    long = article("long", "Kenya demands a truce.", title="x" * 40_000)
    loaded(connection, [long], [stance(long, long["text"], "Kenya", "a truce")])
    connection.close()
    with closing(open_published(path)) as opened:
        written = write_excel(opened, folder / "out.xlsx", NO_LIMIT)
    assert any("evidence_browser.article_title" in note and "32,767" in note for note in written.notes)


@pytest.mark.parametrize("form", ["graphml", "gexf"])
def test_the_two_mode_network_has_signed_edges_with_counts(
    published: duckdb.DuckDBPyConnection, folder: Path, form: str
) -> None:
    target = folder / f"net.{form}"
    write_network(published, target, form, "actor-issue", NO_LIMIT)
    graph = nx.read_graphml(target) if form == "graphml" else nx.read_gexf(target)
    edge = graph.edges["actor:finland", "issue:ceasefire"]
    assert (edge["sign"], edge["opposes"], edge["reports"], edge["net"]) == (-1, 1, 1, -1.0)
    assert graph.edges["actor:kenya", "issue:ceasefire"]["sign"] == 1
    assert graph.nodes["issue:ceasefire"]["kind"] == "issue"
    labels = {data["label"] for _, data in graph.nodes(data=True)}
    assert TITLES["right-to-left"] in labels
    assert any("bell \\u0007" in label for label in labels)


def test_the_one_mode_network_says_who_agrees_and_who_does_not(
    published: duckdb.DuckDBPyConnection, folder: Path
) -> None:
    write_network(published, folder / "net.graphml", "graphml", "actor-actor", NO_LIMIT)
    edge = nx.read_graphml(folder / "net.graphml").edges["actor:finland", "actor:kenya"]
    assert (edge["shared_issues"], edge["agreements"], edge["conflicts"]) == (2, 1, 1)
    assert (edge["agreement"], edge["conflict"], edge["relation"]) == (0.5, 0.5, "balanced")
    limited = Selection(issue="tariffs")
    write_network(published, folder / "tariffs.graphml", "graphml", "actor-actor", limited)
    edge = nx.read_graphml(folder / "tariffs.graphml").edges["actor:finland", "actor:kenya"]
    assert (edge["shared_issues"], edge["relation"]) == (1, "agreement")


def test_the_data_package_keeps_the_rules_of_the_specification(
    published: duckdb.DuckDBPyConnection, folder: Path
) -> None:
    write_package(published, folder, NO_LIMIT)
    package = json.loads((folder / "datapackage.json").read_text(encoding="utf-8"))
    assert package["profile"] == "tabular-data-package"
    names = [resource["name"] for resource in package["resources"]]
    assert len(names) == len(set(names)) == len(describe(published))
    for resource in package["resources"]:
        assert resource["name"] == resource["name"].lower()
        source = folder / resource["path"]
        assert source.stat().st_size == resource["bytes"]
        with source.open(encoding="utf-8", newline="") as file:
            head, *rows = list(csv.reader(file))
        fields = resource["schema"]["fields"]
        assert head == [field["name"] for field in fields]
        assert all(field["type"] != "any" and field["description"] for field in fields), resource["name"]
        for position, field in enumerate(fields):
            for row in rows:
                assert row[position] == "" or _is_of(field["type"], row[position]), (resource["name"], field)
        key = [head.index(column) for column in resource["schema"].get("primaryKey", [])]
        keys = [tuple(row[position] for position in key) for row in rows]
        assert not key or len(keys) == len(set(keys)), resource["name"]


def _is_of(kind: str, text: str) -> bool:
    parse = {
        "string": str, "integer": int, "number": float, "date": date.fromisoformat,
        "datetime": lambda value: datetime.strptime(value, "%Y-%m-%dT%H:%M:%S.%fZ"),  # noqa: DTZ007
        "boolean": {"true": True, "false": False}.__getitem__,
    }  # fmt: skip
    parse[kind](text)
    return True


def test_limits_keep_only_the_rows_asked_for_and_name_what_they_cannot_limit(
    published: duckdb.DuckDBPyConnection, folder: Path
) -> None:
    written = write_csv(published, folder, Selection(since=date(2026, 4, 1), actor="finland"), safe=False)
    assert written.rows["mart.evidence_browser"] == 1
    assert "ops.runs" not in written.rows
    assert any("ops.runs" in note and "--since and --actor" in note for note in written.notes)
    assert not (folder / "ops.runs.csv").exists()


def test_an_issue_or_actor_that_nobody_has_is_refused_with_the_nearest(published: duckdb.DuckDBPyConnection) -> None:
    with pytest.raises(NotFound, match="ceasefire"):
        check_selection(published, Selection(issue="ceasefires"))
    with pytest.raises(NotFound, match="finland"):
        check_selection(published, Selection(actor="finnland"))


def test_an_export_that_fails_leaves_what_was_there_and_nothing_half(tmp_path: Path) -> None:
    target = tmp_path / "out.txt"
    target.write_text("old")
    with pytest.raises(RuntimeError), whole_file(target) as place:
        place.write_text("half")
        raise RuntimeError
    with pytest.raises(RuntimeError), whole_folder(tmp_path / "folder") as place:
        (place / "half").write_text("half")
        raise RuntimeError
    assert {one.name for one in tmp_path.iterdir()} == {"out.txt"}
    assert target.read_text() == "old"


def test_a_folder_that_holds_something_is_not_written_over(tmp_path: Path) -> None:
    (tmp_path / "mine").write_text("mine")
    with pytest.raises(InputError, match="not an empty folder"), whole_folder(tmp_path):
        pass
    assert (tmp_path / "mine").read_text() == "mine"


def test_a_place_that_cannot_be_made_is_told_as_such(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("mine")
    with pytest.raises(InputError, match=r"cannot write .*give another place"), whole_file(tmp_path / "file" / "out"):
        pass
    with pytest.raises(InputError, match="is a folder"), whole_file(tmp_path):
        pass
