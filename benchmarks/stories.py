"""Are copies found and other stories kept apart, and what does it cost?

    python benchmarks/stories.py FOLDER               pairs.jsonl and articles.jsonl: recall of copies, negatives joined
    python benchmarks/stories.py FILE.jsonl ...       every story with two articles or more, to be read
    python benchmarks/stories.py --articles 100000    seconds and memory for that many invented articles

All articles of a set are grouped together, as in a warehouse; a pair is joined where both have one story.
"""

from __future__ import annotations

import argparse
import json
import random
import resource
import time
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import polars as pl

from transforms.stories import group_stories, sign

START = datetime(2026, 1, 1, tzinfo=UTC)
TOLD = ("title", "publisher", "source")
LEXICON = [f"word{number}" for number in range(20_000)]
CHUNK = 500


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("paths", type=Path, nargs="*")
    parser.add_argument("--articles", type=int)
    asked = parser.parse_args()
    if asked.articles:
        _time(asked.articles)
    elif len(asked.paths) == 1 and asked.paths[0].is_dir():
        print_pairs(asked.paths[0])
    else:
        _print_stories([row for path in asked.paths for row in read(path)])


def read(path: Path) -> list[dict[str, Any]]:
    """The objects of a JSONL file."""
    return [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines() if line.strip()]


def stories(rows: list[dict[str, Any]]) -> pl.DataFrame:
    """The stories of the rows; a row's `doc_id` stands for article and page, and all dates are one."""
    ids = [row["doc_id"] for row in rows]
    frame = pl.DataFrame(
        {"article_id": ids, "page_id": ids, "text": [row["text"] for row in rows]},
    ).with_columns(
        published_at=pl.lit(START), retrieved_at=pl.lit(START), ingested_at=pl.lit(START)
    )  # fmt: skip
    return group_stories(frame.join(sign(frame), on="article_id"))


def pairs(folder: Path) -> list[tuple[dict[str, Any], bool]]:
    """Each pair of `pairs.jsonl` with whether it was joined."""
    found = stories(read(folder / "articles.jsonl"))
    story = dict(zip(found["article_id"], found["story_id"], strict=True))
    return [(pair, story[pair["a"]] == story[pair["b"]]) for pair in read(folder / "pairs.jsonl")]


def print_pairs(folder: Path) -> None:
    """Recall, negatives joined, and each pair that went wrong."""
    judged = pairs(folder)
    copies = [joined for pair, joined in judged if pair["same_story_text"]]
    others = [joined for pair, joined in judged if not pair["same_story_text"]]
    print(f"copies joined  {sum(copies)} of {len(copies)} ({sum(copies) / len(copies):.3f})")
    print(f"others joined  {sum(others)} of {len(others)}")
    for pair, joined in judged:
        if joined != pair["same_story_text"]:
            print("  wrong:", json.dumps(pair))


def _print_stories(rows: list[dict[str, Any]]) -> None:
    by_id = {row["doc_id"]: row for row in rows}
    found = stories(list(by_id.values()))
    grouped = found.filter(pl.col("story_articles") > 1).sort("story_id", "is_lead", descending=[False, True])
    print(f"{found.height} articles, {found['story_id'].n_unique()} stories, {grouped.height} in stories of several")
    for row in grouped.iter_rows(named=True):
        of = by_id[row["article_id"]]
        mark = "\nlead" if row["is_lead"] else f"{row['likeness']:.2f}"
        told = " | ".join(str(of[name]) for name in TOLD if of.get(name))
        print(f"{mark}  {row['article_id']}  {len(of['text'].split())} words  {told}\n      {of['text'][:160]!r}")


def _time(articles: int) -> None:
    """Invented texts of 300 words with a footer of the outlet; every tenth a copy with one word in forty changed."""
    rng = random.Random(4)
    footers = [" ".join(rng.choices(LEXICON, k=40)) for _ in range(20)]
    bodies: list[list[str]] = []
    signing, signed = 0.0, []
    for first in range(0, articles, CHUNK):
        texts = [_invent(rng, bodies, number) + rng.choice(footers) for number in range(first, first + CHUNK)]
        frame = pl.DataFrame(
            {"article_id": [f"{number:020x}" for number in range(first, first + CHUNK)], "text": texts}
        )
        started = time.perf_counter()
        signed.append(sign(frame))
        signing += time.perf_counter() - started
    dated = pl.concat(signed).with_columns(
        page_id="article_id",
        published_at=pl.Series([START + timedelta(minutes=number) for number in range(len(signed) * CHUNK)]),
        retrieved_at=pl.lit(START),
        ingested_at=pl.lit(START),
    )
    before, started = _peak_mb(), time.perf_counter()
    found = group_stories(dated)
    print(f"{found.height:,} articles: signed in {signing:.1f} s, grouped in {time.perf_counter() - started:.1f} s")
    joined = found.filter(~pl.col("is_lead")).height
    print(
        f"copies joined {joined:,} of {found.height // 10:,}; peak {_peak_mb():,.0f} MB, {before:,.0f} before grouping"
    )


def _invent(rng: random.Random, bodies: list[list[str]], number: int) -> str:
    """A text, or a copy of one of the last thousand bodies."""
    body = rng.choices(LEXICON, k=300)
    if number % 10 == 9:
        body = [rng.choice(LEXICON) if rng.random() < 0.025 else word for word in rng.choice(bodies[-1000:])]
    else:
        bodies.append(body)
        del bodies[:-1000]
    return " ".join(body) + " "


def _peak_mb() -> float:
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


if __name__ == "__main__":
    main()
