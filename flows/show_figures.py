"""Print an evaluation for people, or as one JSON object for programs."""

from __future__ import annotations

import json
import sys
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict
from typing import Any

from rich.console import Console
from rich.table import Table
from rich.text import Text

from flows.evaluating import Evaluation
from transforms.bootstrap import Interval
from transforms.evaluate import StanceFigures
from transforms.evaluate_changes import Change, Comparison, Shown
from transforms.evaluate_counts import Rates
from transforms.evaluate_statements import StatementFigures

ROWS = ("pairs", "missed", "invented", "set_aside", "counts")  # not among the figures
FEWEST_CHANGES = 20  # shown of each sort; --misses shows more


def print_evaluation(evaluation: Evaluation, comparison: Comparison | None, misses: int, *, as_json: bool) -> None:
    """The figures with their intervals, `misses` rows of each sort of error, and what changed where it is compared."""
    if as_json:
        sys.stdout.write(json.dumps(_plain(evaluation, comparison), ensure_ascii=False) + "\n")
        return
    console = Console(highlight=False)
    figures = evaluation.figures
    console.print(f"{figures.articles} articles, {figures.gold} gold rows, {figures.predicted} predicted rows")
    if isinstance(figures, StanceFigures):
        _print_stances(console, figures, evaluation.intervals)
    else:
        _print_statements(console, figures, evaluation.intervals)
    missed = [found.row for found in evaluation.record.gold if found.level == "missed"]
    for label, rows in (("missed", missed), ("invented", evaluation.record.invented)):
        for row in rows[:misses]:
            console.print(Text(f"{label}: {_worded(row)}"), soft_wrap=True)
    if comparison is not None:
        _print_comparison(console, comparison, max(misses, FEWEST_CHANGES))


def _plain(evaluation: Evaluation, comparison: Comparison | None) -> dict[str, Any]:
    figures = {
        name: asdict(value) if hasattr(value, "__dataclass_fields__") else _plain_dict(value)
        for name, value in vars(evaluation.figures).items()
        if name not in ROWS
    }
    found = {name: [interval.low, interval.high] for name, interval in evaluation.intervals.items()}
    changes = {} if comparison is None else {"against": _plain_comparison(comparison)}
    return {**figures, "intervals": found, **changes}


def _plain_dict(value: Any) -> Any:
    if isinstance(value, dict):
        return {name: asdict(each) if isinstance(each, Rates) else each for name, each in value.items()}
    return value


def _plain_comparison(comparison: Comparison) -> dict[str, Any]:
    differences = {
        name: {
            "before": one.before,
            "after": one.after,
            "change": one.change,
            "interval": [one.interval.low, one.interval.high],
        }
        for name, one in comparison.differences.items()
    }
    return {**asdict(comparison), "differences": differences}


def _print_stances(console: Console, figures: StanceFigures, found: Mapping[str, Interval]) -> None:
    levels = {level: getattr(figures, level) for level in ("detection", "stance", "full")}
    console.print(_rates_table("level", levels, {name: found.get(f"{name}.f1") for name in levels}))
    accuracy = _with_interval(figures.polarity_accuracy, found.get("polarity_accuracy"))
    console.print(f"right side of those found: {accuracy}")
    holder = figures.holder
    right = _with_interval(holder.right, found.get("holder.right"))
    on_target = _with_interval(holder.right_on_target, found.get("holder.right_on_target"))
    console.print(
        f"right holder, passage and side found: {right} of {holder.found}; "
        f"target found too: {on_target} of {holder.found_on_target}",
        soft_wrap=True,
    )
    if figures.calibration is not None:
        error = _with_interval(figures.calibration.error, found.get("calibration.error"))
        console.print(f"calibration error of confidence: {error} of {figures.calibration.rows} rows")
    if figures.issues is not None:
        issues = figures.issues
        console.print(
            f"issues (B-cubed): precision {issues.precision:.3f}, recall {issues.recall:.3f}, "
            f"F1 {_with_interval(issues.f1, found.get('issues.f1'))} of the "
            f"{_with_interval(issues.coverage, found.get('issues.coverage'))} of {issues.rows} rows that have an id; "
            f"F1 over all {issues.f1_over_all:.3f}",
            soft_wrap=True,
        )
    sides = {name: found.get(f"by_polarity.{name}.f1") for name in figures.by_polarity}
    console.print(_rates_table("side", figures.by_polarity, sides))
    if figures.by_mode:
        console.print(_rates_table("mode", figures.by_mode, {}))
    else:
        console.print(
            "recall by mode: " + ", ".join(f"{name} {share:.3f}" for name, share in figures.recall_by_mode.items())
        )


def _print_statements(console: Console, figures: StatementFigures, found: Mapping[str, Interval]) -> None:
    levels = {level: getattr(figures, level) for level in ("exact", "overlap", "token", "full")}
    console.print(_rates_table("level", levels, {name: found.get(f"{name}.f1") for name in levels}))
    named = _with_interval(figures.speaker_right_where_named, found.get("speaker_right_where_named"))
    console.print(
        f"right speaker of those that overlap: {_with_interval(figures.speaker_right, found.get('speaker_right'))}; "
        f"where the gold names one: {named}; right cue: {figures.cue_right:.3f}",
        soft_wrap=True,
    )
    console.print(_rates_table("quoted", figures.by_quote_type, {}))


def _rates_table(heading: str, rows: Mapping[str, Rates], found: Mapping[str, Interval | None]) -> Table:
    has_intervals = any(found.values())
    table = Table(box=None, header_style="bold", pad_edge=False, padding=(0, 2, 0, 0))
    for column in (heading, "precision", "recall", "F1", *(["95 % of F1"] if has_intervals else [])):
        table.add_column(column, justify="left" if column == heading else "right")
    for name, rates in rows.items():
        interval = found.get(name)
        table.add_row(
            name,
            f"{rates.precision:.3f}",
            f"{rates.recall:.3f}",
            f"{rates.f1:.3f}",
            f"{interval.low:.3f}-{interval.high:.3f}" if interval else "",
        )
    return table


def _with_interval(value: float, interval: Interval | None) -> str:
    return f"{value:.3f}" + (f" ({interval.low:.3f}-{interval.high:.3f})" if interval else "")


def _print_comparison(console: Console, comparison: Comparison, most: int) -> None:
    table = Table(box=None, header_style="bold", pad_edge=False, padding=(0, 2, 0, 0))
    for column in ("against", "before", "after", "change", "95 % of change"):
        table.add_column(column, justify="left" if column == "against" else "right")
    for name, one in comparison.differences.items():
        interval = f"{one.interval.low:+.3f} to {one.interval.high:+.3f}"
        table.add_row(name, f"{one.before:.3f}", f"{one.after:.3f}", f"{one.change:+.3f}", interval)
    console.print()
    console.print(table)
    _print_some(console, "won", map(_changed, comparison.won), most)
    _print_some(console, "lost", map(_changed, comparison.lost), most)
    _print_some(console, "newly invented", map(_worded, comparison.newly_invented), most)
    _print_some(console, "no longer invented", map(_worded, comparison.no_longer_invented), most)


def _print_some(console: Console, label: str, lines: Iterable[str], most: int) -> None:
    rows: Sequence[str] = list(lines)
    console.print(f"{label}: {len(rows)}", style="bold")
    for row in rows[:most]:
        console.print(Text(f"  {row}"), soft_wrap=True)
    if len(rows) > most:
        console.print(f"  and {len(rows) - most} more; --misses {len(rows)} shows them all", style="dim")


def _changed(change: Change) -> str:
    return f"{change.before} -> {change.after}: {_worded(change.row)}"


def _worded(row: Shown) -> str:
    fields = [" ".join(str(value or "—").split()) for name, value in row.items() if name not in ("doc_id", "start")]
    return f"[{row['doc_id']}] " + " | ".join(fields)
