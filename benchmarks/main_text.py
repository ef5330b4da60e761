"""F1 of the main text of pages, next to bare trafilatura in the same run.

    python benchmarks/main_text.py [--pages ../shared/html]

The measure is that of scrapinghub/article-extraction-benchmark (MIT), from which the pages and their gold come: the
sequences of four words that text and gold share, as shares of each document, so that long documents do not weigh more;
precision and recall are means over documents, and F1 is their harmonic mean. `cleaned` is our text after
`transforms.clean`, which takes out bylines, captions and boxes that the gold may hold.
"""

from __future__ import annotations

import argparse
import gzip
import json
import re
import statistics
import time
from collections import Counter
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

import trafilatura

from transforms.clean import clean
from transforms.dates import DateLimits
from transforms.documents import Unreadable
from transforms.pages import Page, Told, read_page

SHARED = Path(__file__).parents[2] / "shared" / "html"
WORD = re.compile(r"\w+")
LIMITS = DateLimits(datetime(2026, 1, 1, tzinfo=UTC))


def shares(gold: str, found: str) -> tuple[float, float, float]:
    """Hits, misses in `found` and misses in `gold`, as shares of all sequences of either; 0 for two empty texts."""
    wanted, given = _sequences(gold), _sequences(found)
    hits, extra, lost = (wanted & given).total(), (given - wanted).total(), (wanted - given).total()
    every = hits + extra + lost or 1
    return hits / every, extra / every, lost / every


def scores(counted: list[tuple[float, float, float]]) -> tuple[float, float, float]:
    """Precision, recall and F1 over documents; one without text in gold or answer counts only where it has some."""
    precision = statistics.mean(hits / (hits + extra) for hits, extra, _ in counted if hits + extra)
    recall = statistics.mean(hits / (hits + lost) for hits, _, lost in counted if hits + lost)
    return precision, recall, 2 * precision * recall / (precision + recall)


def _sequences(text: str, length: int = 4) -> Counter[tuple[str, ...]]:
    words = WORD.findall(text)
    found = (tuple(words[at : at + length]) for at in range(max(1, len(words) - length + 1)))
    return Counter(sequence for sequence in found if sequence)


def ours(body: bytes) -> str:
    """The main text as ingestion reads it."""
    document = read_page(Page("page.html", "page", body), Told(), LIMITS)
    return "" if isinstance(document, Unreadable) else document.text


def bare(body: bytes, **options: bool) -> str:
    """The main text of trafilatura, with its own defaults but for the options."""
    return trafilatura.extract(body, **options) or ""


def main() -> None:
    """Print a row for each way of reading."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").split("\n", maxsplit=1)[0])
    parser.add_argument("--pages", type=Path, default=SHARED)
    folder = parser.parse_args().pages
    gold = {name: page["articleBody"] for name, page in json.loads((folder / "ground-truth.json").read_text()).items()}
    bodies = {name: gzip.decompress((folder / "html" / f"{name}.html.gz").read_bytes()) for name in gold}
    ways: dict[str, Callable[[bytes], str]] = {
        "stancehouse": ours,
        "stancehouse, cleaned": lambda body: clean(ours(body)).text,
        f"trafilatura {trafilatura.__version__}, as it comes": bare,
        "trafilatura, no comments": lambda body: bare(body, include_comments=False),
        "trafilatura, no tables either": lambda body: bare(body, include_comments=False, include_tables=False),
    }
    print(f"{len(gold)} pages\n{'':32} precision  recall     F1   none   s")
    for name, read in ways.items():
        started = time.monotonic()
        texts = {page: read(body) for page, body in bodies.items()}
        took = time.monotonic() - started
        precision, recall, f1 = scores([shares(gold[page], text) for page, text in texts.items()])
        none = sum(not text for text in texts.values())
        print(f"{name:32} {precision:9.3f} {recall:7.3f} {f1:6.3f} {none:6} {took:3.0f}")


if __name__ == "__main__":
    main()
