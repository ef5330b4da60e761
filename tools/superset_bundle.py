"""Write the Superset bundle, as Superset's own export format has it, from the views and `superset_content.py`.

python tools/superset_bundle.py                          the committed files of warehouse/superset/
python tools/superset_bundle.py --home DIR --zip FILE    a bundle to import, with the published file of DIR in it

Types are those that DuckDB gives the views, descriptions those of the views' headers, ids follow from names: two runs
write the same files.
"""

from __future__ import annotations

import argparse
import json
import sys
import tempfile
import zipfile
from pathlib import Path
from typing import Any

import duckdb
import yaml

ROOT = Path(__file__).parents[1]
sys.path.insert(0, str(Path(__file__).parent))  # the content stands beside this script, which is run by its path

from superset_content import CHARTS, LABELS, NO_FILTER, Chart  # noqa: E402
from superset_dashboard import VERSION, dashboard, identity  # noqa: E402
from superset_datasets import DATASETS, Dataset  # noqa: E402

from warehouse.connect import open_warehouse  # noqa: E402
from warehouse.views import read_views  # noqa: E402

FOLDER = ROOT / "warehouse" / "superset"
DATABASE = "stancehouse"
PUBLISHED = Path("/HOME/published/stancehouse.duckdb")
TEMPORAL = ("DATE", "TIMESTAMP")


def bundle(published: Path = PUBLISHED) -> dict[str, str]:
    """Each file of the bundle by its path, with the database at `published`."""
    columns = view_columns()
    files: dict[str, Any] = {"metadata.yaml": {"version": VERSION, "type": "assets"}}
    files[f"databases/{DATABASE}.yaml"] = database(published)
    for dataset in DATASETS:
        files[f"datasets/{DATABASE}/{dataset.view}.yaml"] = dataset_file(dataset, columns[dataset.view])
    for chart in CHARTS:
        files[f"charts/{chart.name}.yaml"] = chart_file(chart)
    files["dashboards/stancehouse.yaml"] = dashboard(columns)
    return {name: yaml.safe_dump(data, sort_keys=False, allow_unicode=True, width=120) for name, data in files.items()}


def view_columns() -> dict[str, dict[str, str]]:
    """The columns of each view of the bundle, in order, with DuckDB's type."""
    with (
        tempfile.TemporaryDirectory() as folder,
        open_warehouse(Path(folder) / "empty.duckdb") as connection,
    ):
        return {dataset.view: _described(connection, dataset.view) for dataset in DATASETS}


def _described(connection: duckdb.DuckDBPyConnection, view: str) -> dict[str, str]:
    rows = connection.execute(
        "SELECT column_name, data_type FROM duckdb_columns() WHERE schema_name = 'mart' AND table_name = ? "
        "ORDER BY column_index",
        [view],
    ).fetchall()
    return dict(rows)


def database(published: Path) -> dict[str, Any]:
    """The published file, read-only: Superset refuses writes, and DuckDB does too; no other file can be read."""
    guarded = {"enable_external_access": "false", "autoinstall_known_extensions": "false"}
    return {
        "database_name": DATABASE,
        "sqlalchemy_uri": f"duckdb:///{published}",
        "cache_timeout": 60,
        "expose_in_sqllab": True,
        "allow_run_async": False,
        "allow_ctas": False,
        "allow_cvas": False,
        "allow_dml": False,
        "allow_csv_upload": False,
        "extra": {"engine_params": {"connect_args": {"read_only": True, "config": guarded}}},
        "uuid": identity("database", DATABASE),
        "version": VERSION,
    }


def dataset_file(dataset: Dataset, types: dict[str, str]) -> dict[str, Any]:
    """One view with the sentences of its header."""
    view = next(one for one in read_views() if one.name == dataset.view)
    return {
        "table_name": dataset.view,
        "main_dttm_col": dataset.day,
        "description": f"{view.meaning[0].upper()}{view.meaning[1:]} Grain: {view.grain}.",
        "schema": "mart",
        "sql": None,
        "filter_select_enabled": True,
        "extra": None,
        "uuid": identity("dataset", dataset.view),
        "metrics": [
            {
                "metric_name": metric.name,
                "verbose_name": metric.label,
                "metric_type": None,
                "expression": metric.expression,
                "description": metric.description,
                "d3format": metric.d3format,
            }
            for metric in dataset.metrics
        ],
        "columns": [
            {
                "column_name": name,
                "verbose_name": label(name),
                "is_dttm": kind.startswith(TEMPORAL),
                "is_active": True,
                "type": kind,
                "groupby": True,
                "filterable": True,
                "description": view.columns[name],
            }
            for name, kind in types.items()
        ],
        "version": VERSION,
        "database_uuid": identity("database", DATABASE),
    }


def label(column: str) -> str:
    """What a reader calls a column: `holder_label` is the holder."""
    return LABELS.get(column, column.removesuffix("_label").replace("_", " ").capitalize())


def chart_file(chart: Chart) -> dict[str, Any]:
    """The chart with its settings, and the query that they make: what the REST API runs."""
    day = next(one.day for one in DATASETS if one.view == chart.view)
    filters = (
        [{**NO_FILTER, "subject": day}] if day in chart.columns or (day and chart.view == "evidence_browser") else []
    )
    filters += [
        {"clause": "WHERE", "expressionType": "SIMPLE", "operator": "IS NOT NULL", "subject": column}
        for column in chart.only_known
    ]
    params: dict[str, Any] = {"viz_type": chart.kind, "adhoc_filters": filters, "row_limit": chart.rows}
    if chart.kind == "table":
        params["all_columns"] = list(chart.columns)
        params["order_by_cols"] = [json.dumps(list(pair)) for pair in chart.order]
    elif chart.kind.startswith("echarts"):
        params |= {"metrics": list(chart.metrics), "groupby": []}
    params |= chart.settings
    return {
        "slice_name": chart.title,
        "description": chart.description,
        "viz_type": chart.kind,
        "params": params,
        "query_context": json.dumps(query_context(chart, params)),
        "cache_timeout": None,
        "uuid": identity("chart", chart.name),
        "version": VERSION,
        "dataset_uuid": identity("dataset", chart.view),
    }


def query_context(chart: Chart, params: dict[str, Any]) -> dict[str, Any]:
    """The query of a chart as its page would send it; the import puts the dataset's number in."""
    columns: list[Any] = list(chart.columns)
    grain = params.get("time_grain_sqla")
    if grain:
        columns[0] = {
            "columnType": "BASE_AXIS",
            "expressionType": "SQL",
            "sqlExpression": columns[0],
            "label": columns[0],
            "timeGrain": grain,
        }
    query = {
        "columns": columns,
        "metrics": list(chart.metrics) or None,
        "orderby": [list(pair) for pair in chart.order],
        "filters": [{"col": column, "op": "IS NOT NULL"} for column in chart.only_known],
        "extras": {"time_grain_sqla": grain} if grain else {},
        "row_limit": chart.rows,
    }
    return {
        "datasource": {"id": 0, "type": "table"},
        "force": False,
        "queries": [query],
        "form_data": params,
        "result_format": "json",
        "result_type": "full",
    }


def write_zip(path: Path, published: Path) -> None:
    """A file that Superset imports: the bundle with the database at `published`."""
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, text in bundle(published).items():
            archive.writestr(f"stancehouse/{name}", text)


def main() -> None:
    """Write the committed files, or a bundle for one home."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--home", type=Path, help="the home whose published file the bundle opens")
    parser.add_argument("--zip", type=Path, help="where to write the bundle for that home")
    given = parser.parse_args()
    if bool(given.home) != bool(given.zip):
        parser.error("--home and --zip go together: the bundle names the published file of one home")
    if given.zip:
        write_zip(given.zip, given.home.resolve() / "published" / "stancehouse.duckdb")
        return
    for name, text in bundle().items():
        path = FOLDER / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")


if __name__ == "__main__":
    main()
