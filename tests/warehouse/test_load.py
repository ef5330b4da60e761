"""Loading: all or nothing, idempotent, and counted."""

from __future__ import annotations

import duckdb
import polars as pl
import pytest

from schemas.tables import TABLES
from tests.warehouse.conftest import NOW, article, batch, evaluation, key, load_input, loaded, rows, stance, visit
from warehouse.check import run_checks
from warehouse.corrections import replace_corrections
from warehouse.ddl import identifier
from warehouse.load import Batch, load

TEXT = "Kenya demands a truce. Finland rejects a truce."


def snapshot(connection: duckdb.DuckDBPyConnection) -> dict[str, list[tuple[object, ...]]]:
    return {name: connection.table(name).order("ALL").fetchall() for name in TABLES}


def two_stances() -> tuple[dict, list[dict]]:
    of = article("one", TEXT)
    return of, [
        stance(of, "Kenya demands a truce.", "Kenya", "a truce"),
        stance(of, "Finland rejects a truce.", "Finland", "a truce", polarity="oppose"),
    ]


def test_loading_the_same_batch_twice_changes_nothing(connection: duckdb.DuckDBPyConnection) -> None:
    of, stances = two_stances()
    assert load(connection, load_input(batch([of], stances))).changed
    before = snapshot(connection)
    assert not load(connection, load_input(batch([of], stances), run_id="run-2")).changed
    assert snapshot(connection) == before


def test_a_batch_under_a_new_fingerprint_replaces_the_rows_of_its_articles(
    connection: duckdb.DuckDBPyConnection,
) -> None:
    of, stances = two_stances()
    load(connection, load_input(batch([of], stances)))
    old = batch([of], stances[:1])
    load(connection, load_input(Batch(old.batch_id, "print-2", old.read), run_id="run-2"))
    assert [row["holder"] for row in rows(connection, "SELECT holder FROM stances")] == ["Kenya"]
    assert rows(connection, "SELECT count(*) AS n FROM articles") == [{"n": 1}]


def test_a_load_that_fails_in_the_middle_leaves_what_was_there(connection: duckdb.DuckDBPyConnection) -> None:
    of, stances = two_stances()
    load(connection, load_input(batch([of], stances)))
    before = snapshot(connection)

    def broken() -> dict[str, pl.DataFrame]:
        raise OSError("the disk is gone")

    other = article("two", "Kenya demands a truce again.")
    with pytest.raises(OSError, match="the disk is gone"):
        load(connection, load_input(batch([other], [], "batch-2"), Batch("batch-3", "print-1", broken)))
    assert snapshot(connection) == before


def test_a_rejection_is_kept_once_however_often_it_comes(connection: duckdb.DuckDBPyConnection) -> None:
    row = {
        "rejected_id": key("x"), "table_name": "articles", "source": "a.txt", "row_key": None, "column_name": None,
        "check_name": "text_is_not_empty", "value": None, "message": "a.txt: empty", "rejected_at": NOW,
        "run_id": "run-1",
    }  # fmt: skip
    rejected = [TABLES["ops.rejected_rows"].frame([row])]
    load(connection, load_input(rejected=rejected))
    load(connection, load_input(rejected=rejected, run_id="run-2"))
    assert rows(connection, "SELECT run_id FROM ops.rejected_rows") == [{"run_id": "run-1"}]


def test_evaluations_are_replaced_where_there_are_others_and_not_touched_otherwise(
    connection: duckdb.DuckDBPyConnection,
) -> None:
    old, new = evaluation({}, {"figure": "recall"}), evaluation(name="own.jsonl")
    assert load(connection, load_input(evaluations=old)).rows["ops.evaluations"] == 2
    assert not load(connection, load_input(evaluations=old, run_id="run-2")).changed
    assert load(connection, load_input(evaluations=[*old, *new], run_id="run-3")).changed
    assert rows(connection, "SELECT gold_name FROM ops.evaluations ORDER BY ALL") == [
        {"gold_name": "dev.jsonl"}, {"gold_name": "dev.jsonl"}, {"gold_name": "own.jsonl"},
    ]  # fmt: skip


def test_a_sound_warehouse_passes_every_check(connection: duckdb.DuckDBPyConnection) -> None:
    of, stances = two_stances()
    loaded(connection, [of], stances)
    assert [result.name for result in run_checks(connection) if result.bad_rows] == []


def correction(of: dict) -> pl.DataFrame:
    """One value that a coder decided on the stance."""
    row = {
        "correction_id": key("c"), "decision_id": "d", "column_name": "polarity", "old_value": "support",
        "new_value": "oppose", "verdict": "corrected", "coder": "ann", "corrected_at": NOW, "state": "in force",
        "comment": None, "undone_by": None, "undone_at": None,
    }  # fmt: skip
    shown = ("article_id", "evidence_start", "evidence_end", "evidence", "holder", "target", "stance_id")
    return TABLES["ops.corrections"].frame([row | {name: of[name] for name in shown}])


BREAKS = {
    "the_evidence_of_every_stance_stands_in_its_article": "UPDATE stances SET evidence = 'Kenya denies a truce.'",
    "the_target_of_every_stance_stands_in_its_article": "UPDATE stances SET target = 'no truce'",
    "the_mention_of_every_stance_stands_in_its_article": "UPDATE stances SET mention_start = mention_start + 1",
    "every_row_of_stances_has_its_article": "DELETE FROM articles",
    "every_row_of_mentions_has_its_article": "UPDATE mentions SET article_id = 'gone'",
    "every_row_of_statements_has_its_article": "UPDATE statements SET article_id = 'gone'",
    "every_row_of_article_issues_has_its_article": "UPDATE article_issues SET article_id = 'gone'",
    "every_issue_of_a_stance_is_in_issues": "UPDATE stances SET issue_id = 'nowhere'",
    "every_issue_of_an_article_is_in_issues": "UPDATE article_issues SET issue_id = 'nowhere'",
    "every_statement_of_a_stance_is_in_statements": "UPDATE stances SET statement_id = 'nowhere'",
    "every_actor_of_a_stance_is_in_actors": "UPDATE stances SET holder_id = 'atlantis'",
    "every_alias_has_its_actor": "UPDATE actor_aliases SET actor_id = 'atlantis'",
    "a_stance_has_a_side_on_an_issue_just_where_it_has_an_issue": "UPDATE stances SET issue_polarity = NULL",
    "every_article_has_its_row_of_article_stories": "DELETE FROM article_stories",
    "every_row_of_article_stories_has_its_article": "DELETE FROM articles",
    "every_story_has_its_lead": "UPDATE article_stories SET is_lead = false",
    "every_lead_leads_its_own_story_and_no_other_article_does": "UPDATE article_stories SET is_lead = NOT is_lead",
    "every_lead_is_the_newest_version_of_its_page": "UPDATE article_stories SET is_newest = false",
    "every_page_has_just_one_newest_version": "UPDATE articles SET page_id = 'one'",
    "the_versions_of_every_page_are_numbered_and_tell_one_story": "UPDATE article_stories SET version = version + 1",
    "the_articles_of_every_story_are_as_many_as_it_says": "UPDATE article_stories SET story_articles = 2",
    "every_visit_to_a_source_has_its_run": "UPDATE ops.source_runs SET run_id = 'gone'",
    "every_visit_that_failed_says_why_and_no_other_does": "UPDATE ops.source_runs SET error = NULL",
    "rows_in_are_rows_accepted_set_aside_or_rejected": "UPDATE ops.run_metrics SET rows_in = rows_in + 1",
    "the_articles_are_those_of_the_batches": "UPDATE ops.batches SET articles = articles + 1",
    "every_batch_has_its_run": "DELETE FROM ops.runs",
    "every_mention_stands_in_its_article": "UPDATE mentions SET mention = 'Norway'",
    "the_content_of_every_statement_stands_in_its_article": "UPDATE statements SET content = 'nothing'",
    "the_cue_of_every_statement_stands_in_its_article": "UPDATE statements SET cue = 'sang'",
    "the_speaker_of_every_statement_stands_in_its_article": "UPDATE statements SET speaker_mention = 'Norway'",
} | {
    f"no_key_of_{name.removeprefix('ops.')}_is_repeated": f"INSERT INTO {identifier(name)} FROM {identifier(name)}"
    for name in TABLES
}


def test_every_check_has_a_way_to_break_it_here() -> None:
    from warehouse.check import read_checks

    assert set(read_checks()) == set(BREAKS)


@pytest.mark.parametrize("name", sorted(BREAKS))
def test_a_check_finds_the_row_that_breaks_it(connection: duckdb.DuckDBPyConnection, name: str) -> None:
    of, stances = two_stances()
    text = of["text"]
    shared = {"extractor": "rules", "extractor_version": "1", "codebook_version": "codebook-1", "run_id": "run-1"}
    shared |= {"article_id": of["article_id"]}
    mention = {
        "mention_start": 0, "mention_end": 5, "mention": text[:5], "kind": "name", "sentence": 0, "actor": "Kenya",
        "actor_id": "kenya", "resolution": "codebook",
    }  # fmt: skip
    statement = {
        "statement_id": key("s"), "sentence": 0, "speaker": "Kenya", "speaker_id": "kenya", "speaker_mention": text[:5],
        "speaker_start": 0, "speaker_end": 5, "cue": text[6:13], "cue_start": 6, "cue_end": 13, "content": text[14:21],
        "content_start": 14, "content_end": 21, "fragments": "[]", "quote_type": "indirect", "attribution_level": 1,
        "act": None,
    }  # fmt: skip
    issue = {"issue_id": "ceasefire", "mentions": 1, "stances": 1, "salience": 1.0}
    frames = batch([of, article("two", "It rained.")], stances).read()
    for table, row in (("mentions", mention), ("statements", statement), ("article_issues", issue)):
        frames[table] = TABLES[table].frame([{**shared, **row}])
    rejection = {
        "rejected_id": key("x"), "table_name": "articles", "source": "a", "row_key": None, "column_name": None,
        "check_name": "c", "value": None, "message": "m", "rejected_at": NOW, "run_id": "run-1",
    }  # fmt: skip
    rejected = [TABLES["ops.rejected_rows"].frame([rejection])]
    given = load_input(
        Batch("batch-1", "print-1", lambda: frames),
        rejected=rejected,
        visits=[visit(outcome="failed")],
        evaluations=evaluation(),
    )
    load(connection, given)
    replace_corrections(connection, correction(stances[0]))
    assert {one.name: one.bad_rows for one in run_checks(connection)}[name] == 0
    connection.execute(BREAKS[name])
    assert {one.name: one.bad_rows for one in run_checks(connection)}[name] > 0
