"""Review files come back as they were filled in, whatever the words."""

from __future__ import annotations

import re
import tempfile
import xml.etree.ElementTree as ET
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from flows.review_form import ANSWERS, Review, make_review
from flows.review_sheet import read_sheet, write_sheet
from flows.review_studio import read_tasks, write_tasks
from schemas.errors import InputError
from tests.flows.review_files import fill_sheet, label_tasks, stance

ISSUES = [{"issue_id": "ceasefire", "label": "Ceasefire", "proposition": "Weapons rest.", "is_discovered": False}]
HOSTILE = (
    "=1+1",
    '=HYPERLINK("http://x")',
    "+cmd|' /C calc'!A0",
    "@x",
    "<script>",
    "_x0041_",
    "\u202eabc",
    "1e5",
    "TRUE",
)
TYPED = st.one_of(
    st.sampled_from(HOSTILE),
    st.text(
        st.characters(exclude_categories=("Cc", "Cs", "Cn")), max_size=30
    ),  # nobody types controls, halves of letters, or what is no letter
)
WORDS = st.one_of(st.sampled_from(HOSTILE), st.text(st.characters(exclude_categories=("Cs",)), min_size=1, max_size=40))
NOW = datetime(2026, 3, 1, tzinfo=UTC)


@st.composite
def reviews(draw: st.DrawFn) -> tuple[Review, dict[str, dict[str, str]]]:
    """A review of some stances in hostile words, and what a coder fills in for some of them."""
    rows: list[dict[str, Any]] = []
    for number in range(draw(st.integers(1, 4))):
        evidence = f"{number} {draw(WORDS)} x"
        title = draw(WORDS)
        rows.append(
            stance(f"{draw(WORDS)} {evidence} {draw(WORDS)}", evidence, evidence, evidence, article_title=title)
        )
    review = make_review(rows, NOW)
    answers = {
        key: {
            "verdict": draw(st.sampled_from(["", "right", "corrected", "wrong"])),
            "comment": draw(TYPED),
            **{column: draw(TYPED) for column in ANSWERS},
        }
        for key in review.shown
        if draw(st.booleans())
    }
    return review, answers


def _read(found: Any) -> dict[str, dict[str, str]]:
    return {row.key: {"verdict": row.verdict, "comment": row.comment, **row.answers} for row in found.rows}


def _stripped(answers: dict[str, dict[str, str]], review: Review) -> dict[str, dict[str, str]]:
    empty = dict.fromkeys(("verdict", "comment", *ANSWERS), "")
    return {key: {name: v.strip() for name, v in answers.get(key, empty).items()} for key in review.shown}


@settings(max_examples=40, deadline=None)
@given(reviews())
def test_a_spreadsheet_comes_back_as_it_was_filled_in(drawn: tuple[Review, dict[str, dict[str, str]]]) -> None:
    review, answers = drawn
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "review.xlsx"
        write_sheet(review, ISSUES, path)
        rows = {number: key for number, key in enumerate(review.shown, 1) if key in answers}
        names = {"verdict": "verdict", "comment": "comment", **ANSWERS}
        fill_sheet(path, {n: {names[c]: v for c, v in answers[key].items()} for n, key in rows.items()})
        found = read_sheet(path)
    assert (found.review_id, found.shown) == (review.review_id, review.shown)
    assert _read(found) == _stripped(answers, review)


@settings(max_examples=40, deadline=None)
@given(reviews())
def test_tasks_of_label_studio_come_back_as_they_were_filled_in(
    drawn: tuple[Review, dict[str, dict[str, str]]],
) -> None:
    review, answers = drawn
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "review.json"
        write_tasks(review, ISSUES, path)
        label_tasks(path, answers)
        (found,) = read_tasks(path)
    assert (found.review_id, found.shown) == (review.review_id, review.shown)
    filled = {key: row for key, row in _stripped(answers, review).items() if key in answers}
    assert _read(found) == filled


def test_no_cell_of_a_spreadsheet_is_a_formula_or_a_link(tmp_path: Path) -> None:
    import zipfile

    text = "=1+1 wants =cmd|x http://evil.example here."
    review = make_review([stance(text, text, "=1+1", "=cmd|x", article_title="=HYPERLINK(1)")], NOW)
    write_sheet(review, ISSUES, tmp_path / "review.xlsx")
    with zipfile.ZipFile(tmp_path / "review.xlsx") as book:
        sheets = [book.read(name).decode() for name in book.namelist() if "worksheets/sheet" in name]
    assert not any(re.search(r"<f>|<hyperlink", sheet) for sheet in sheets)


def test_a_stance_longer_than_a_cell_comes_back_whole(tmp_path: Path) -> None:
    evidence = "Oslo wants " + "very " * 20_000 + "much peace."
    review = make_review([stance(evidence, evidence, "Oslo", "much peace")], NOW)
    write_sheet(review, ISSUES, tmp_path / "review.xlsx")
    assert read_sheet(tmp_path / "review.xlsx").shown == review.shown


def test_the_configuration_of_label_studio_names_what_the_tasks_hold(tmp_path: Path) -> None:
    import json

    text = "Oslo wants peace."
    beside = write_tasks(make_review([stance(text, text, "Oslo", "peace")], NOW), ISSUES, tmp_path / "r.json")
    configuration = beside.read_text(encoding="utf-8")
    (task,) = json.loads((tmp_path / "r.json").read_text(encoding="utf-8"))
    names = {one.get("name") for one in ET.fromstring(configuration).iter() if one.get("name")}
    assert set(re.findall(r"\$(\w+)", configuration)) <= set(task["data"])
    assert {part["from_name"] for prediction in task["predictions"] for part in prediction["result"]} <= names
    assert {"verdict", "comment", *ANSWERS} <= names


def test_two_people_who_labelled_one_task_are_two_coders(tmp_path: Path) -> None:
    text = "Oslo wants peace."
    review = make_review([stance(text, text, "Oslo", "peace")], NOW)
    (key,) = review.shown
    write_tasks(review, ISSUES, tmp_path / "r.json")
    label_tasks(tmp_path / "r.json", {key: {"verdict": "right"}}, {"id": 1, "email": "a@example.org"})
    label_tasks(tmp_path / "r.json", {key: {"verdict": "wrong"}}, {"id": 2, "email": "b@example.org"})
    found = {(row.coder, row.verdict) for review in read_tasks(tmp_path / "r.json") for row in review.rows}
    assert found == {("a@example.org", "right"), ("b@example.org", "wrong")}


@pytest.mark.parametrize("content", ["[]", "{}", "no json", '[{"data": {}}]', "[1]", '[{"data": null}]'])
def test_a_json_file_that_is_no_review_is_refused(tmp_path: Path, content: str) -> None:
    (tmp_path / "r.json").write_text(content, encoding="utf-8")
    with pytest.raises(InputError, match=r"r\.json"):
        read_tasks(tmp_path / "r.json")


def test_a_spreadsheet_that_is_no_review_is_refused(tmp_path: Path) -> None:
    import xlsxwriter

    (tmp_path / "broken.xlsx").write_bytes(b"no zip")
    with xlsxwriter.Workbook(str(tmp_path / "other.xlsx")) as book:
        book.add_worksheet("Review").write_string(0, 0, "key")
    for name in ("broken", "other"):
        with pytest.raises(InputError, match="is no review file"):
            read_sheet(tmp_path / f"{name}.xlsx")
