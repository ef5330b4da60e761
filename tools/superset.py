"""Superset for real: bring it up, import the bundle, ask every chart, load a batch meanwhile, look at the dashboard.

python tools/superset.py [--folder build/superset] [--keep]

Each check prints one line; the exit status is 1 when one failed. `--keep` leaves Superset up until Enter is pressed.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import os
import subprocess
import sys
import time
from pathlib import Path
from typing import Any

ROOT = Path(__file__).parents[1]
sys.path.insert(0, str(Path(__file__).parent))  # the other parts stand beside this script, which is run by its path

from own_server import Checks, ServerFailed, install  # noqa: E402
from superset_bundle import CHARTS, DATABASE, write_zip  # noqa: E402
from superset_picture import picture  # noqa: E402
from superset_server import REQUIREMENTS, Client, prepare, serve  # noqa: E402

from warehouse.query import published_query  # noqa: E402

FIRST = Path("examples/articles")  # from ROOT: a source is named by its path as given
SECOND = ROOT / "training" / "invented" / "articles.jsonl"
SECOND_ARTICLES, SECOND_FROM, SECOND_UNTIL = 60, "2025-06", "2026-07"  # about the days of the first
WRITES = (
    "CREATE TABLE main.intruder (number INTEGER)",
    "DELETE FROM main.stances",
    "INSERT INTO main.stances SELECT * FROM main.stances",
    "DROP TABLE mart.actor_issue_matrix",
)
OTHER_FILES = "SELECT * FROM read_csv('/etc/passwd')"


def main() -> int:
    """Run it all; the exit status."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--folder", type=Path, default=ROOT / "build" / "superset")
    parser.add_argument("--keep", action="store_true", help="leave Superset up until Enter is pressed")
    given = parser.parse_args()
    folder: Path = given.folder.resolve()
    home = folder / "homes" / time.strftime("%Y%m%d-%H%M%S")
    published = home / "published" / "stancehouse.duckdb"
    checks = Checks()
    print("installing and preparing Superset; the first time takes minutes", flush=True)
    install(folder, REQUIREMENTS)
    password = prepare(folder)
    _run(FIRST, home, folder / "first_run.log").wait()
    try:
        with serve(folder, password) as client:
            _check(client, home, published, folder, checks)
            if given.keep:
                input(f"{client.base}/superset/dashboard/stancehouse/ as admin with {password}; Enter ends it: ")
    except ServerFailed as error:
        checks.say(False, str(error))
    return checks.end()


def _check(client: Client, home: Path, published: Path, folder: Path, checks: Checks) -> None:
    write_zip(folder / "bundle.zip", published)
    import_bundle(client, folder / "bundle.zip")
    charts = saved_charts(client)
    checks.say(len(charts) == len(CHARTS), f"the bundle brought {len(charts)} of {len(CHARTS)} charts")
    before = {name: rows_of(client, context) for name, context in charts.items()}
    for name, rows in before.items():
        checks.say(bool(rows), f"chart '{name}' returns {len(rows)} rows")
    figures_agree(client, charts, published, checks)
    filters_work(client, charts, checks)
    writes_are_refused(client, published, checks)
    load_meanwhile(client, charts, home, folder, checks)
    after = {name: rows_of(client, context) for name, context in charts.items()}
    for name, rows in after.items():
        new = rows != before[name]
        checks.say(new, f"chart '{name}' shows the new batch: {len(before[name])} rows before, {len(rows)} after")
    figures_agree(client, charts, published, checks)
    nobody_holds_the_file(client, published, checks)
    shown = picture(client, folder / "dashboard.png", len(CHARTS))
    checks.say(not shown.problems, f"the dashboard shows {shown.charts} charts in Chromium: {shown.path}")
    for problem in shown.problems:
        checks.say(False, problem)


def import_bundle(client: Client, path: Path) -> None:
    """Import it twice: the second time overwrites and makes nothing new."""
    for _ in range(2):
        with path.open("rb") as bundle:
            client.post("/api/v1/assets/import/", files={"bundle": (path.name, bundle, "application/zip")})


def saved_charts(client: Client) -> dict[str, dict[str, Any]]:
    """The query context that Superset keeps of each chart of the dashboard, by the chart's name."""
    found = client.get("/api/v1/dashboard/stancehouse/charts")["result"]
    charts = (client.get(f"/api/v1/chart/{chart['id']}")["result"] for chart in found)
    return {chart["slice_name"]: json.loads(chart["query_context"]) for chart in charts}


def rows_of(client: Client, context: dict[str, Any]) -> list[dict[str, Any]]:
    """The rows that the chart's own query gives, past any cache."""
    answer = client.post("/api/v1/chart/data", json={**context, "force": True})["result"][0]
    if answer.get("error"):
        raise ServerFailed(f"a chart's query failed: {answer['error']}")
    rows: list[dict[str, Any]] = answer["data"]
    return rows


def figures_agree(client: Client, charts: dict[str, dict[str, Any]], published: Path, checks: Checks) -> None:
    """What Superset counts is what the published file says."""
    asked = published_query(published, "SELECT count(*) AS n FROM mart.evidence_browser WHERE issue_id IS NOT NULL")
    context = json.loads(json.dumps(charts["Issues in three counts"]))
    context["queries"][0] |= {"columns": [], "orderby": []}
    [row] = rows_of(client, context)
    wanted = asked["n"].item()
    checks.say(row["reports"] == wanted, f"Superset counts {row['reports']} reports on issues, the file has {wanted}")


def filters_work(client: Client, charts: dict[str, dict[str, Any]], checks: Checks) -> None:
    """Each filter of values has values, reaches charts by the numbers that the import gave them, and narrows them."""
    found = client.get("/api/v1/dashboard/stancehouse")["result"]
    numbers = {
        chart["id"]: chart["slice_name"] for chart in client.get("/api/v1/dashboard/stancehouse/charts")["result"]
    }
    for asked in json.loads(found["json_metadata"])["native_filter_configuration"]:
        reached = [name for number, name in numbers.items() if number not in asked["scope"]["excluded"]]
        if asked["filterType"] == "filter_time":
            narrow = {"col": "stated_on", "op": "TEMPORAL_RANGE", "val": "2026-01-01 : 2026-03-01"}
        else:
            column = asked["targets"][0]["column"]["name"]
            narrow = {"col": column, "op": "IN", "val": [_most_frequent(client, charts, column)]}
        narrowed = [name for name in reached if _narrowed(client, charts[name], narrow)]
        checks.say(
            bool(reached) and narrowed == reached,
            f"filter '{asked['name']}' at {narrow['val']} narrows {len(narrowed)} of {len(reached)} charts in reach",
        )


def _most_frequent(client: Client, charts: dict[str, dict[str, Any]], column: str) -> str:
    """The value of `column` that the most reports on issues of a holder in the codebook have."""
    context = json.loads(json.dumps(charts["Issues in three counts"]))
    query = context["queries"][0]
    query |= {"columns": [column], "orderby": [["reports", False]], "row_limit": 1}
    query["filters"].append({"col": "holder_id", "op": "IS NOT NULL"})
    return str(rows_of(client, context)[0][column])


def _narrowed(client: Client, context: dict[str, Any], narrow: dict[str, Any]) -> bool:
    whole, part = rows_of(client, context), json.loads(json.dumps(context))
    part["queries"][0]["filters"].append(narrow)
    found = rows_of(client, part)
    return bool(found) and found != whole


def sql_lab(client: Client, query: str) -> tuple[bool, str]:
    """Whether SQL Lab ran the statement, and what it answered."""
    [found] = client.get(f"/api/v1/database/?q=(filters:!((col:database_name,opr:eq,value:{DATABASE})))")["result"]
    answer = client.api.post(
        "/api/v1/sqllab/execute/",
        json={"database_id": found["id"], "sql": query, "schema": "mart", "runAsync": False, "queryLimit": 10},
    )
    return answer.is_success, answer.text


def writes_are_refused(client: Client, published: Path, checks: Checks) -> None:
    """By Superset; and by DuckDB where an administrator of Superset allows them."""
    kept = _hash(published)
    ran, words = sql_lab(client, "SELECT count(*) AS stances FROM main.stances")
    checks.say(ran, f"SQL Lab reads: {_brief(words) if not ran else 'SELECT count(*) answers'}")
    [found] = client.get(f"/api/v1/database/?q=(filters:!((col:database_name,opr:eq,value:{DATABASE})))")["result"]
    for allowed in (False, True):
        client.put(f"/api/v1/database/{found['id']}", json={"allow_dml": allowed})
        for write in WRITES:
            ran, words = sql_lab(client, write)
            by = "by DuckDB, Superset allowing it" if allowed else "by Superset"
            reason = "read-only" if allowed else "does not allow"
            checks.say(not ran and reason in words, f"refused {by}: {write} ({_brief(words)})")
    client.put(f"/api/v1/database/{found['id']}", json={"allow_dml": False})
    ran, words = sql_lab(client, OTHER_FILES)
    checks.say(not ran and "disabled by configuration" in words, f"refused: {OTHER_FILES} ({_brief(words)})")
    checks.say(_hash(published) == kept, "the published file is the same to the byte")


def load_meanwhile(client: Client, charts: dict[str, Any], home: Path, folder: Path, checks: Checks) -> None:
    """Run the pipeline on another batch, asking the charts all the while."""
    second = folder / "second_batch.jsonl"
    articles = [json.loads(line) for line in SECOND.read_text(encoding="utf-8").splitlines()]
    chosen = [one for one in articles if SECOND_FROM <= one["published_at"] < SECOND_UNTIL][:SECOND_ARTICLES]
    second.write_text("".join(json.dumps(one) + "\n" for one in chosen), encoding="utf-8")
    running, asked, contexts = (
        _run(Path(os.path.relpath(second, ROOT)), home, folder / "second_run.log"),
        0,
        list(charts.values()),
    )
    while running.poll() is None:
        rows_of(client, contexts[asked % len(contexts)])
        asked += 1
    checks.say(running.returncode == 0, f"a batch of {len(chosen)} articles was loaded and published meanwhile")
    checks.say(asked > 0, f"the charts answered {asked} times while it was loaded, never with an error")


def nobody_holds_the_file(client: Client, published: Path, checks: Checks) -> None:
    """No process of Superset has a published file open, neither the new one nor one that was replaced."""
    if not Path("/proc/self/fd").is_dir():
        print("skipped  whether Superset holds the file: this system has no /proc")
        return
    workers = Path(f"/proc/{client.pid}/task/{client.pid}/children").read_text(encoding="utf-8").split()
    opened = [
        str(link.readlink()) for pid in [str(client.pid), *workers] for link in _links(Path("/proc") / pid / "fd")
    ]
    held = [name for name in opened if name.startswith(str(published.parent))]
    checks.say(not held and len(workers) > 0, f"{len(workers)} workers of Superset hold {held or 'no published file'}")


def _links(folder: Path) -> list[Path]:
    return [link for link in folder.iterdir() if link.is_symlink()]


def _run(source: Path, home: Path, log: Path) -> subprocess.Popen[bytes]:
    command = [sys.executable, "-m", "flows", "run", str(source), "--home", str(home)]
    with log.open("w", encoding="utf-8") as opened:
        return subprocess.Popen(command, cwd=ROOT, stdout=opened, stderr=opened)  # noqa: S603 - our own words


def _hash(path: Path) -> str:
    return hashlib.sha256(path.read_bytes()).hexdigest()


def _brief(words: str) -> str:
    try:
        errors = json.loads(words)["errors"]
    except (ValueError, KeyError):
        return " ".join(words.split())[:120]
    return " ".join(str(errors[0]["message"]).split())[:120]


if __name__ == "__main__":
    sys.exit(main())
