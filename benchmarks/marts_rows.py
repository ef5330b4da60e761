"""The invented rows of `marts.py`: articles, stories, stances, issues, mentions and visits, in the shape of the tables.

how many -> frames, of skewed holders and issues, a tenth of the articles copies, a tenth of the holders unlisted
"""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import numpy as np
import polars as pl

from schemas.tables import TABLES

NOW = datetime(2026, 3, 1, tzinfo=UTC)
SIDES, MODES = ["support", "oppose", "mixed"], ["direct", "indirect"]
ACTS = ["demand", "propose", "reject", "accept", "criticise"]
SENTENCE = "A sentence of some twenty words that shows who takes which side on which issue, and why. "
EXTRACTED = {"extractor": "none", "extractor_version": "1", "codebook_version": "c", "run_id": "run-1"}


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
        }
        | EXTRACTED,
        count,
    )


def article_issues_of(articles: pl.DataFrame, issues: list[str]) -> pl.DataFrame:
    """Three issues in each article."""
    dice = np.random.default_rng(11)
    start = dice.integers(0, len(issues), articles.height)
    found = [[issues[(one + step) % len(issues)] for one in start] for step in range(3)]
    held = {"mentions": 3, "stances": 2, "salience": 0.1} | EXTRACTED
    return pl.concat(
        filled(
            "article_issues", {"article_id": articles["article_id"], "issue_id": pl.Series(one)} | held, articles.height
        )
        for one in found
    )


def mentions_of(articles: pl.DataFrame, actors: list[str]) -> pl.DataFrame:
    """Five mentions in each article, a third of them of an actor outside the codebook."""
    dice = np.random.default_rng(13)
    count = 5 * articles.height
    is_listed = dice.random(count) > 0.33
    listed = [actors[one] for one in dice.integers(0, len(actors), count)]
    other = [f"Person {one}" for one in dice.integers(0, 5000, count)]
    names = [one if known else name for one, name, known in zip(listed, other, is_listed, strict=True)]
    start = pl.Series(np.tile(np.arange(5) * 10, articles.height))
    return filled(
        "mentions",
        {
            "article_id": articles["article_id"].gather(np.repeat(np.arange(articles.height), 5)),
            "mention": "somebody",
            "mention_start": start,
            "mention_end": start + 8,
            "sentence": 1,
            "kind": "name",
            "actor": pl.Series(names),
            "actor_id": pl.Series([one if known else None for one, known in zip(listed, is_listed, strict=True)]),
            "resolution": "name",
        }
        | EXTRACTED,
        count,
    )


def visits_of(count: int = 100_000) -> pl.DataFrame:
    """Visits to two hundred sources, each with something to tell."""
    numbers = pl.Series(range(count))
    return filled(
        "ops.source_runs",
        {
            "run_id": "run-" + (numbers // 200).cast(pl.String),
            "source_name": "Source " + (numbers % 200).cast(pl.String),
            "kind": "feed",
            "outcome": "read",
            "articles_found": 1,
            "articles_new": 1,
            "articles_known": 0,
            "articles_rejected": 0,
            "failures_in_a_row": 0,
            "visited_at": pl.Series([NOW - timedelta(hours=one // 200) for one in range(count)]),
        },
        count,
    )
