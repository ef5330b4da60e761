"""The work list of unresolved actors, and the ids of those whom the codebook does not list."""

from __future__ import annotations

from typing import Any

import duckdb
import pytest

from schemas.codebook import parse_codebook
from schemas.tables import TABLES
from tests.warehouse.conftest import article, batch, load_input, rows, stance
from warehouse.load import Batch, insert, load
from warehouse.views import store_views

SHARED = {"extractor": "rules", "extractor_version": "1", "codebook_version": "codebook-1", "run_id": "run-1"}
Said = tuple[dict[str, Any], dict[str, Any]]


def said(name: str, holder: str, day: str | None = "2026-03-01", **over: Any) -> Said:
    of = article(name, f"{holder} wants a truce in {name}.", day, **over)
    return of, stance(of, of["text"], holder, "a truce")


def mention(of: dict[str, Any], actor: str, text: str, kind: str, start: int = 0) -> dict[str, Any]:
    return {
        **SHARED, "article_id": of["article_id"], "mention_start": start, "mention_end": start + len(text),
        "mention": text, "kind": kind, "sentence": 0, "actor": actor, "actor_id": None, "resolution": "full_name",
    }  # fmt: skip


def bring(connection: duckdb.DuckDBPyConnection, *all_said: Said, mentions: list[dict[str, Any]] | None = None) -> None:
    frames = batch([of for of, _ in all_said], [one for _, one in all_said]).read()
    frames["mentions"] = TABLES["mentions"].frame(mentions or [])
    load(connection, load_input(Batch("batch-1", "print-1", lambda: frames)))


def with_actors(connection: duckdb.DuckDBPyConnection, *actors: tuple[str, str, str]) -> None:
    """More actors (id, name, kind) in the codebook; each under its name alone."""
    for actor_id, name, kind in actors:
        row = {"actor_id": actor_id, "name": name, "kind": kind, "country": None, "offices": None}
        alias = {"actor_id": actor_id, "alias": name, "kind": "name", "from_on": None, "until_on": None}
        for table, one in (("actors", row), ("actor_aliases", alias)):
            insert(connection, table, TABLES[table].frame([{**one, "codebook_version": "codebook-1"}]))
    store_views(connection)


@pytest.mark.parametrize(
    ("name", "unlisted_id"),
    [
        ("Núria J. Ferrer", "unlisted-nuria-ferrer"),
        ("NURIA FERRER", "unlisted-nuria-ferrer"),
        ("Ferrer", None),
        ("striking dockers", None),
        ("Jean-Luc d'Arc", "unlisted-jean-luc-d-arc"),
    ],
)
def test_the_id_of_an_unlisted_actor_is_made_of_its_full_name(
    connection: duckdb.DuckDBPyConnection, name: str, unlisted_id: str | None
) -> None:
    bring(connection, said("one", name))
    assert rows(connection, "SELECT unlisted_id FROM mart.unlisted_actors") == [{"unlisted_id": unlisted_id}]


def test_a_name_in_letters_that_have_no_slug_has_an_id_all_the_same(connection: duckdb.DuckDBPyConnection) -> None:
    bring(connection, said("one", "Мирела Дума"), said("two", "Мирела Дума"))
    (row,) = rows(connection, "SELECT unlisted_id, articles FROM mart.unresolved_actors")
    assert row["unlisted_id"].startswith("unlisted-")
    assert len(row["unlisted_id"]) == len("unlisted-") + 12
    assert row["articles"] == 2


def test_spellings_of_one_unlisted_actor_are_one_row_with_its_counts(connection: duckdb.DuckDBPyConnection) -> None:
    first = said("one", "Nuria Ferrer", "2026-03-02")
    second = said("two", "Nuria Ferrer", "2026-03-05", publisher="The Herald")
    third = said("three", "Núria J. Ferrer", None, publisher=None)
    bring(
        connection, first, second, third,
        mentions=[
            mention(first[0], "Nuria Ferrer", "Nuria Ferrer", "name"),
            mention(first[0], "Nuria Ferrer", "she", "pronoun", 20),
            mention(third[0], "Núria J. Ferrer", "Núria J. Ferrer", "name"),
        ],
    )  # fmt: skip
    (row,) = rows(connection, "FROM mart.unresolved_actors")
    assert (row["holder"], row["unlisted_id"], row["sort"]) == ("Nuria Ferrer", "unlisted-nuria-ferrer", "person")
    assert (row["stances"], row["mentions"], row["articles"], row["publishers"]) == (3, 3, 3, 2)
    assert (row["first_on"].isoformat(), row["last_on"].isoformat()) == ("2026-03-02", "2026-03-05")
    examples = {of["text"]: one["stance_id"] for of, one in (first, second, third)}
    assert examples[row["example"]] == row["example_stance_id"]


@pytest.mark.parametrize(
    ("holder", "kinds", "sort"),
    [
        ("Mirela Duma", [("Mirela Duma", "name")], "person"),
        ("Quandor Motors", [("Quandor Motors", "name"), ("it", "pronoun")], "organisation"),
        ("Duma", [("Duma", "name"), ("she", "pronoun")], "person"),
        ("Duma", [("Duma", "name")], "unclear"),
        ("Dock Union", [("Dock Union", "name")], "organisation"),
        ("WHO", [("WHO", "name")], "organisation"),
        ("Prime Minister", [("Prime Minister", "nominal")], "described"),
        ("dockers", [], "described"),
    ],
)
def test_a_sort_is_told_by_mentions_pronouns_and_the_words_of_the_codebooks_bodies(
    connection: duckdb.DuckDBPyConnection, holder: str, kinds: list[tuple[str, str]], sort: str
) -> None:
    one = said("one", holder)
    mentions = [mention(one[0], holder, text, kind, 30 * place) for place, (text, kind) in enumerate(kinds)]
    bring(connection, one, mentions=mentions)
    with_actors(connection, ("a", "Rail Union", "organisation"), ("b", "Left Union", "party"))
    assert rows(connection, "SELECT sort FROM mart.unresolved_actors") == [{"sort": sort}]


def test_codebook_actors_of_a_like_name_are_suggested(connection: duckdb.DuckDBPyConnection) -> None:
    bring(connection, said("one", "Mirella Dumas"), said("two", "Duma"), said("three", "Quandor Group"))
    with_actors(connection, ("mirela-duma", "Mirela Duma", "person"), ("zenith-bank", "Zenith Bank", "organisation"))
    found = rows(connection, "SELECT holder, suggestions FROM mart.unresolved_actors ORDER BY holder")
    assert [row["suggestions"] and row["suggestions"].rsplit(",", 1)[0] for row in found] == [
        "Mirela Duma (mirela-duma",
        "Mirela Duma (mirela-duma",
        None,
    ]


def test_the_codebook_line_is_an_entry_that_a_codebook_takes(connection: duckdb.DuckDBPyConnection) -> None:
    bring(
        connection,
        *(said(name, name) for name in ('Ida "Red: Ruby" Ek', "Ula Berg", "Kenya Line", "WHO", "Duma", "dockers")),
    )
    with_actors(connection, ("ula-berg", "Another Name", "person"), ("kl", "KENYA LINE", "organisation"))
    found = rows(connection, "SELECT holder, codebook_line FROM mart.unresolved_actors ORDER BY holder")
    lines = {row["holder"]: row["codebook_line"] for row in found}
    assert [lines[name] for name in ("Duma", "dockers", "Kenya Line")] == [None, None, None]
    text = "\n".join(["actors:", *(line for line in lines.values() if line)])
    actors = {(one.actor_id, one.name, one.kind) for one in parse_codebook(text, "mine.yaml").actors}
    assert actors == {
        ("ida-red-ruby-ek", 'Ida "Red: Ruby" Ek', "person"),
        ("ula-berg-2", "Ula Berg", "person"),
        ("who", "WHO", "organisation"),
    }
