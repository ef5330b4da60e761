"""What a report shows, read from the published file.

    Scope (since, issue, actor) -> temporary table of its stances -> queries/report_*.sql -> Report

A large warehouse is cut to its most frequent holders and issues and to so many sentences; the report says what it
leaves out.
"""

from __future__ import annotations

import difflib
from collections import defaultdict
from dataclasses import dataclass, field
from datetime import date
from importlib.resources import files
from typing import Any

import duckdb

from schemas.errors import NotFound

Row = dict[str, Any]
MAX_HOLDERS, MAX_ISSUES, MAX_SENTENCES = 40, 40, 10_000


@dataclass(frozen=True)
class Scope:
    """What a report is about: all of it, or one issue, one actor; and since when something is new.

    Without `since`, new is what stands in the articles of the last run that stored any.
    """

    since: date | None = None
    issue: str | None = None
    actor: str | None = None


@dataclass(frozen=True)
class Report:
    """What a report shows. Rows are those of the queries; `evidence` goes by issue and side, `ledger` by issue."""

    scope: Scope
    counts: Row
    holders: list[Row]
    issues: list[Row]
    cells: dict[tuple[str, str], Row]
    evidence: dict[str, dict[str, list[Row]]]
    ledger: dict[str, list[Row]]
    changes: list[Row]
    timeline: list[Row]
    network: list[Row]
    conditions: list[Row]
    contradictions: list[Row]
    claims: list[Row]
    hidden_holders: int
    hidden_issues: int
    hidden_sentences: int
    quality: dict[str, list[Row]] = field(default_factory=dict)

    @property
    def is_first_run(self) -> bool:
        """Whether all that is there came in one run, so that nothing can have changed."""
        return self.scope.since is None and self.counts["runs"] <= 1

    @property
    def moved(self) -> list[Row]:
        """Of each issue, the latest day of the ledger that is new and gave it another status than it had."""
        days = ([day for day in self.ledger.get(issue["key"], []) if _turned(day)] for issue in self.issues)
        return [turned[0] for turned in days if turned]


def read_report(connection: duckdb.DuckDBPyConnection, scope: Scope | None = None) -> Report:
    """Read a report from a connection to the published file.

    Raises `NotFound` where issue or actor are in neither codebook nor stances, with the ids that are alike.
    """
    scope = scope or Scope()
    _require_known(connection, scope)
    rows = _Reader(connection, scope)
    rows.prepare("report_stances")
    matrix = rows("report_matrix")
    holders, issues = _ranked(matrix, "holder_key", "holder_label"), _ranked(matrix, "issue_id", "issue_label")
    evidence, hidden_sentences = _by_issue_and_side(rows("report_evidence"), issues[:MAX_ISSUES])
    ledger: dict[str, list[Row]] = defaultdict(list)
    for row in rows("report_ledger"):
        ledger[row["issue_id"]].append(row)
    return Report(
        scope=scope,
        counts=rows("report_counts")[0],
        holders=holders[:MAX_HOLDERS],
        issues=issues[:MAX_ISSUES],
        cells={(row["holder_key"], row["issue_id"]): row for row in matrix},
        evidence=evidence,
        ledger=dict(ledger),
        changes=rows("report_changes"),
        timeline=rows("report_timeline"),
        network=rows("report_network"),
        conditions=rows("report_conditions"),
        contradictions=rows("report_contradictions"),
        claims=rows("report_claims"),
        hidden_holders=max(len(holders) - MAX_HOLDERS, 0),
        hidden_issues=max(len(issues) - MAX_ISSUES, 0),
        hidden_sentences=hidden_sentences,
        quality=_quality(rows),
    )


def _turned(day: Row) -> bool:
    return bool(day["is_new"]) and day["status_before"] not in (None, day["status"])


class _Reader:
    """Runs the queries of `queries/` by name, with those of the parameters that each of them names."""

    def __init__(self, connection: duckdb.DuckDBPyConnection, scope: Scope) -> None:
        self.connection = connection
        self.values = {"since": scope.since, "issue": scope.issue, "actor": scope.actor, "most": MAX_SENTENCES}

    def prepare(self, name: str) -> None:
        self._run(name)

    def __call__(self, name: str) -> list[Row]:
        found = self._run(name)
        names = [column[0] for column in found.description or ()]
        return [dict(zip(names, row, strict=True)) for row in found.fetchall()]

    def _run(self, name: str) -> duckdb.DuckDBPyConnection:
        query = (files("warehouse") / "queries" / f"{name}.sql").read_text(encoding="utf-8")
        code = "\n".join(line for line in query.splitlines() if not line.startswith("--"))
        named = {key: value for key, value in self.values.items() if f"${key}" in code}
        return self.connection.execute(code, named) if named else self.connection.execute(code)


def _require_known(connection: duckdb.DuckDBPyConnection, scope: Scope) -> None:
    if scope.issue is None and scope.actor is None:
        return
    known = _Reader(connection, scope)("report_known")
    for sort, wanted in (("issue", scope.issue), ("actor", scope.actor)):
        ids = {row["id"]: row["label"] for row in known if row["sort"] == sort}
        if wanted is None or wanted in ids:
            continue
        alike = (
            difflib.get_close_matches(wanted, ids, 3, 0.5)
            or [one for one, label in ids.items() if wanted.casefold() in str(label).casefold()][:3]
        )
        hint = f"did you mean {', '.join(repr(one) for one in alike)}?" if alike else "none is alike"
        raise NotFound(
            f"no {sort} has the id '{wanted}'; {hint} the columns issue_id and holder_key of "
            "mart.actor_issue_matrix have all, by `stancehouse sql`"
        )


def _by_issue_and_side(rows: list[Row], issues: list[Row]) -> tuple[dict[str, dict[str, list[Row]]], int]:
    """The sentences of the issues shown, and how many of theirs are left out."""
    evidence: dict[str, dict[str, list[Row]]] = {
        issue["key"]: {"support": [], "oppose": [], "mixed": []} for issue in issues
    }
    for row in rows:
        if row["issue_id"] in evidence:
            evidence[row["issue_id"]][row["issue_polarity"]].append(row)
    sides = [side for of in evidence.values() for side in of.values() if side]
    return evidence, sum(side[0]["utterances_of_side"] - len(side) for side in sides)


def _quality(rows: _Reader) -> dict[str, list[Row]]:
    """What to be careful about: the rows turned away, outlets, holders unknown, and the error of the model."""
    return {name: rows(f"report_{name}") for name in ("rejected", "unresolved", "coverage", "model_quality")}


def _ranked(matrix: list[Row], key: str, label: str) -> list[Row]:
    """The holders or issues of the matrix, those with the most reports first, then by label."""
    reports: dict[str, int] = defaultdict(int)
    labels: dict[str, str] = {}
    for row in matrix:
        reports[row[key]] += row["reports"]
        labels[row[key]] = row[label]
    ranked = sorted(reports, key=lambda one: (-reports[one], labels[one], one))
    return [{"key": one, "label": labels[one], "reports": reports[one]} for one in ranked]
