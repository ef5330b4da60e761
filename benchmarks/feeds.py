"""Entries of real feeds: as read here, as feedparser reads them, and as the raw XML has them.

    python benchmarks/feeds.py ../shared/feeds

Prints one row a file. Exits with 1 where an entry is lost that feedparser or lxml (told to recover) finds.
"""

from __future__ import annotations

import io
import sys
from pathlib import Path

import feedparser
from lxml import etree

from flows.sources.feed_reading import read_feed
from flows.sources.visit import SourceFailed

ADDRESS = "https://feeds.example/feed"


def main(folder: Path) -> int:
    """Compare all feeds below the folder; how many of them lost an entry."""
    print(f"{'feed':<42}{'ours':>6}{'feedparser':>12}{'raw':>6}{'linked':>8}{'dated':>7}")
    totals, lost = [0, 0, 0], 0
    for path in sorted(path for path in folder.rglob("*") if path.is_file()):
        body = path.read_bytes()
        try:
            entries = read_feed(body, ADDRESS).entries
        except SourceFailed as failure:
            entries, note = (), str(failure)
        else:
            note = ""
        counts = [len(entries), len(feedparser.parse(io.BytesIO(body)).entries), raw_entries(body)]
        linked, dated = sum(one.url is not None for one in entries), sum(one.published is not None for one in entries)
        print(
            f"{path.relative_to(folder)!s:<42}{counts[0]:>6}{counts[1]:>12}{counts[2]:>6}{linked:>8}{dated:>7}  {note}"
        )
        totals = [total + count for total, count in zip(totals, counts, strict=True)]
        lost += counts[0] < max(counts[1:])
    print(f"{'all':<42}{totals[0]:>6}{totals[1]:>12}{totals[2]:>6}")
    print(f"feeds that lost an entry: {lost}")
    return lost


def raw_entries(body: bytes) -> int:
    """Elements named item or entry in the XML, as far as lxml recovers it."""
    tree = etree.fromstring(
        body, etree.XMLParser(recover=True, resolve_entities=False, no_network=True, huge_tree=True)
    )
    named = () if tree is None else (one.tag for one in tree.iter() if isinstance(one.tag, str))
    return sum(etree.QName(tag).localname in ("item", "entry") for tag in named)


if __name__ == "__main__":
    sys.exit(1 if main(Path(sys.argv[1])) else 0)
