"""The dashboard of the Superset bundle, in Superset's export format: the charts in a grid, and the filters above."""

from __future__ import annotations

from typing import Any
from uuid import NAMESPACE_URL, uuid5

from superset_content import CHARTS, FILTERS

VERSION = "1.0.0"
SIDE_COLOURS = {"supports": "#2166ac", "opposes": "#b2182b", "mixed": "#999999"}  # the matrix has these at its ends


def identity(kind: str, name: str) -> str:
    """The id that Superset keeps for the thing: the same in every bundle, so that an import overwrites."""
    return str(uuid5(NAMESPACE_URL, f"stancehouse/superset/{kind}/{name}"))


def dashboard(columns: dict[str, dict[str, str]]) -> dict[str, Any]:
    """The dashboard: charts in rows, and filters that reach the charts that have the filter's column."""
    return {
        "dashboard_title": "Who takes which side",
        "description": "Stances, issues, agreement and sources of the published warehouse.",
        "css": None,
        "slug": "stancehouse",
        "uuid": identity("dashboard", "stancehouse"),
        "position": position(),
        "metadata": {
            "color_scheme": "supersetColors",
            "label_colors": SIDE_COLOURS,
            "shared_label_colors": [],
            "map_label_colors": SIDE_COLOURS,
            "cross_filters_enabled": True,
            "refresh_frequency": 0,
            "native_filter_configuration": [
                native_filter(number, *one, columns) for number, one in enumerate(FILTERS, 1)
            ],
        },
        "version": VERSION,
        "published": True,
    }


def native_filter(
    number: int, name: str, column: str, view: str | None, columns: dict[str, dict[str, str]]
) -> dict[str, Any]:
    """A filter of values of `column` in `view`, or of days where `view` is null."""
    reached = [chart for chart in CHARTS if column in columns[chart.view]]
    return {
        "id": f"NATIVE_FILTER-{number}",
        "name": name,
        "filterType": "filter_select" if view else "filter_time",
        "type": "NATIVE_FILTER",
        "description": "",
        "targets": [{"column": {"name": column}, "datasetUuid": identity("dataset", view)}] if view else [{}],
        "scope": {
            "rootPath": ["ROOT_ID"],
            "excluded": [place for place, chart in enumerate(CHARTS, 1) if chart not in reached],
        },
        "controlValues": {
            "enableEmptyFilter": False,
            "multiSelect": True,
            "searchAllOptions": True,
            "inverseSelection": False,
            "defaultToFirstItem": False,
        },
        "defaultDataMask": {"extraFormData": {}, "filterState": {}, "ownState": {}},
        "cascadeParentIds": [],
    }


def position() -> dict[str, Any]:
    """The grid: one row of the dashboard after another."""
    rows = sorted({chart.place[0] for chart in CHARTS})
    found: dict[str, Any] = {
        "DASHBOARD_VERSION_KEY": "v2",
        "ROOT_ID": {"type": "ROOT", "id": "ROOT_ID", "children": ["GRID_ID"]},
        "HEADER_ID": {"type": "HEADER", "id": "HEADER_ID", "meta": {"text": "Who takes which side"}},
        "GRID_ID": {
            "type": "GRID",
            "id": "GRID_ID",
            "parents": ["ROOT_ID"],
            "children": [f"ROW-{row}" for row in rows],
        },
    }
    for row in rows:
        inside = [(number, chart) for number, chart in enumerate(CHARTS, 1) if chart.place[0] == row]
        found[f"ROW-{row}"] = {
            "type": "ROW",
            "id": f"ROW-{row}",
            "parents": ["ROOT_ID", "GRID_ID"],
            "children": [f"CHART-{chart.name}" for _, chart in inside],
            "meta": {"background": "BACKGROUND_TRANSPARENT"},
        }
        for number, chart in inside:
            found[f"CHART-{chart.name}"] = {
                "type": "CHART",
                "id": f"CHART-{chart.name}",
                "parents": ["ROOT_ID", "GRID_ID", f"ROW-{row}"],
                "children": [],
                "meta": {
                    "chartId": number,
                    "uuid": identity("chart", chart.name),
                    "sliceName": chart.title,
                    "width": chart.place[1],
                    "height": chart.place[2],
                },
            }
    return found
