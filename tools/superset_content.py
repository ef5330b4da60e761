"""What the Superset bundle shows: six charts of the datasets in `superset_datasets.py`, and the dashboard's filters.

A metric that adds up a view's counts is exact for the view's own grain. `evidence_browser` has one row per stance, so
its three counts are exact for every grouping: charts that group anew count there.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

NO_FILTER = {"clause": "WHERE", "expressionType": "SIMPLE", "operator": "TEMPORAL_RANGE", "comparator": "No filter"}


@dataclass(frozen=True)
class Chart:
    """One chart: the dataset's columns and metrics that it asks for, and the settings of its kind.

    `order` is a list of (column or metric, ascending); `kind` is Superset's `viz_type`; `row` and `width` are its
    place on the dashboard, in twelfths.
    """

    name: str
    title: str
    description: str
    view: str
    kind: str
    columns: tuple[str, ...]
    place: tuple[int, int, int]  # row of the dashboard, width in twelfths, height in grid units
    metrics: tuple[str, ...] = ()
    order: tuple[tuple[str, bool], ...] = ()
    only_known: tuple[str, ...] = ()  # columns whose nulls are left out
    settings: dict[str, Any] = field(default_factory=dict)
    rows: int = 1000


TABLE = {
    "query_mode": "raw",
    "show_cell_bars": False,
    "include_search": False,
    "page_length": 10,
    "table_timestamp_format": "%Y-%m-%d",
}
BARS = {
    "color_scheme": "supersetColors",
    "show_legend": True,
    "legendOrientation": "top",
    "legendType": "plain",
    "rich_tooltip": True,
    "y_axis_format": ",d",
    "x_axis_title_margin": 15,
    "y_axis_title_margin": 15,
    "truncate_metric": True,
    "show_empty_columns": True,
    "only_total": True,
    "minorTicks": False,
}

CHARTS = (
    Chart(
        "actor_issue_matrix",
        "Who stands where",
        "Holders of the codebook by issue: blue for, red against, pale where the reports are divided.",
        "actor_issue_matrix",
        "heatmap_v2",
        ("issue_label", "holder_label"),
        (1, 12, 74),
        ("net_side",),
        only_known=("holder_id",),
        settings={
            "x_axis": "issue_label",
            "groupby": "holder_label",
            "metric": "net_side",
            "linear_color_scheme": "schemeRdBu",
            "value_bounds": [-1, 1],
            "normalize_across": "heatmap",
            "legend_type": "continuous",
            "show_legend": True,
            "show_percentage": False,
            "show_values": False,
            "sort_x_axis": "alpha_asc",
            "sort_y_axis": "alpha_desc",
            "left_margin": 40,
            "bottom_margin": 60,
            "xscale_interval": 1,
            "yscale_interval": 1,
            "x_axis_label_rotation": 45,
            "y_axis_format": "+.2f",
            "border_color": {"r": 255, "g": 255, "b": 255, "a": 1},
            "border_width": 1,
        },
    ),
    Chart(
        "stance_timeline",
        "Stances per month",
        "Reports for, against and mixed, by the month in which the side was taken.",
        "stance_timeline",
        "echarts_timeseries_bar",
        ("stated_on",),
        (2, 6, 58),
        ("supports", "opposes", "mixed"),
        settings={
            **BARS,
            "x_axis": "stated_on",
            "time_grain_sqla": "P1M",
            "x_axis_time_format": "%b %Y",
            "stack": "Stack",
            "orientation": "vertical",
        },
    ),
    Chart(
        "top_issues",
        "Issues in three counts",
        "The issues with most independent sources. Copies of a story are reports, but no further sources.",
        "evidence_browser",
        "echarts_timeseries_bar",
        ("issue_label",),
        (2, 6, 58),
        ("reports", "independent_sources", "distinct_utterances"),
        (("independent_sources", False),),
        only_known=("issue_id",),
        settings={
            **BARS,
            "x_axis": "issue_label",
            "orientation": "horizontal",
            "timeseries_limit_metric": "independent_sources",
            "order_desc": True,
            "x_axis_sort": "independent_sources",
            "x_axis_sort_asc": True,
        },
        rows=12,
    ),
    Chart(
        "issue_ledger",
        "Ledger",
        "What the stances of each day make of each issue, and the sentence that moved it, newest first.",
        "issue_ledger",
        "table",
        (
            "stated_on", "issue_label", "status", "holders_for", "holders_against", "reports", "independent_sources",
            "distinct_utterances", "moved_by", "moved_by_evidence",
        ),
        (3, 12, 100),
        order=(("stated_on", False), ("issue_label", True)),
        settings=TABLE,
    ),
    Chart(
        "actor_agreement",
        "Who is with whom",
        "Pairs of holders by shared issues: those with one side, and those with opposite sides.",
        "actor_agreement",
        "table",
        ("holder_label", "other_label", "shared_issues", "agreements", "conflicts"),
        (4, 5, 64),
        order=(("shared_issues", False), ("agreements", False)),
        settings={**TABLE, "show_cell_bars": True},
    ),
    Chart(
        "source_health",
        "Sources",
        "How each source fared when it last brought something new or failed.",
        "source_health",
        "table",
        ("source_name", "last_outcome", "failures_in_a_row", "articles", "last_visit_at"),
        (4, 7, 64),
        order=(("failures_in_a_row", False), ("source_name", True)),
        settings={**TABLE, "table_timestamp_format": "%Y-%m-%d %H:%M"},
    ),
)  # fmt: skip

# name, column, and the view whose values are offered; null is the filter of days
FILTERS = (
    ("Issue", "issue_label", "evidence_browser"),
    ("Topic", "topic", "evidence_browser"),
    ("Holder", "holder_label", "evidence_browser"),
    ("Stated on", "stated_on", None),
)

LABELS = {"stated_on": "Day", "moved_by_evidence": "Sentence", "other_label": "Other holder"}
