"""Splitting rows by their contract: accepted and rejected add up, and a rejection says what broke."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

import polars as pl
import pytest

from schemas.check import Rejection, split
from schemas.errors import ValidationFailed
from schemas.tables.extracted import Mentions
from schemas.tables.operations import RejectedRows

HERE = Rejection("mentions", "run-1", datetime(2026, 3, 1, tzinfo=UTC))


def mention(start: int = 0, **over: Any) -> dict[str, Any]:
    row = {
        "article_id": "a", "mention_start": start, "mention_end": start + 5, "mention": "Kenya", "kind": "name",
        "sentence": 0, "actor": "Kenya", "actor_id": "kenya", "resolution": "codebook", "extractor": "rules",
        "extractor_version": "1", "codebook_version": "c", "run_id": "run-1",
    }  # fmt: skip
    return {**row, **over}


def test_valid_rows_all_pass() -> None:
    frame = Mentions.frame([mention(0), mention(9)])
    checked = split(frame, Mentions, HERE)
    assert checked.accepted.equals(frame)
    assert checked.rejected.is_empty()


@pytest.mark.parametrize(
    ("bad", "column", "check"),
    [
        ({"kind": "shout"}, "kind", "isin(('name', 'nominal', 'pronoun'))"),
        ({"mention_start": -1, "mention_end": 4}, "mention_start", "greater_than_or_equal_to(0)"),
        ({"mention": "Kenyan"}, None, "mention_is_as_long_as_its_span"),
        ({"resolution": None}, "resolution", "not_nullable"),
    ],
)
def test_a_row_that_breaks_its_contract_is_rejected_with_the_check_and_the_others_pass(
    bad: dict[str, Any], column: str | None, check: str
) -> None:
    checked = split(Mentions.frame([mention(0), mention(20, **bad), mention(40)]), Mentions, HERE)
    assert checked.accepted["mention_start"].to_list() == [0, 40]
    row = checked.rejected.row(0, named=True)
    assert (row["column_name"], row["check_name"], row["source"]) == (column, check, "a")
    RejectedRows.validate(checked.rejected)


def test_a_row_that_breaks_several_checks_is_rejected_once() -> None:
    checked = split(Mentions.frame([mention(0, kind="shout", resolution=None)]), Mentions, HERE)
    assert (checked.accepted.height, checked.rejected.height) == (0, 1)


def test_rows_with_one_key_are_all_rejected_since_none_is_the_right_one() -> None:
    checked = split(Mentions.frame([mention(0), mention(0), mention(9)]), Mentions, HERE)
    assert checked.accepted["mention_start"].to_list() == [9]
    assert checked.rejected.height == 2
    assert checked.rejected["rejected_id"].n_unique() == 2


def test_the_same_rejection_has_the_same_key_in_another_run() -> None:
    frame = Mentions.frame([mention(0, kind="shout")])
    later = Rejection("mentions", "run-2", datetime(2026, 3, 2, tzinfo=UTC))
    first, second = split(frame, Mentions, HERE), split(frame, Mentions, later)
    assert first.rejected["rejected_id"].to_list() == second.rejected["rejected_id"].to_list()


def test_a_frame_of_other_columns_or_types_is_our_own_mistake_and_raises() -> None:
    frame = Mentions.frame([mention(0)])
    for wrong in (frame.drop("kind"), frame.with_columns(pl.col("sentence").cast(pl.Float64))):
        with pytest.raises(ValidationFailed, match="columns and types must be those of Mentions"):
            split(wrong, Mentions, HERE)


def test_a_row_with_a_key_that_is_no_column_is_refused() -> None:
    with pytest.raises(KeyError, match="Mentions has no column mood"):
        Mentions.frame([mention(0, mood="bad")])
