"""The Superset bundle: the committed files are those of the views, and name nothing that is not there."""

from __future__ import annotations

import json
import sys
import zipfile
from collections.abc import Iterator
from pathlib import Path
from types import ModuleType
from typing import Any

import duckdb
import pytest
import yaml

from warehouse.load import load

from .conftest import article, batch, load_input, stance, visit

ROOT = Path(__file__).parents[2]
FOLDER = ROOT / "warehouse" / "superset"


def read(folder: str) -> dict[str, dict[str, Any]]:
    return {path.stem: yaml.safe_load(path.read_text(encoding="utf-8")) for path in (FOLDER / folder).rglob("*.yaml")}


def placed(dashboard: dict[str, Any]) -> dict[str, dict[str, Any]]:
    """The place of each chart on the dashboard, by the chart's id."""
    charts = (part for key, part in dashboard["position"].items() if key.startswith("CHART-"))
    return {part["meta"]["uuid"]: part["meta"] for part in charts}


DATASETS = read("datasets")
CHARTS = read("charts")
BY_UUID = {data["uuid"]: data for data in DATASETS.values()}


@pytest.fixture(scope="module")
def tool() -> Iterator[ModuleType]:
    """The script that writes the bundle, imported as it is when run: with its folder on the path."""
    sys.path.insert(0, str(ROOT / "tools"))
    try:
        import superset_bundle
    finally:
        sys.path.remove(str(ROOT / "tools"))
    yield superset_bundle


@pytest.fixture
def warehouse(connection: duckdb.DuckDBPyConnection) -> duckdb.DuckDBPyConnection:
    one = article("one", "Kenya demands a ceasefire. Finland rejects a ceasefire. Kenya rejects tariffs.")
    two = article("two", "Kenya demands a ceasefire.")
    stances = [
        stance(one, "Kenya demands a ceasefire.", "Kenya", "a ceasefire"),
        stance(one, "Finland rejects a ceasefire.", "Finland", "a ceasefire", polarity="oppose"),
        stance(one, "Kenya rejects tariffs.", "Kenya", "tariffs", polarity="oppose", issue_id="tariffs"),
        stance(two, "Kenya demands a ceasefire.", "Kenya", "a ceasefire"),
    ]  # fmt: skip
    load(connection, load_input(batch([one, two], stances), visits=[visit(new=2)]))
    return connection


def test_the_committed_bundle_is_what_the_views_and_the_content_make(tool: ModuleType) -> None:
    wanted = tool.bundle()
    committed = {str(path.relative_to(FOLDER)) for path in FOLDER.rglob("*.yaml")}
    assert committed == set(wanted), "run python tools/superset_bundle.py"
    for name, text in wanted.items():
        found = (FOLDER / name).read_text(encoding="utf-8")
        assert found == text, f"{name} is out of date; run python tools/superset_bundle.py"


def test_the_dashboard_has_six_charts_and_every_chart_stands_on_it() -> None:
    [dashboard] = read("dashboards").values()
    assert len(placed(dashboard)) == 6
    assert set(placed(dashboard)) == {chart["uuid"] for chart in CHARTS.values()}


@pytest.mark.parametrize("name", CHARTS)
def test_every_column_and_metric_of_a_chart_is_in_its_dataset(name: str) -> None:
    chart = CHARTS[name]
    dataset = BY_UUID[chart["dataset_uuid"]]
    columns = {column["column_name"] for column in dataset["columns"]}
    metrics = {metric["metric_name"] for metric in dataset["metrics"]}
    [query] = json.loads(chart["query_context"])["queries"]
    assert {one["sqlExpression"] if isinstance(one, dict) else one for one in query["columns"]} <= columns
    assert set(query["metrics"] or []) <= metrics
    assert {asked for asked, _ in query["orderby"]} <= columns | metrics
    assert {asked["col"] for asked in query["filters"]} <= columns
    assert {asked["subject"] for asked in chart["params"]["adhoc_filters"]} <= columns
    drawn = [chart["params"].get(key) for key in ("x_axis", "groupby", "metric", "x_axis_sort")]
    assert {one for one in drawn if isinstance(one, str)} <= columns | metrics


def test_every_column_and_metric_of_a_dataset_is_described_and_runs_on_its_view(
    warehouse: duckdb.DuckDBPyConnection,
) -> None:
    for dataset in DATASETS.values():
        assert all(column["description"].endswith(".") for column in dataset["columns"])
        assert all(metric["description"].endswith(".") for metric in dataset["metrics"])
        columns = ", ".join(column["column_name"] for column in dataset["columns"])
        metrics = ", ".join(metric["expression"] for metric in dataset["metrics"])
        view = f"{dataset['schema']}.{dataset['table_name']}"
        warehouse.execute(f"SELECT {columns} FROM {view}")
        assert len(warehouse.execute(f"SELECT {metrics} FROM {view}").fetchall()) == 1


def test_one_sentence_in_two_stories_is_two_reports_and_sources_but_one_utterance(
    warehouse: duckdb.DuckDBPyConnection,
) -> None:
    counts = {metric["metric_name"]: metric["expression"] for metric in DATASETS["evidence_browser"]["metrics"]}
    assert list(counts) == ["reports", "independent_sources", "distinct_utterances"]
    asked = ", ".join(counts.values())
    rows = warehouse.execute(
        f"SELECT {asked} FROM mart.evidence_browser WHERE holder_key = 'kenya' AND issue_id = 'ceasefire'"
    )
    assert rows.fetchall() == [(2, 2, 1)]


def test_a_filter_reaches_just_the_charts_that_have_its_column() -> None:
    [dashboard] = read("dashboards").values()
    numbers = {uuid: meta["chartId"] for uuid, meta in placed(dashboard).items()}
    for asked in dashboard["metadata"]["native_filter_configuration"]:
        column = "stated_on" if asked["filterType"] == "filter_time" else asked["targets"][0]["column"]["name"]
        reached = {
            numbers[chart["uuid"]]
            for chart in CHARTS.values()
            if column in {one["column_name"] for one in BY_UUID[chart["dataset_uuid"]]["columns"]}
        }
        assert set(numbers.values()) - set(asked["scope"]["excluded"]) == reached
        assert reached


def test_the_database_is_opened_read_only_and_no_other_file_can_be_read() -> None:
    [database] = read("databases").values()
    asked = database["extra"]["engine_params"]["connect_args"]
    assert asked["read_only"] is True
    assert asked["config"]["enable_external_access"] == "false"
    assert not any(database[key] for key in ("allow_dml", "allow_ctas", "allow_cvas", "allow_csv_upload"))


def test_a_bundle_for_a_home_names_its_published_file(tool: ModuleType, tmp_path: Path) -> None:
    published = tmp_path / "published" / "stancehouse.duckdb"
    tool.write_zip(tmp_path / "bundle.zip", published)
    with zipfile.ZipFile(tmp_path / "bundle.zip") as archive:
        database = yaml.safe_load(archive.read(f"stancehouse/databases/{tool.DATABASE}.yaml"))
        assert yaml.safe_load(archive.read("stancehouse/metadata.yaml"))["type"] == "assets"
    assert database["sqlalchemy_uri"] == f"duckdb:///{published}"
