"""What can be made of what people decided: agreement of coders, and gold.

store or review files -> agreement     published warehouse -> gold rows and articles
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

import polars as pl

from flows.correcting import names_of
from flows.review import decisions_of, read_reviews
from flows.run import Run
from schemas.errors import InputError, NotFound
from transforms.agreement import agreement
from transforms.corrections_gold import gold_articles, gold_rows
from transforms.decisions import Decision
from warehouse.review import review_gold


def agreement_table(run: Run, files: list[Path]) -> pl.DataFrame:
    """Kappa and alpha per field: of the decisions of the store, or of review files, each filled in by one coder.

    The coder of a file is its name without ending; what coders added is not compared. Raises `NotFound` where nothing
    was decided.
    """
    names = names_of(run)
    decisions: list[Decision] = [] if files else run.store.decisions()
    for file in files:
        decisions += [one for review in read_reviews(file) for one in decisions_of(review, file.stem, names)]
    found = agreement(decisions)
    if not found:
        raise NotFound("nobody has decided on a stance that was shown; import a review, or give filled-in files")
    return pl.DataFrame([one.__dict__ for one in found], infer_schema_length=None)


def write_gold(published: Path, out: Path) -> tuple[int, int, Path]:
    """Write gold rows to `out` and their articles beside; how many rows that count, articles, and the second file."""
    articles, stances = review_gold(published)
    if not articles:
        raise NotFound("no decision is in force; import a review first, see `stancehouse review list`")
    beside = out.with_name(out.stem + ".articles.jsonl")
    rows = gold_rows(articles, stances)
    try:
        _write_lines(out, rows)
        _write_lines(beside, gold_articles(articles))
    except OSError as error:
        raise InputError(f"cannot write '{out}': {error.strerror}; give another file") from error
    return sum("evidence" in row and not row.get("optional") for row in rows), len(articles), beside


def _write_lines(path: Path, rows: Iterable[Mapping[str, Any]]) -> None:
    path.write_text("".join(json.dumps(row, ensure_ascii=False) + "\n" for row in rows), encoding="utf-8")
