"""How fast the mart answers: a million invented stances over a hundred thousand articles, each view timed.

    python benchmarks/marts.py [--articles 100000] [--stances 1000000]

Rows go straight into a warehouse, without extraction. Each view is asked whole (counted over all its columns), and for
a page of one issue, as a BI tool does.
"""

from __future__ import annotations

import argparse
import math
import statistics
import tempfile
import threading
import time
from datetime import UTC, datetime, timedelta
from pathlib import Path

import duckdb
import numpy as np
import polars as pl

from flows.knowledge import Knowledge
from schemas.tables import TABLES
from warehouse.connect import open_warehouse
from warehouse.load import insert
from warehouse.views import read_views

NOW = datetime(2026, 3, 1, tzinfo=UTC)
SIDES, MODES = ["support", "oppose", "mixed"], ["direct", "indirect"]
ACTS = ["demand", "propose", "reject", "accept", "criticise"]
REPEATS = 3
SENTENCE = "A sentence of some twenty words that shows who takes which side on which issue, and why. "
LIMIT_S = 20  # longer than anybody waits


def keys(prefix: str, count: int) -> pl.Series:
    """Keys of twenty hexadecimal digits."""
    return pl.Series([f"{prefix}{number:019x}" for number in range(count)])


def filled(name: str, columns: dict[str, pl.Series | object], height: int) -> pl.DataFrame:
    """A frame of a table: what is given, and nulls."""
    given = [
        value.alias(key) if isinstance(value, pl.Series) else pl.Series(key, [value]).extend_constant(value, height - 1)
        for key, value in columns.items()
    ]
    frame = pl.DataFrame(given)
    schema = TABLES[name].polars_schema()
    missing = [pl.lit(None, kind).alias(key) for key, kind in schema.items() if key not in frame.columns]
    return frame.with_columns(missing).select(pl.col(key).cast(kind) for key, kind in schema.items())


def articles_of(count: int, dice: np.random.Generator) -> pl.DataFrame:
    """Articles of two years, of two hundred outlets."""
    ids = keys("a", count)
    published = pl.Series([NOW - timedelta(minutes=int(one)) for one in dice.integers(0, 1_050_000, count)])
    outlets = pl.Series([f"Outlet {one}" for one in dice.integers(0, 200, count)])
    return filled(
        "articles",
        {
            "article_id": ids,
            "page_id": ids,
            "doc_id": ids,
            "source": ids,
            "title": "A title of some words " + ids,
            "publisher": outlets,
            "published_at": published,
            "published_at_source": "file",
            "language": "en",
            "text": "text",
            "raw_text": "text",
            "offset_map": "[]",
            "words": 400,
            "text_hash": ids,
            "retrieved_at": NOW,
            "ingested_at": NOW,
            "run_id": "run-1",
        },
        count,
    )


def stories_of(articles: pl.DataFrame) -> pl.DataFrame:
    """One article in ten copies the one before it."""
    numbered = articles.select("article_id").with_row_index()
    is_copy = pl.col("index") % 10 == 9
    story = pl.when(is_copy).then(pl.col("article_id").shift(1)).otherwise(pl.col("article_id"))
    return numbered.select(
        "article_id",
        story_id=story,
        is_lead=~is_copy,
        likeness=pl.when(is_copy).then(0.9).otherwise(1.0),
        story_articles=pl.when(pl.col("index") % 10 >= 8).then(2).otherwise(1).cast(pl.Int64),
        version=pl.lit(1, pl.Int64),
        versions=pl.lit(1, pl.Int64),
        is_newest=pl.lit(True),
    )


def stances_of(articles: pl.DataFrame, count: int, actors: list[str], issues: list[str]) -> pl.DataFrame:
    """Stances of some actors more than of others, half of them on an issue, a tenth of holders outside the codebook."""
    dice = np.random.default_rng(7)
    of = dice.integers(0, articles.height, count)
    holders = [actors[min(int(one), len(actors) - 1)] for one in dice.exponential(80, count)]
    is_listed, has_issue = dice.random(count) > 0.1, dice.random(count) > 0.5
    sides = [SIDES[one] for one in dice.choice(3, count, p=[0.5, 0.42, 0.08])]
    issue = [issues[min(int(one), len(issues) - 1)] for one in dice.exponential(15, count)]
    other = [f"Person {one}" for one in dice.integers(0, 5000, count)]
    chosen = [issue[place] if has_issue[place] else None for place in range(count)]
    conditional = dice.random(count) > 0.98
    ids = keys("c", count)
    return filled(
        "stances",
        {
            "stance_id": ids,
            "article_id": articles["article_id"].gather(of),
            "sentence": pl.Series(dice.integers(0, 30, count)),
            "holder_id": pl.Series([one if listed else None for one, listed in zip(holders, is_listed, strict=True)]),
            "holder": pl.Series(
                [one if listed else name for one, name, listed in zip(holders, other, is_listed, strict=True)]
            ),
            "mention": "holder",
            "mention_start": 0,
            "mention_end": 6,
            "attribution_level": pl.Series(dice.choice([0, 1, 1, 1, 2], count)),
            "speaker": pl.Series(other),
            "issue_id": pl.Series(chosen),
            "issue_polarity": pl.Series([one if named else None for one, named in zip(sides, chosen, strict=True)]),
            "condition_issue_id": pl.Series([issues[3] if one else None for one in conditional]),
            "condition": "if",
            "target": "the plan",
            "target_start": 7,
            "target_end": 15,
            "target_key": "plan",
            "polarity": pl.Series(sides),
            "intensity": pl.Series(dice.integers(1, 4, count)),
            "act": pl.Series([ACTS[one] for one in dice.integers(0, 5, count)]),
            "mode": pl.Series([MODES[one] for one in dice.integers(0, 2, count)]),
            "is_negated": False,
            "evidence": SENTENCE + ids.str.slice(0, 18),
            "evidence_start": 0,
            "evidence_end": 15,
            "stated_on": articles["published_at"].gather(of).dt.date(),
            "stated_on_source": "published_at",
            "score": 0.5,
            "confidence": pl.Series(dice.random(count)),
            "rule": "x",
            "extractor": "none",
            "extractor_version": "1",
            "codebook_version": "c",
            "run_id": "run-1",
        },
        count,
    )


def make(home: Path, articles: int, stances: int) -> Path:
    """A published warehouse of that size; the folder of the published file."""
    codebook = Knowledge().codebook
    rows = {"actors": codebook.actor_rows(), "issues": codebook.issue_rows()}
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
