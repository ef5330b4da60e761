"""The report: one page of what is published, with nothing fetched from anywhere.

    published file -> Report -> templates/report.html.j2, report.md.j2 -> report.html, report.md; charts -> SVG, PNG

Names, titles and quotations come from the web: the templates escape everything, text is cleaned of what escaping leaves
(`report_text`), and a policy in the page allows its own style and script alone, by their hashes.
"""

from __future__ import annotations

import base64
import hashlib
import os
from importlib.resources import files
from pathlib import Path
from typing import Any

import duckdb
from jinja2 import Environment, StrictUndefined
from markupsafe import Markup

from schemas.errors import InputError
from warehouse.report_data import MAX_SENTENCES, Report, Row, Scope, read_report
from warehouse.report_text import in_markdown, link, shown

__all__ = ["Report", "Scope", "read_report", "write_charts", "write_report"]

SIGNS = {"support": "+", "oppose": "−", "mixed": "±"}
WORDS = {"support": "for", "oppose": "against", "mixed": "undecided"}
FORMATS = ("html", "md")
FIRST = 3  # sentences of a side that are open at once; the others open on demand


def write_report(
    connection: duckdb.DuckDBPyConnection, target: Path, scope: Scope | None = None, form: str = "html"
) -> Report:
    """Write the report to `target`, whole or not at all. The same warehouse gives the same file.

    Raises `InputError` where the form is neither html nor md, `NotFound` where the scope names nothing.
    """
    if form not in FORMATS:
        raise InputError(f"a report has no format '{form}'; choose one of {', '.join(FORMATS)}")
    report = read_report(connection, scope)
    page = _html(report) if form == "html" else _markdown(report)
    _replace(target, page.encode("utf-8", "replace"))
    return report


def write_charts(report: Report, folder: Path) -> list[Path]:
    """Write each chart of the report as SVG and as PNG; returns the files."""
    from warehouse.charts import charts  # noqa: PLC0415 - drawing is slow to import, and not every report draws

    folder.mkdir(parents=True, exist_ok=True)
    written = []
    for chart in charts(report):
        for name, content in ((f"{chart.name}.svg", chart.svg().encode()), (f"{chart.name}.png", chart.png())):
            _replace(folder / name, content)
            written.append(folder / name)
    return written


def _html(report: Report) -> str:
    from warehouse.charts import charts, inline  # noqa: PLC0415 - as above

    environment = Environment(
        autoescape=True, undefined=StrictUndefined, trim_blocks=True, lstrip_blocks=True, finalize=_finalize
    )
    style, script = _template("report.css"), _template("report.js")
    allowed = f"style-src '{_hash(style)}'; script-src '{_hash(script)}'"
    policy = f"default-src 'none'; {allowed}; base-uri 'none'; form-action 'none'"
    drawn = [
        {"chart": chart, "svg": Markup(inline(chart.svg()))}  # noqa: S704 - `inline` keeps shapes and text alone
        for chart in charts(report)
        if chart.name != "matrix"
    ]
    return environment.from_string(_template("report.html.j2")).render(
        **_context(report), drawn=drawn, policy=policy, link=link, style=Markup(style), script=Markup(script)  # noqa: S704 - our own files
    )  # fmt: skip


def _markdown(report: Report) -> str:
    environment = Environment(  # noqa: S701 - Markdown: `finalize` escapes its marks and those of HTML
        undefined=StrictUndefined, trim_blocks=True, lstrip_blocks=True, finalize=_finalize_markdown
    )
    return environment.from_string(_template("report.md.j2")).render(**_context(report))


def _context(report: Report) -> dict[str, Any]:
    numbers = {one["key"]: place for place, one in enumerate(report.holders)}
    for row in (row for of in report.evidence.values() for rows in of.values() for row in rows):
        numbers.setdefault(row["holder_key"], len(numbers))
    issues = {one["key"]: place for place, one in enumerate(report.issues)}
    return {
        "report": report, "signs": SIGNS, "words": WORDS, "first": FIRST, "max_sentences": MAX_SENTENCES,
        "holder_numbers": numbers, "issue_numbers": issues, "changes": _changes(report, issues),
    }  # fmt: skip


def _changes(report: Report, issues: dict[str, int]) -> list[Row]:
    """What moved on the issues shown; on a first run, when all is new, only what moved within it."""
    of_page = [row for row in report.changes if row["issue_id"] in issues]
    return [row for row in of_page if row["change"] != "new" or not report.is_first_run]


def _finalize(value: Any) -> Any:
    return shown(value) if isinstance(value, str) and not isinstance(value, Markup) else value


def _finalize_markdown(value: Any) -> Any:
    return in_markdown(value) if isinstance(value, str) else value


def _hash(text: str) -> str:
    return "sha256-" + base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()


def _template(name: str) -> str:
    return (files("warehouse") / "templates" / name).read_text(encoding="utf-8")


def _replace(target: Path, content: bytes) -> None:
    target.parent.mkdir(parents=True, exist_ok=True)
    temporary = target.with_name(f".{target.name}.{os.getpid()}.part")
    try:
        temporary.write_bytes(content)
        temporary.replace(target)
    finally:
        temporary.unlink(missing_ok=True)
