"""Prove that the warehouse is sound: a check is a query that returns the rows that should not be there.

    checks/<sentence>.sql -> CheckResult(sentence, how many bad rows, the first of them)

The file's name is the sentence that it proves.
"""

from __future__ import annotations

from dataclasses import dataclass
from importlib.resources import files

import duckdb

from schemas.errors import ChecksFailed


@dataclass(frozen=True)
class CheckResult:
    """What one check found."""

    name: str
    bad_rows: int
    first: str | None

    @property
    def sentence(self) -> str:
        """The name as a sentence."""
        return self.name.replace("_", " ")


def run_checks(connection: duckdb.DuckDBPyConnection) -> list[CheckResult]:
    """The result of every check, by name."""
    results = []
    for name, query in read_checks().items():
        rows = connection.sql(query).fetchall()
        results.append(CheckResult(name, len(rows), str(rows[0]) if rows else None))
    return results


def require_sound(connection: duckdb.DuckDBPyConnection) -> list[CheckResult]:
    """The results; raises `ChecksFailed` that lists each check with bad rows and the first of them."""
    results = run_checks(connection)
    if failed := [one for one in results if one.bad_rows]:
        lines = [f"{one.sentence}: not so for {one.bad_rows} rows (first: {one.first})" for one in failed]
        raise ChecksFailed(
            "\n".join([f"{len(failed)} of {len(results)} checks failed; `stancehouse rebuild` makes it anew", *lines])
        )
    return results


def read_checks() -> dict[str, str]:
    """The queries by name."""
    folder = files("warehouse") / "checks"
    names = sorted(entry.name for entry in folder.iterdir() if entry.name.endswith(".sql"))
    return {name.removesuffix(".sql"): (folder / name).read_text(encoding="utf-8") for name in names}
