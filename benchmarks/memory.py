"""Does a worker's memory stay flat? Extracts many articles in batches, as the flow does, and prints resident memory.

    python benchmarks/memory.py SOURCE [--articles N]

A source with fewer articles is read over again, each time under new ids.
"""

from __future__ import annotations

import argparse
import resource
from datetime import UTC, datetime
from itertools import cycle, islice
from pathlib import Path

import polars as pl

from flows.knowledge import Knowledge
from flows.settings import Settings
from flows.sources import read_sources
from transforms.articles import Ingestion, build_articles

PAGE = resource.getpagesize()


def main() -> None:
    """Extract and print a line every ten batches."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("source", type=Path)
    parser.add_argument("--articles", type=int, default=2000)
    asked = parser.parse_args()
    settings, extractor = Settings(), Knowledge().extractor
    made = build_articles(
        read_sources([asked.source]), Ingestion("memory", datetime.now(UTC), settings.max_characters)
    ).accepted
    rows = list(islice(cycle(range(made.height)), asked.articles))
    for number, start in enumerate(range(0, len(rows), settings.batch_size), 1):
        batch = made[rows[start : start + settings.batch_size]]
        found = extractor.extract(batch.with_columns(pl.lit(f"{number}-").add(pl.col("article_id"))), "memory")
        if number % 10 == 1:
            done = start + batch.height
            print(f"{done:6,} articles  {_resident_mb():7,.0f} MB  {found.stances.height} stances in the last batch")
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    print(f"{len(rows):6,} articles  {_resident_mb():7,.0f} MB  peak {peak:,.0f} MB")


def _resident_mb() -> float:
    return int(Path("/proc/self/statm").read_text().split()[1]) * PAGE / 1e6


if __name__ == "__main__":
    main()
