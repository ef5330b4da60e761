"""What the warehouse must say after the import: each decision with who and when, and the stances as they then are."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

from label_studio_answers import Said, as_shown, rows_of, wanted_rows

if TYPE_CHECKING:
    from label_studio_browser import Mark
    from own_server import Checks

CORRECTIONS = "SELECT * FROM ops.corrections ORDER BY correction_id"
BROWSER = "SELECT * FROM mart.evidence_browser ORDER BY stance_id"
REVIEWED = "SELECT stance_id, reviewed_by, verdict FROM stances ORDER BY stance_id"
NAMES = "SELECT actor_id, name FROM actors"
CUT = (  # whether the offsets of a stance are code points of its article
    "SELECT stance_id, substr(text, evidence_start + 1, evidence_end - evidence_start) AS words "
    "FROM stances JOIN articles USING (article_id)"
)


@dataclass
class Imported:
    """What was imported: where, Label Studio's export, what each coder said, and what was marked, by whom and where."""

    home: Path
    stancehouse: Callable[..., str]
    export: list[dict[str, Any]]
    who: dict[str, list[Said]]
    marked: tuple[str, tuple[Mark, ...], dict[str, Any]] | None

    def sql(self, query: str) -> list[dict[str, Any]]:
        """The rows that `stancehouse sql --format json` prints."""
        rows: list[dict[str, Any]] = json.loads(self.stancehouse("sql", query, "--format", "json", home=self.home))
        return rows

    def when(self, key: str, coder: str) -> datetime:
        """When the coder labelled the task, by Label Studio's clock."""
        (found,) = [
            datetime.fromisoformat(one["updated_at"])
            for task in self.export
            if task["data"]["key"] == key
            for one in task["annotations"]
            if str(one["completed_by"]) == coder.rsplit("/", 1)[-1]
        ]
        return found


def check_warehouse(done: Imported, exported: Path, said: str, checks: Checks) -> None:
    """Print a check for each decision, then whether importing once more changes nothing."""
    made = sum(not one.is_skipped for says in done.who.values() for one in says) + (
        1 + len(done.marked[1]) if done.marked else 0
    )
    checks.say(f"{made} decisions are new" in said, f"the import says: {' '.join(said.split())}")
    if "kept in the store" in said:
        checks.say(False, "the warehouse did not follow: `stancehouse rebuild` the home that was given, and try again")
        return
    corrections, before = done.sql(CORRECTIONS), done.sql(BROWSER)
    reviewed = {one["stance_id"]: (one["reviewed_by"], one["verdict"]) for one in done.sql(REVIEWED)}
    names = {one["actor_id"]: one["name"] for one in done.sql(NAMES)}
    shown = {task["data"]["key"]: json.loads(task["data"]["stance"]) for task in done.export}
    browsed = {one["stance_id"]: one for one in before}
    for coder, says in done.who.items():
        for one in says:
            rows = rows_of(corrections, shown[one.key], coder)
            _check_decision(done, one, coder, rows, checks)
            if one.wins and not one.is_skipped:
                _check_stance(one, browsed, reviewed, (shown[one.key], rows, names), checks)
    for mark in done.marked[1] if done.marked else ():
        _check_marked(done, mark, corrections, browsed, checks)
    told = done.stancehouse("review", "import", str(exported), "--coder", coder.rsplit("/", 1)[0], home=done.home)
    same = (corrections, before) == (done.sql(CORRECTIONS), done.sql(BROWSER))
    checks.say("; 0 decisions are new" in told and same, f"a second import changes nothing: {' '.join(told.split())}")


def _check_decision(done: Imported, said: Said, coder: str, rows: list[dict[str, Any]], checks: Checks) -> None:
    """ops.corrections has who, when and what; nothing where the task was skipped."""
    if said.is_skipped:
        checks.say(not rows, f"{said.what}: ops.corrections has no row of {coder}")
        return
    found = {(one["coder"], one["verdict"], one["column_name"], one["new_value"], one["state"]) for one in rows}
    when = done.when(said.key, coder)
    times = {datetime.fromisoformat(one["corrected_at"]) for one in rows}
    noted = {one["comment"] or "" for one in rows} == {said.comment}
    holds = found == wanted_rows(said, coder) and times == {when} and noted
    changes = ", ".join(f"{one['column_name']} {one['old_value']} -> {one['new_value']}" for one in rows)
    checks.say(holds, f"{said.what}: ops.corrections has {changes} by {coder} at {when:%Y-%m-%d %H:%M:%S}")


def _check_stance(
    said: Said,
    browsed: dict[str, dict[str, Any]],
    reviewed: dict[str, tuple[str, str]],
    told: tuple[dict[str, Any], list[dict[str, Any]], dict[str, str]],
    checks: Checks,
) -> None:
    """mart.evidence_browser shows the values that were put right, or no such stance where it was rejected."""
    shown, rows, names = told
    if said.verdict == "wrong":
        gone = shown["stance_id"] not in reviewed and shown["stance_id"] not in browsed
        checks.say(gone, f"{said.what}: neither stances nor mart.evidence_browser has the stance")
        return
    stance_id = rows[0]["stance_id"] if rows else None
    wanted = as_shown(said, shown, names)
    found = {name: browsed.get(str(stance_id), {}).get(name) for name in wanted}
    marks = reviewed.get(str(stance_id), ("", ""))
    holds = found == wanted and bool(rows) and marks == (rows[0]["coder"], said.verdict)
    checks.say(holds, f"{said.what}: mart.evidence_browser says {found}, stances says {marks}")


def _check_marked(
    done: Imported, mark: Mark, corrections: list[dict[str, Any]], browsed: dict[str, dict[str, Any]], checks: Checks
) -> None:
    """The stance that was marked is there, its passage at the place where it was marked."""
    coder, _, task = done.marked or ("", (), {})
    rows = [one for one in corrections if one["coder"] == coder and one["evidence"] == mark.sentence]
    found = {one["column_name"]: one["new_value"] for one in rows}
    wanted = {"verdict": "missing", "polarity": mark.side, "holder": mark.holder, "target": mark.target}
    times = {datetime.fromisoformat(one["corrected_at"]) for one in rows}
    when = done.when(task["data"]["key"], coder)
    holds = found == wanted and times == {when}
    checks.say(holds, f"added by a mark: ops.corrections has {found} by {coder} at {when:%Y-%m-%d %H:%M:%S}")
    row = browsed.get(rows[0]["stance_id"], {}) if rows else {}
    told = (row.get("holder_label"), row.get("polarity"), row.get("target"), row.get("evidence"))
    checks.say(told == (mark.holder, mark.side, mark.target, mark.sentence), f"mart.evidence_browser shows it: {told}")
    words = {one["stance_id"]: one["words"] for one in done.sql(CUT)}
    start = task["data"]["text"].index(mark.sentence)
    holds = row.get("evidence_start") == start and words.get(row.get("stance_id", "")) == mark.sentence
    units = len(task["data"]["text"][:start].encode("utf-16-le")) // 2
    given = _starts(done.export)
    checks.say(holds, f"its passage begins at code point {start}, UTF-16 unit {units}; Label Studio's marks at {given}")


def _starts(export: list[dict[str, Any]]) -> list[int]:
    """Where the marks begin, as Label Studio gave them."""
    parts = [part for task in export for one in task["annotations"] for part in one["result"]]
    return [part["value"]["start"] for part in parts if part.get("type") == "labels"]
