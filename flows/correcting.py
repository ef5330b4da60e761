"""Decisions of people on their way from the store into the warehouse.

    store.decisions() -> mark (what makes a batch load anew) -> put_in (its tables) -> show (ops.corrections)

A decision that is new, or taken back, changes the mark of the batch that holds its article, and so just that batch is
loaded again; a new fingerprint loads them all again, and the decisions are put in anew.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from functools import cached_property

import duckdb

from flows.run import Run
from schemas.check import Rejection, split
from schemas.tables import TABLES
from transforms.corrections import Names, Outcome
from transforms.corrections_batch import Tables, correct, correction_rows, lost, rejected_rows
from transforms.decisions import Decision
from warehouse.corrections import held_decisions, replace_corrections

STAGE = "checked"  # whose output decisions are put into


class Correcting:
    """The decisions of one store, put into the batches of one load."""

    def __init__(self, run: Run) -> None:
        self._run = run
        self._outcomes: dict[str, list[Outcome]] = {}

    def mark(self, batch_id: str) -> str:
        """What names the decisions on a batch: empty where there are none."""
        told = [f"{one.decision_id} {one.undone_by is None}" for one in self._of_batch.get(batch_id, [])]
        return "+" + hashlib.sha256("\n".join(told).encode()).hexdigest()[:8] if told else ""

    def put_in(self, batch_id: str, tables: Tables) -> Tables:
        """The batch's tables with the decisions on its articles; what does not hold any more is rejected."""
        decisions = self._of_batch.get(batch_id, [])
        if not decisions:
            return tables
        corrected = correct(tables, decisions, self._names)
        for outcome in corrected.outcomes:
            self._outcomes.setdefault(outcome.decision.article_id, []).append(outcome)
        self._reject(corrected.outcomes)
        checked = {}
        for name in ("stances", "article_issues"):
            rejection = Rejection(name, self._run.run_id, self._run.started_at)
            both = split(corrected.tables[name], TABLES[name], rejection)
            self._run.reject("load", both.rejected)
            checked[name] = both.accepted
        return {**corrected.tables, **checked}

    def show(self, connection: duckdb.DuckDBPyConnection) -> int:
        """Bring ops.corrections up to what was put in; rows that are new or changed."""
        held = held_decisions(connection)
        missing = [one for one in self._decisions if (one.decision_id, one.undone_by is not None) not in held]
        for batch_id in {self._batch_of.get(one.article_id) for one in missing if one.article_id not in self._outcomes}:
            if batch_id is not None and self._run.store.has(STAGE, self._run.knowledge.fingerprint, batch_id):
                self.put_in(batch_id, self.read(batch_id))  # a run that was killed had loaded the batch, not told it
        outcomes = [one for found in self._outcomes.values() for one in found]
        return replace_corrections(connection, correction_rows([*outcomes, *self._gone]))

    def tell_lost(self) -> None:
        """Reject the decisions whose article is in the store no more."""
        self._reject(self._gone)

    def read(self, batch_id: str) -> Tables:
        """The tables of a batch as the extractor found them, its articles among them."""
        store = self._run.store
        return {
            "articles": store.articles(batch_id),
            **store.get(STAGE, self._run.knowledge.fingerprint, batch_id),
        }

    def _reject(self, outcomes: Iterable[Outcome]) -> None:
        rejected = rejected_rows(outcomes, self._run.run_id, self._run.started_at)
        if not rejected.is_empty():
            self._run.reject("load", rejected)

    @cached_property
    def _decisions(self) -> list[Decision]:
        return self._run.store.decisions()

    @cached_property
    def _gone(self) -> list[Outcome]:
        return [lost(one) for one in self._decisions if one.article_id not in self._batch_of]

    @cached_property
    def _batch_of(self) -> dict[str, str]:
        """The batch of each article on which there is a decision; read only where there is any."""
        wanted = {one.article_id for one in self._decisions}
        if not wanted:
            return {}
        return {
            article_id: batch_id
            for batch_id in self._run.store.batches()
            for article_id in self._run.store.articles(batch_id, ["article_id"])["article_id"]
            if article_id in wanted
        }

    @cached_property
    def _of_batch(self) -> dict[str, list[Decision]]:
        found: dict[str, list[Decision]] = {}
        for one in self._decisions:
            if one.article_id in self._batch_of:
                found.setdefault(self._batch_of[one.article_id], []).append(one)
        return found

    @cached_property
    def _names(self) -> Names:
        return names_of(self._run)


def names_of(run: Run) -> Names:
    """What the codebook in force knows."""
    codebook = run.knowledge.codebook
    aliases: dict[str, set[str]] = {}
    for row in codebook.alias_rows():
        aliases.setdefault(str(row["alias"]).casefold(), set()).add(str(row["actor_id"]))
    return Names(
        actors={str(row["actor_id"]): str(row["name"]) for row in codebook.actor_rows()},
        aliases={alias: frozenset(ids) for alias, ids in aliases.items()},
        issues=frozenset(str(row["issue_id"]) for row in codebook.issue_rows()),
        version=codebook.version,
    )
