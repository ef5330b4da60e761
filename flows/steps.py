"""The steps of the pipeline, free of Prefect: each takes a Run, does its part, and counts.

    ingest -> extract -> validate -> sign -> load -> publish -> report

What a step has done lies in the store, so each does only what is missing: a second run does nothing, and a killed run
is taken up where it stopped. Every step says in one line what it counted.
"""

from __future__ import annotations

import polars as pl

from flows.fingerprint import signing_fingerprint
from flows.ingest import ingest
from flows.loading import CHECKED, SIGNED, load, publish, rebuild, report
from flows.run import PROGRESS, Count, Run, Step, new_run_id
from schemas.check import Rejection, split
from schemas.tables import TABLES
from transforms.languages import readable
from transforms.stories import sign as sign_articles

__all__ = ["STEPS", "Count", "Run", "Step", "ingest", "load", "new_run_id", "publish", "rebuild", "report"]

EXTRACTED = "extracted"


def extract(run: Run) -> list[str]:
    """Extract from each batch that has no output under this fingerprint; returns the ids of those batches.

    Articles in a language that the extractor does not read are set aside: they stay in the store and the warehouse.
    """
    print_ = run.knowledge.fingerprint
    missing = [batch for batch in run.store.batches() if not run.store.has(EXTRACTED, print_, batch)]
    rows = dict.fromkeys(TABLES, 0)
    stored, read = 0, 0
    for done, batch_id in enumerate(missing):
        PROGRESS.get()("extract", done, len(missing))
        articles = run.store.articles(batch_id)
        english = readable(articles)
        stored, read = stored + articles.height, read + english.height
        found = run.knowledge.extractor.extract(english, run.run_id).tables()
        run.store.put(EXTRACTED, print_, batch_id, found)
        for name, frame in found.items():
            rows[name] += frame.height
    if missing:
        PROGRESS.get()("extract", len(missing), len(missing))
        run.count(Count("extract", "articles", stored, read, stored - read, 0))
        run.count(*(Count("extract", name, count, count, 0, 0) for name, count in rows.items() if count))
    return missing


def validate(run: Run) -> list[str]:
    """Split each extracted table by its contract; returns the ids of the batches checked."""
    print_ = run.knowledge.fingerprint
    missing = [batch for batch in run.store.batches() if not run.store.has(CHECKED, print_, batch)]
    totals: dict[str, list[int]] = {}
    for batch_id in missing:
        accepted: dict[str, pl.DataFrame] = {}
        for name, frame in run.store.get(EXTRACTED, print_, batch_id).items():
            checked = split(frame, TABLES[name], Rejection(name, run.run_id, run.started_at))
            run.reject("validate", checked.rejected)
            accepted[name] = checked.accepted
            total = totals.setdefault(name, [0, 0, 0, 0])
            for place, height in enumerate((frame.height, checked.accepted.height, 0, checked.rejected.height)):
                total[place] += height
        run.store.put(CHECKED, print_, batch_id, accepted)
    run.count(*(Count("validate", name, *total) for name, total in totals.items()))
    return missing


def sign(run: Run) -> list[str]:
    """Sign the articles of each batch that is not signed yet: what tells near-duplicates; returns those batches."""
    print_ = signing_fingerprint()
    missing = [batch for batch in run.store.batches() if not run.store.has(SIGNED, print_, batch)]
    for batch_id in missing:
        signatures: pl.DataFrame = sign_articles(run.store.articles(batch_id, ["article_id", "text"]))
        run.store.put(SIGNED, print_, batch_id, {"signatures": signatures})
    return missing


STEPS = (
    Step("ingest", ingest, retries=2),
    Step("extract", extract),
    Step("validate", validate),
    Step("sign", sign),
    Step("load", load),
    Step("publish", publish),
    Step("report", report),
)
