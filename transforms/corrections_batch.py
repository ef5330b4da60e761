"""Correct the tables of a batch by what people decided, and say what became of each decision.

    articles, stances, statements, mentions, article_issues + decisions  ->  tables, rows of ops.corrections, problems

Articles without a decision pass untouched, byte for byte.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import polars as pl

from schemas.check import rejected_id
from schemas.codebook_salience import LEAD_SENTENCES, LEAD_WEIGHT
from schemas.tables.decisions import NO_ISSUE
from schemas.tables.extracted import ArticleIssues, Stances
from schemas.tables.operations import Corrections, RejectedRows
from transforms.corrections import Names, Outcome, Text, apply
from transforms.decisions import Decision
from transforms.extract import row_id

Tables = dict[str, pl.DataFrame]


@dataclass(frozen=True)
class Corrected:
    """The tables with people's decisions in them, and what became of each decision."""

    tables: Tables
    outcomes: list[Outcome]


def correct(tables: Tables, decisions: Iterable[Decision], names: Names) -> Corrected:
    """The tables of a batch, `articles` among them, with the decisions on its articles put in."""
    of_article: dict[str, list[Decision]] = {}
    for one in decisions:
        of_article.setdefault(one.article_id, []).append(one)
    articles = tables["articles"].filter(pl.col("article_id").is_in(list(of_article)))
    stances, issues = tables["stances"], tables["article_issues"]
    outcomes: list[Outcome] = []
    for article in articles.iter_rows(named=True):
        here = pl.col("article_id") == article["article_id"]
        text = Text(
            article["article_id"],
            article["text"],
            article["offset_map"],
            frozenset(tables["statements"].filter(here)["statement_id"]),
        )
        rows, found = apply(stances.filter(here).to_dicts(), of_article[article["article_id"]], text, names)
        outcomes += found
        stances = pl.concat([stances.filter(~here), Stances.frame(rows)])
        numbers = pl.concat([tables[name].filter(here)["sentence"] for name in ("mentions", "statements")]).to_list()
        recounted = _recounted(issues.filter(here).to_dicts(), rows, max(numbers, default=-1) + 1)
        issues = pl.concat([issues.filter(~here), ArticleIssues.frame(recounted)])
    return Corrected({**tables, "stances": stances, "article_issues": issues}, outcomes)


def _recounted(issues: list[dict[str, Any]], stances: list[dict[str, Any]], sentences: int) -> list[dict[str, Any]]:
    """The issues of an article with the stances that are on them now; an issue that only a person gave is added.

    Its salience is the weighted share of the sentences whose stances are on it; the last sentence with a finding
    stands for the article's last.
    """
    counts = Counter(row["issue_id"] for row in stances if row["issue_id"])
    kept = [{**row, "stances": counts[row["issue_id"]]} for row in issues]
    all_sentences = max([sentences, *(row["sentence"] + 1 for row in stances)])
    for issue_id in sorted(set(counts) - {row["issue_id"] for row in issues}):
        on_issue = [row for row in stances if row["issue_id"] == issue_id]
        share = _weight({row["sentence"] for row in on_issue}) / _weight(set(range(all_sentences)))
        shared = ("article_id", "extractor", "extractor_version", "codebook_version", "run_id")
        row = {name: on_issue[0][name] for name in shared}
        mentions = len({one["target_start"] for one in on_issue})
        kept.append({**row, "issue_id": issue_id, "mentions": mentions, "stances": counts[issue_id], "salience": share})
    return kept


def _weight(sentences: set[int]) -> float:
    return float(sum(LEAD_WEIGHT if number < LEAD_SENTENCES else 1 for number in sentences))


def lost(decision: Decision) -> Outcome:
    """The outcome of a decision whose article is in the store no more."""
    state = "undone" if decision.undone_by else "lost"
    problem = ("article_id", decision.article_id, "is no article of the store")
    return Outcome(decision, state, problems=[] if decision.undone_by else [problem])


def correction_rows(outcomes: Iterable[Outcome]) -> pl.DataFrame:
    """Rows of ops.corrections: the verdict and each value put right, of every decision ever made."""
    return Corrections.frame([row for outcome in outcomes for row in _rows(outcome)])


def _rows(outcome: Outcome) -> Iterable[dict[str, Any]]:
    decision = outcome.decision
    shown = decision.shown
    values = {"verdict": decision.verdict, **decision.fields}
    for column, value in values.items():
        old = None if column == "verdict" or decision.verdict == "missing" else shown.get(column)
        yield {
            "correction_id": row_id(decision.decision_id, column),
            "decision_id": decision.decision_id,
            "article_id": decision.article_id,
            "evidence_start": shown["raw_start"],
            "evidence_end": shown["raw_end"],
            **{name: shown[name] for name in ("evidence", "holder", "target")},
            "stance_id": outcome.stance_id,
            "verdict": decision.verdict,
            "column_name": column,
            "old_value": None if old is None else str(old),
            "new_value": None if value == NO_ISSUE else value,
            "comment": decision.comment,
            "coder": decision.coder,
            "corrected_at": decision.decided_at,
            "state": outcome.state,
            "undone_by": decision.undone_by,
            "undone_at": decision.undone_at,
        }


def rejected_rows(outcomes: Iterable[Outcome], run_id: str, rejected_at: datetime) -> pl.DataFrame:
    """Rows of ops.rejected_rows for decisions, or values of them, that cannot hold any more."""
    rows = []
    for outcome in outcomes:
        for column, value, reason in outcome.problems:
            decision = outcome.decision
            shown = None if value is None else value[:200]
            check = "correction_still_holds"
            source = f"{decision.article_id}, corrected by {decision.coder}"
            key = rejected_id("ops.corrections", source, decision.decision_id, column, check, shown)
            rows.append(
                {
                    "rejected_id": key,
                    "table_name": "ops.corrections",
                    "source": source,
                    "row_key": decision.decision_id,
                    "column_name": column,
                    "check_name": check,
                    "value": shown,
                    "message": f"the {column} {shown!r} of decision {decision.decision_id} {reason}; the store keeps "
                    "it: review the article again, or take it back with `stancehouse review undo`",
                    "rejected_at": rejected_at,
                    "run_id": run_id,
                }
            )
    return RejectedRows.frame(rows)
