"""Evaluate an extractor against gold files: the shipped one, or whatever wrote a file of predictions.

    gold, articles -> extraction (or predictions) -> figures -> intervals, record

Files are read and checked here; what a figure means stands in `transforms.evaluate` and `evaluate_statements`.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

import polars as pl

from flows.evaluating_files import (
    attributions,
    gold_of_folder,
    gold_stances,
    issues_of,
    read_lines,
    read_text,
    stance_predictions,
)
from flows.quick import check_documents, extract_table
from flows.sources import read_sources
from schemas.errors import InputError
from transforms.attribution_rows import join_rows
from transforms.attributions import Attribution, attribution_of_statement, beyond
from transforms.bootstrap import Interval, intervals
from transforms.documents import RawDocument, Unreadable
from transforms.evaluate import StanceFigures, as_predictions, score_stances
from transforms.evaluate_changes import (
    MEASURES,
    Comparison,
    OtherGold,
    Record,
    as_json,
    compare,
    from_json,
    record_of_stances,
    record_of_statements,
)
from transforms.evaluate_statements import StatementFigures, score_statements


@dataclass(frozen=True)
class Request:
    """What to evaluate against what. `predictions` stands in for the extractor; `issues` gives gold issues."""

    gold: Path
    articles: Path | None = None
    predictions: Path | None = None
    issues: Path | None = None
    codebook: Path | None = None


@dataclass(frozen=True)
class Evaluation:
    """The figures, the 95 % interval of each headline figure by its path (`stance.f1`), and the record to keep."""

    figures: StanceFigures | StatementFigures
    intervals: dict[str, Interval]
    record: Record


def evaluate_files(what: str, request: Request) -> Evaluation:
    """Score `stances` or `statements` on the articles that the gold names.

    Raises `InputError` where a line breaks a rule, an article of the gold is missing, or an option does not fit.
    """
    record: Record
    figures: StanceFigures | StatementFigures
    if what == "statements":
        figures, record = _statements(request)
    else:
        figures = _stances(request)
        record = record_of_stances(figures)
    return Evaluation(figures, intervals(list(figures.counts.values()), MEASURES[what]), record)


def save_record(evaluation: Evaluation, path: Path) -> None:
    """Write what a later comparison needs. Raises `InputError` where the file cannot be written."""
    try:
        path.write_text(as_json(evaluation.record), encoding="utf-8")
    except OSError as error:
        raise InputError(f"cannot write '{path}': {error.strerror}; give another file with --save") from error


def read_record(path: Path) -> Record:
    """The evaluation saved in a file. Raises `InputError` where it holds none."""
    try:
        return from_json(read_text(path, "saved evaluation"))
    except (ValueError, KeyError, TypeError, AttributeError) as error:
        raise InputError(
            f"'{path}' is no saved evaluation: {error}; make one with `stancehouse evaluate GOLD ... --save FILE`"
        ) from error


def compare_with(earlier: Record, path: Path, evaluation: Evaluation) -> Comparison:
    """What changed since the evaluation that `path` held. Raises `InputError` where it is of other gold."""
    try:
        return compare(earlier, evaluation.record)
    except OtherGold as error:
        raise InputError(f"'{path}' cannot be compared: {error}; save it anew from the same gold") from error


def _stances(request: Request) -> StanceFigures:
    gold = gold_stances(request.gold)
    issues = issues_of(request.issues, gold) if request.issues else None
    if request.predictions:
        predicted = stance_predictions(request.predictions)
        _check_some_match({row["doc_id"] for row in predicted}, {row["doc_id"] for row in gold}, request.predictions)
        return score_stances(gold, predicted, issues)
    articles = _articles(request, {row["doc_id"] for row in gold})
    return score_stances(gold, as_predictions(extract_table(articles, "stances", request.codebook).to_dicts()), issues)


def _statements(request: Request) -> tuple[StatementFigures, Record]:
    if request.issues:
        raise InputError(
            f"--issues '{request.issues}' fits --what stances alone: statements have no issue; leave it out"
        )
    if request.gold.is_dir():
        documents, gold = gold_of_folder(request.gold)
        articles = _complete(documents, set(gold), request.gold)
    else:
        lines = read_lines(request.gold, "gold")
        articles = _articles(request, {line.row["doc_id"] for line in lines})
        gold = _by_article(attributions(line for line in lines if "content" in line.row), articles["doc_id"])
    texts = dict(zip(articles["doc_id"], articles["raw_text"], strict=True))
    _check_spans(gold, texts, request.gold)
    predicted = _predicted_statements(request, articles)
    _check_spans(predicted, texts, request.predictions or request.gold)
    figures = score_statements(texts, gold, predicted)
    return figures, record_of_statements(figures, texts)


def _predicted_statements(request: Request, articles: pl.DataFrame) -> dict[str, list[Attribution]]:
    names = articles["doc_id"]
    if request.predictions:
        rows = attributions(read_lines(request.predictions, "predictions"))
        _check_some_match({row.doc_id for row in rows}, set(names), request.predictions)
        return _by_article(rows, names)
    found = extract_table(articles, "statements", request.codebook).to_dicts()
    if request.gold.is_dir():  # PolNeAR has one row for a quotation over several sentences, we have one a sentence
        found = [row for name in names for row in join_rows(one for one in found if one["doc_id"] == name)]
    maps = dict(zip(names, articles["offset_map"], strict=True))
    return _by_article((attribution_of_statement(row, maps[row["doc_id"]]) for row in found), names)


def _by_article(rows: Iterable[Attribution], names: Iterable[str]) -> dict[str, list[Attribution]]:
    """The rows of each article; those of other articles are left aside."""
    found: dict[str, list[Attribution]] = {name: [] for name in names}
    for row in rows:
        if row.doc_id in found:
            found[row.doc_id].append(row)
    return found


def _articles(request: Request, wanted: set[str]) -> pl.DataFrame:
    """The articles that the gold names, from the file that --articles gives."""
    if request.articles is None:
        raise InputError(f"'{request.gold}' needs the articles that it is about; give them with --articles FILE")
    documents = [one for one in read_sources([request.articles]) if isinstance(one, Unreadable) or one.doc_id in wanted]
    return _complete(documents, wanted, request.articles)


def _complete(documents: list[RawDocument | Unreadable], wanted: set[str], place: Path) -> pl.DataFrame:
    checked = check_documents(documents)
    if missing := wanted - set(checked.accepted["doc_id"]):
        reasons = "".join(f"\n{message}" for message in checked.rejected["message"].to_list()[:3])
        raise InputError(
            f"{place} has no readable article for {len(missing)} of the gold's (first: {min(missing)!r}); "
            f"give the file that the gold rows were made from{reasons}"
        )
    return checked.accepted


def _check_some_match(predicted: set[str], gold: set[str], place: Path) -> None:
    if predicted and not predicted & gold:
        raise InputError(
            f"{place}: no prediction is of an article of the gold (first: {min(predicted)!r}, the gold's first: "
            f"{min(gold, default='none')!r}); `doc_id` must be the gold's"
        )


def _check_spans(rows: dict[str, list[Attribution]], texts: dict[str, str], place: Path) -> None:
    for article, found in rows.items():
        if row := beyond(found, len(texts[article])):
            raise InputError(
                f"{place}: a span of {row} does not fit its article of {len(texts[article]):,} characters; "
                "offsets are code points of the raw text, [start, end) with start before end"
            )
