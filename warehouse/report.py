"""The report: one HTML page of what is published, with nothing fetched from anywhere.

    published file -> Report (frames of the mart) -> templates/report.html.j2 -> report.html

Names, titles and quotations come from the web, so the template escapes everything. A large warehouse is cut to its
most frequent holders and issues, and the page says so.
"""

from __future__ import annotations

import os
from collections import defaultdict
from dataclasses import dataclass
from importlib.resources import files
from pathlib import Path
from typing import Any

import duckdb
from jinja2 import Environment, StrictUndefined

Row = dict[str, Any]
MAX_HOLDERS, MAX_ISSUES, MAX_SENTENCES = 40, 30, 60
SIGNS = {"support": "+", "oppose": "−", "mixed": "±"}


@dataclass(frozen=True)
class Report:
    """What the page shows: counts, the matrix with its heads, the issues with their evidence, and what is amiss."""

    counts: Row
    holders: list[Row]
    issues: list[Row]
    cells: dict[tuple[str, str], Row]
    evidence: dict[str, dict[str, list[Row]]]
    ledger: dict[str, list[Row]]
    rejected: list[Row]
    unresolved: list[Row]
    hidden_holders: int
    hidden_issues: int


def write_report(connection: duckdb.DuckDBPyConnection, target: Path) -> None:
    """Write the page to `target`, whole or not at all. The same warehouse gives the same page."""
    environment = Environment(autoescape=True, undefined=StrictUndefined, trim_blocks=True, lstrip_blocks=True)
    template = environment.from_string(
        (files("warehouse") / "templates" / "report.html.j2").read_text(encoding="utf-8")
    )
    page = template.render(report=read_report(connection), signs=SIGNS, max_sentences=MAX_SENTENCES)
    temporary = target.with_name(f".{target.name}.{os.getpid()}.part")
    temporary.write_text(page, encoding="utf-8")
    temporary.replace(target)


def read_report(connection: duckdb.DuckDBPyConnection) -> Report:
    """Read what the page shows from a connection to the published file."""
    matrix = _rows(connection, "report_matrix")
    holders = _ranked(matrix, "holder_key", "holder_label")
    issues = _ranked(matrix, "issue_id", "issue_label")
    shown_issues = issues[:MAX_ISSUES]
    evidence: dict[str, dict[str, list[Row]]] = {
        issue["key"]: {"support": [], "oppose": [], "mixed": []} for issue in shown_issues
    }
    for row in _rows(connection, "report_evidence"):
        if row["issue_id"] in evidence:
            evidence[row["issue_id"]][row["issue_polarity"]].append(row)
    ledger: dict[str, list[Row]] = defaultdict(list)
    for row in _rows(connection, "report_ledger"):
        ledger[row["issue_id"]].append(row)
    return Report(
        counts=_rows(connection, "report_counts")[0],
        holders=holders[:MAX_HOLDERS],
        issues=shown_issues,
        cells={(row["holder_key"], row["issue_id"]): row for row in matrix},
        evidence=evidence,
        ledger=dict(ledger),
        rejected=_rows(connection, "report_rejected"),
        unresolved=_rows(connection, "report_unresolved"),
        hidden_holders=max(len(holders) - MAX_HOLDERS, 0),
        hidden_issues=max(len(issues) - MAX_ISSUES, 0),
    )


def _ranked(matrix: list[Row], key: str, label: str) -> list[Row]:
    """The holders or issues of the matrix, those with the most reports first, then by label."""
    reports: dict[str, int] = defaultdict(int)
    labels: dict[str, str] = {}
    for row in matrix:
        reports[row[key]] += row["reports"]
        labels[row[key]] = row[label]
    ranked = sorted(reports, key=lambda one: (-reports[one], labels[one]))
    return [{"key": one, "label": labels[one], "reports": reports[one]} for one in ranked]


def _rows(connection: duckdb.DuckDBPyConnection, name: str) -> list[Row]:
    query = (files("warehouse") / "queries" / f"{name}.sql").read_text(encoding="utf-8")
    found = connection.execute(query)
    names = [column[0] for column in found.description or ()]
    return [dict(zip(names, row, strict=True)) for row in found.fetchall()]
