"""What Label Studio 1.23.2 itself exported comes into the warehouse: `python tools/label_studio.py --export PATH`.

In label_studio_export.json two people (1 and 2) labelled stances of two invented articles: the second marked two that
are missing, with the mouse in Chromium, in a text with emojis before the marks and ends of lines within.
"""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import datetime
from pathlib import Path
from typing import Any

import duckdb
import pytest

from flows import steps
from flows.knowledge import Knowledge
from flows.review import decisions_of, import_review, read_reviews
from flows.review_results import agreement_table
from flows.review_studio import code_points, read_tasks
from flows.settings import Home, Settings
from flows.sources.config import sources_of
from schemas.errors import InputError
from tests.flows.conftest import contents, do_all
from transforms.corrections import Names
from transforms.decisions import Decision, new_among
from warehouse.check import require_sound
from warehouse.connect import open_warehouse

ROOT = Path(__file__).parents[2]
EXPORT = Path(__file__).with_name("label_studio_export.json")
ARTICLES = ("tools/label_studio_articles/paper-doves.txt", "examples/articles/chaco-talks-second-round.txt")
MARKED = {
    (
        72,
        "President Marisol Quisbert welcomed the truce and thanked them.\n\n“👏 Bravo 👏”, wrote the defence minister",
    ),
    (235, "Ask Gaspar Ybarra 🙄 about the blue helmets and he shakes his head"),
}
NAMES = Names({"united-kingdom": "United Kingdom"}, {}, frozenset({"leader-removal"}), "1")


def _tasks() -> list[dict[str, Any]]:
    tasks: list[dict[str, Any]] = json.loads(EXPORT.read_text(encoding="utf-8"))
    return tasks


def _written(tmp_path: Path, tasks: list[dict[str, Any]]) -> Path:
    path = tmp_path / "export.json"
    path.write_text(json.dumps(tasks), encoding="utf-8")
    return path


def _decisions(path: Path) -> list[Decision]:
    """The decisions of a file on stances that were shown."""
    return [one for review in read_reviews(path) for one in decisions_of(review, "studio", NAMES)]


@pytest.fixture(scope="module")
def imported(tmp_path_factory: pytest.TempPathFactory, knowledge: Knowledge) -> steps.Run:
    """A run over the two articles, the export imported."""
    asked = sources_of([str(ROOT / name) for name in ARTICLES])
    home = Home(tmp_path_factory.mktemp("labelled") / "home")
    run = do_all(steps.Run(steps.new_run_id(), asked.sources, home, Settings(), knowledge))
    done = import_review(run, EXPORT, "studio")
    assert (done.filled, done.new, done.is_loaded) == (12, 12, True)
    return run


def _ask(run: steps.Run, query: str) -> list[tuple[Any, ...]]:
    with duckdb.connect(str(run.home.warehouse), read_only=True) as connection:
        return connection.sql(query).fetchall()


def test_what_label_studio_exported_is_in_the_corrections_with_who_and_what(imported: steps.Run) -> None:
    told = _ask(imported, "SELECT coder, verdict, column_name, new_value, state FROM ops.corrections ORDER BY ALL")
    assert told == [
        ("studio/1", "corrected", "holder", "united-kingdom", "in force"),
        ("studio/1", "corrected", "issue_id", "leader-removal", "in force"),
        ("studio/1", "corrected", "issue_polarity", "support", "in force"),
        ("studio/1", "corrected", "polarity", "oppose", "in force"),
        ("studio/1", "corrected", "polarity", "support", "in force"),
        ("studio/1", "corrected", "target", "the prisoner exchange", "in force"),
        *[("studio/1", "corrected", "verdict", "corrected", "in force")] * 5,
        ("studio/1", "right", "verdict", "right", "in force"),
        ("studio/1", "wrong", "verdict", "wrong", "in force"),
        ("studio/1", "wrong", "verdict", "wrong", "superseded"),
        ("studio/2", "missing", "holder", "Gaspar Ybarra", "in force"),
        ("studio/2", "missing", "holder", "Gaspar Ybarra", "in force"),
        ("studio/2", "missing", "polarity", "oppose", "in force"),
        ("studio/2", "missing", "polarity", "support", "in force"),
        ("studio/2", "missing", "target", "the blue helmets", "in force"),
        ("studio/2", "missing", "target", "the truce", "in force"),
        *[("studio/2", "missing", "verdict", "missing", "in force")] * 2,
        *[("studio/2", "right", "verdict", "right", "in force")] * 2,
    ]


def test_a_correction_is_as_old_as_its_annotation(imported: steps.Run) -> None:
    annotations = [one for task in _tasks() for one in task["annotations"] if not one["was_cancelled"]]
    wanted = {datetime.fromisoformat(one["updated_at"]) for one in annotations}
    assert {row[0] for row in _ask(imported, "SELECT corrected_at FROM ops.corrections")} == wanted


def test_what_was_rejected_is_gone_and_what_was_marked_is_there(imported: steps.Run) -> None:
    stances = (
        "SELECT holder, polarity, target, evidence, evidence_start, coalesce(verdict, '') FROM stances ORDER BY ALL"
    )
    rows = _ask(imported, stances)
    gone = [
        json.loads(task["data"]["stance"])
        for task in _tasks()
        if [[part["value"].get("choices") for part in one["result"]] for one in task["annotations"]]
        == [[["wrong"], None]]
    ]
    assert len(gone) == 1
    assert not any(
        (row[0], row[2], row[3]) == tuple(gone[0][name] for name in ("holder", "target", "evidence")) for row in rows
    )
    assert {(row[4], row[3]) for row in rows if row[5] == "missing"} == MARKED
    cut = "SELECT evidence FROM stances JOIN articles USING (article_id) WHERE verdict = 'missing' AND "
    cut += "substr(text, evidence_start + 1, evidence_end - evidence_start) = evidence"
    assert len(_ask(imported, cut)) == 2
    with open_warehouse(imported.home.warehouse) as connection:
        require_sound(connection)


def test_the_same_export_twice_changes_nothing(imported: steps.Run) -> None:
    held = contents(imported.home.warehouse, ())
    assert import_review(imported, EXPORT, "studio").new == 0
    assert contents(imported.home.warehouse, ()) == held


def test_marks_in_utf_16_units_mean_the_same_words(tmp_path: Path) -> None:
    tasks = _tasks()
    moved = 0
    for task in tasks:
        units = [
            len(task["data"]["text"][:place].encode("utf-16-le")) // 2 for place in range(len(task["data"]["text"]) + 1)
        ]
        for part in (part for one in task["annotations"] for part in one["result"] if "start" in part["value"]):
            for edge in ("start", "end"):
                moved += units[part["value"][edge]] != part["value"][edge]
                part["value"][edge] = units[part["value"][edge]]
    assert moved > 0
    marks = [
        {(row.near, row.sentence) for review in read_tasks(path) for row in review.rows if row.is_added}
        for path in (EXPORT, _written(tmp_path, tasks))
    ]
    assert marks == [MARKED, MARKED]


@pytest.mark.parametrize(
    ("span", "words", "wanted"),
    [
        ((2, 6), "Oslo", (2, 6)),
        ((3, 7), "Oslo", (2, 6)),
        ((3, 19), "Oslo wants\\npeace", (2, 18)),
        ((4, 9), "?", (4, 9)),
    ],
)
def test_offsets_are_code_points_whatever_label_studio_counts(
    span: tuple[int, int], words: str, wanted: tuple[int, int]
) -> None:
    assert code_points("\U0001f54a Oslo wants\npeace.", *span, words) == wanted


def test_offsets_that_fit_both_ways_are_code_points() -> None:
    assert code_points("\U0001f54aaaa", 2, 4, "aa") == (2, 4)


def test_a_passage_that_stands_twice_is_the_one_that_was_marked() -> None:
    (sentence,) = [words for start, words in MARKED if start == 235]
    text = sentence + ". " + next(one["data"]["text"] for one in _tasks() if sentence in one["data"]["text"])
    article = {"article_id": "a", "text": text, "offset_map": f"[[0, 0, {len(text)}]]", "published_at": None}
    (review,) = read_reviews(EXPORT)
    shown = [one.shown for one in decisions_of(review, "studio", NAMES, lambda _: article) if one.verdict == "missing"]
    assert {one["evidence_start"] for one in shown if one["evidence"] == sentence} == {235 + len(sentence) + 2}


def test_of_two_people_each_is_a_coder_of_all_their_tasks(tmp_path: Path) -> None:
    assert {one.coder for one in _decisions(EXPORT)} == {"studio/1", "studio/2"}
    tasks = _tasks()
    for task in tasks:
        task["annotations"] = [one for one in task["annotations"] if one["completed_by"] == 1]
    assert {one.coder for one in _decisions(_written(tmp_path, tasks))} == {"studio"}


def test_of_two_annotations_by_one_person_the_later_counts(tmp_path: Path) -> None:
    (task,) = [one for one in _tasks() if len(one["annotations"]) == 2]
    early, late = sorted(task["annotations"], key=lambda one: one["updated_at"])
    early["completed_by"] = late["completed_by"]
    told = [
        _decisions(_written(tmp_path, [{**task, "annotations": order}])) for order in ([early, late], [late, early])
    ]
    assert told[0] == told[1]
    assert [one.verdict for one in told[0]] == ["right"]


def test_two_reviews_of_one_project_are_both_read(tmp_path: Path) -> None:
    tasks = _tasks()
    for task in tasks[:4]:
        task["data"]["review_id"] = "an earlier one"
    told = _decisions(_written(tmp_path, tasks))
    assert len(told) == len(_decisions(EXPORT))
    assert {one.review_id for one in told} == {"an earlier one", tasks[-1]["data"]["review_id"]}


def test_an_older_export_read_in_after_a_newer_one_is_taken_in_once(tmp_path: Path) -> None:
    tasks = _tasks()
    for one in (one for task in tasks for one in task["annotations"]):
        one["updated_at"] = one["updated_at"].replace("2026", "2027")
        one["result"] = [
            {**part, "value": {"choices": ["wrong"]}} for part in one["result"] if part["from_name"] == "verdict"
        ]
    newer, older = _decisions(_written(tmp_path, tasks)), _decisions(EXPORT)
    late = new_among(older, newer)
    assert late
    assert new_among(older, [*late, *newer]) == []


def test_files_with_marks_can_be_compared(imported: steps.Run) -> None:
    table = agreement_table(imported, [EXPORT])
    (row,) = table.filter(field="is a stance", coders="label_studio_export/1 and label_studio_export/2").to_dicts()
    assert (row["units"], row["observed"]) == (1, 0.0)


def test_a_mark_without_what_is_needed_changes_nothing(make_run: Callable[..., steps.Run], tmp_path: Path) -> None:
    tasks = _tasks()
    for one in (one for task in tasks for one in task["annotations"]):
        one["result"] = [part for part in one["result"] if part["from_name"] != "missing_holder"]
    run = make_run(ROOT / ARTICLES[0])
    do_all(run)
    with pytest.raises(InputError, match=r"mark 'President.*needs its holder"):
        import_review(run, _written(tmp_path, tasks), "studio")
    assert run.store.decisions() == []
