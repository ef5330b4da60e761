"""How fast the mart answers: a million invented stances over a hundred thousand articles, each view timed.

    python benchmarks/marts.py [--articles 100000] [--stances 1000000]

Rows go straight into a warehouse, without extraction; every table that a view reads has rows. The stored views are then
made as a load makes them. Each view is asked whole (counted over all its columns), and for a page of one issue, as a BI
tool does.
"""

from __future__ import annotations

import argparse
import math
import statistics
import tempfile
import threading
import time
from pathlib import Path

import duckdb
import numpy as np
from marts_rows import article_issues_of, articles_of, mentions_of, stances_of, stories_of, visits_of

from flows.knowledge import Knowledge
from flows.measured import shipped_evaluations
from schemas.tables import TABLES
from warehouse.connect import open_warehouse
from warehouse.load import insert
from warehouse.views import read_views, store_views

REPEATS = 3
LIMIT_S = 20  # longer than anybody waits


def make(home: Path, articles: int, stances: int) -> Path:
    """A published warehouse of that size; the folder of the published file."""
    codebook = Knowledge().codebook
    rows = {"actors": codebook.actor_rows(), "actor_aliases": codebook.alias_rows(), "issues": codebook.issue_rows()}
    dice = np.random.default_rng(3)
    path = home / "warehouse" / "stancehouse.duckdb"
    path.parent.mkdir(parents=True)
    with open_warehouse(path) as connection:
        for name, found in rows.items():
            insert(connection, name, TABLES[name].frame(found))
        frame = articles_of(articles, dice)
        insert(connection, "articles", frame)
        insert(connection, "article_stories", stories_of(frame))
        names = [[row[key] for row in rows[table]] for table, key in (("actors", "actor_id"), ("issues", "issue_id"))]
        insert(connection, "stances", stances_of(frame, stances, *names))
        insert(connection, "article_issues", article_issues_of(frame, names[1]))
        insert(connection, "mentions", mentions_of(frame, names[0]))
        insert(connection, "ops.source_runs", visits_of())
        insert(connection, "ops.evaluations", shipped_evaluations())
        started = time.perf_counter()
        connection.begin()
        store_views(connection)
        connection.commit()
        print(f"stored views made in {time.perf_counter() - started:.0f} s")
        connection.execute("CHECKPOINT")
    return path


def timed(connection: duckdb.DuckDBPyConnection, query: str) -> float:
    """Seconds of the middle of some runs; infinite where one took longer than the limit."""
    times = []
    for _ in range(REPEATS):
        stop = threading.Timer(LIMIT_S, connection.interrupt)
        started = time.perf_counter()
        stop.start()
        try:
            connection.sql(query).fetchall()
        except duckdb.InterruptException:
            return math.inf
        finally:
            stop.cancel()
        times.append(time.perf_counter() - started)
    return statistics.median(times)


def main() -> None:
    """Make the warehouse and print a line a view, the slowest first."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--articles", type=int, default=100_000)
    parser.add_argument("--stances", type=int, default=1_000_000)
    asked = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        path = make(Path(folder), asked.articles, asked.stances)
        with duckdb.connect(str(path), read_only=True) as connection:
            lines = []
            for view in read_views():
                whole = timed(connection, f"SELECT count(COLUMNS(*)) FROM {view.qualified}")
                one = "issue_id = 'ceasefire'" if "issue_id" in view.columns else "true"
                page = timed(connection, f"SELECT * FROM {view.qualified} WHERE {one} LIMIT 100")
                lines.append((whole, page, view.qualified))
        print(f"{asked.stances:,} stances, {asked.articles:,} articles; seconds for all of a view, for a page of it")
        for whole, page, name in sorted(lines, reverse=True):
            print(f"{name:<28} {whole:6.2f} {page:6.2f}")


if __name__ == "__main__":
    main()
