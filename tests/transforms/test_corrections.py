"""What people decided wins over the extractor, whatever moved since."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from flows.review_form import shown_stance
from schemas.tables.decisions import Undone
from schemas.tables.extracted import Stances
from tests.flows.review_files import stance
from transforms.corrections import Names, Text, apply
from transforms.corrections_read import Answers, Unusable, added, decided
from transforms.decisions import Decision, as_frame, from_frames, new_among, with_id

TEXT = "It rained. Oslo demands a ceasefire, and Helsinki rejects the truce. Nobody came."
EVIDENCE = "Oslo demands a ceasefire, and Helsinki rejects the truce."
NAMES = Names(
    {"norway": "Norway", "finland": "Finland"},
    {"oslo": frozenset({"norway"}), "helsinki": frozenset({"finland"}), "norway": frozenset({"norway"})},
    frozenset({"ceasefire", "sanctions"}),
    "book",
)


def _row(**values: Any) -> dict[str, Any]:
    wanted = {"holder_id": "norway", "issue_id": "ceasefire", "issue_polarity": "support", "issue_rule": "cue"}
    return stance(TEXT, EVIDENCE, "Oslo", "a ceasefire", **{**wanted, **values})


def _plain(row: dict[str, Any]) -> dict[str, Any]:
    return {name: row[name] for name in Stances.polars_schema()}


def _text(text: str = TEXT, offset_map: str | None = None) -> Text:
    return Text(_row()["article_id"], text, offset_map or json.dumps([[0, 0, len(text)]]))


def _decide(verdict: str, second: int = 0, coder: str = "ann", shown: Any = None, **fields: str | None) -> Decision:
    row = shown or shown_stance(_row())
    at = datetime(2026, 3, 1, 0, 0, second, tzinfo=UTC)
    return with_id(Decision("", "r", "k", row["article_id"], row, verdict, fields, None, coder, at))


def test_a_correction_replaces_the_side_and_turns_the_side_on_the_issue() -> None:
    (row,), (outcome,) = apply([_plain(_row())], [_decide("corrected", polarity="oppose")], _text(), NAMES)
    assert (row["polarity"], row["issue_polarity"], row["reviewed_by"]) == ("oppose", "oppose", "ann")
    assert (outcome.state, outcome.stance_id) == ("in force", row["stance_id"])
    turned = _row(issue_polarity="oppose")
    decision = _decide("corrected", shown=shown_stance(turned), polarity="oppose")
    assert apply([_plain(turned)], [decision], _text(), NAMES)[0][0]["issue_polarity"] == "support"


def test_a_correction_names_the_holder_and_finds_the_mention() -> None:
    decision = _decide("corrected", holder="Helsinki", target="the truce")
    (row,), _ = apply([_plain(_row())], [decision], _text(), NAMES)
    assert (row["holder"], row["holder_id"], row["mention"], row["target"]) == (
        "Helsinki", "finland", "Helsinki", "the truce",
    )  # fmt: skip
    for name in ("mention", "target", "evidence"):
        assert TEXT[row[f"{name}_start"] : row[f"{name}_end"]] == row[name]


def test_an_actor_given_by_key_gets_its_name() -> None:
    (row,), _ = apply([_plain(_row())], [_decide("corrected", holder="finland")], _text(), NAMES)
    assert (row["holder"], row["holder_id"]) == ("Finland", "finland")


def test_a_wrong_stance_is_gone_and_only_that() -> None:
    other = stance(TEXT, EVIDENCE, "Helsinki", "the truce", polarity="oppose")
    rows, _ = apply([_plain(_row()), _plain(other)], [_decide("wrong")], _text(), NAMES)
    assert [row["stance_id"] for row in rows] == [other["stance_id"]]


def test_no_issue_is_kept_as_no_issue() -> None:
    (row,), _ = apply([_plain(_row())], [_decide("corrected", issue_id="none")], _text(), NAMES)
    assert (row["issue_id"], row["issue_polarity"]) == (None, None)


def test_a_confirmed_value_holds_against_another_extractor() -> None:
    (row,), _ = apply([_plain(_row(polarity="oppose", extractor="other"))], [_decide("right")], _text(), NAMES)
    assert (row["polarity"], row["issue_polarity"], row["verdict"]) == ("support", "support", "right")


def test_a_decision_finds_its_stance_when_passage_and_words_are_cut_otherwise() -> None:
    recut = stance(TEXT, "Oslo demands a ceasefire, and Helsinki rejects", "Oslo", "ceasefire", holder="Norway")
    rows, (outcome,) = apply([_plain(recut)], [_decide("corrected", polarity="mixed")], _text(), NAMES)
    assert (len(rows), rows[0]["polarity"], outcome.state) == (1, "mixed", "in force")


def test_a_confirmed_stance_that_is_not_found_any_more_is_put_back_where_it_stands_now() -> None:
    moved = "Headline. " + TEXT
    (row,), (outcome,) = apply([], [_decide("right")], _text(moved, json.dumps([[10, 0, len(TEXT)]])), NAMES)
    assert outcome.state == "in force"
    for name in ("mention", "target", "evidence"):
        assert moved[row[f"{name}_start"] : row[f"{name}_end"]] == row[name]
    Stances.validate(Stances.frame([row]))


def test_a_decision_whose_passage_is_gone_is_told_as_lost() -> None:
    rows, (outcome,) = apply([], [_decide("right")], _text("Other words."), NAMES)
    assert (rows, outcome.state) == ([], "lost")
    assert outcome.problems[0][0] == "evidence"


def test_an_issue_that_the_codebook_dropped_is_told_and_the_rest_holds() -> None:
    names = Names(NAMES.actors, NAMES.aliases, frozenset({"ceasefire"}), "other")
    decision = _decide("corrected", issue_id="sanctions", polarity="mixed")
    (row,), (outcome,) = apply([_plain(_row())], [decision], _text(), names)
    assert (row["issue_id"], row["polarity"], outcome.state) == ("ceasefire", "mixed", "in force")
    assert [column for column, _, _ in outcome.problems] == ["issue_id"]


def test_the_latest_of_two_coders_wins_and_both_are_told() -> None:
    first, second = _decide("wrong", 0, "ann"), _decide("corrected", 1, "bob", polarity="mixed")
    (row,), outcomes = apply([_plain(_row())], [first, second], _text(), NAMES)
    assert (row["polarity"], row["reviewed_by"]) == ("mixed", "bob")
    assert [one.state for one in outcomes] == ["superseded", "in force"]
    undone = Decision(**{**second.__dict__, "undone_by": "bob", "undone_at": second.decided_at})
    rows, outcomes = apply([_plain(_row())], [first, undone], _text(), NAMES)
    assert (rows, [one.state for one in outcomes]) == ([], ["in force", "undone"])


def test_two_stances_that_become_one_are_one_row() -> None:
    other = stance(TEXT, EVIDENCE, "Helsinki", "the truce", polarity="oppose")
    decision = _decide("corrected", holder="Helsinki", target="the truce")
    (row,), _ = apply([_plain(_row()), _plain(other)], [decision], _text(), NAMES)
    assert row["reviewed_by"] == "ann"


@given(st.permutations(range(3)), st.sampled_from(["right", "wrong", "corrected"]))
def test_decisions_come_back_from_the_store_as_they_went_in(order: list[int], verdict: str) -> None:
    decisions = [_decide(verdict, second, polarity="mixed") for second in range(3)]
    frame = as_frame([decisions[place] for place in order])
    undone = Undone.frame(
        [{"decision_id": decisions[1].decision_id, "undone_by": "b", "undone_at": decisions[2].decided_at}]
    )
    found = from_frames(frame, undone)
    assert found[0] == decisions[0]
    assert [one.undone_by for one in found] == [None, "b", None]
    assert new_among([decisions[2]], found) == []


def test_a_stance_that_a_coder_adds_has_its_words_in_the_text() -> None:
    article = {"article_id": _row()["article_id"], "text": TEXT, "offset_map": _text().offset_map, "published_at": None}
    answers = Answers("missing", {"holder": "finland", "target": "the truce", "polarity": "oppose"})
    shown = added(answers, EVIDENCE, article, NAMES)
    (row,), (outcome,) = apply([], [_decide("missing", shown=shown)], _text(), NAMES)
    assert (row["mention"], row["holder"], row["holder_id"], outcome.state) == (
        "Helsinki",
        "Finland",
        "finland",
        "in force",
    )
    Stances.validate(Stances.frame([row]))


def test_answers_that_contradict_themselves_are_told_with_what_to_do() -> None:
    shown = shown_stance(_row())
    for verdict, fields, told in (
        ("perhaps", {}, "is none of"),
        ("", {}, "no verdict"),
        ("corrected", {"polarity": "support"}, "no value differs"),
        ("wrong", {"polarity": "oppose"}, "keep one"),
        ("", {"polarity": "for"}, "is none of"),
        ("", {"target": "a war"}, "copy the words"),
        ("", {"issue_id": "weather"}, "no key of the codebook"),
        ("", {"issue_id": "none", "issue_polarity": "oppose"}, "no issue"),
    ):
        try:
            decided(Answers(verdict, fields), shown, NAMES)
        except Unusable as problem:
            assert told in str(problem)
        else:
            raise AssertionError(f"{verdict} {fields} was taken")


def test_answers_that_repeat_what_is_shown_confirm_it() -> None:
    assert decided(Answers("", {"polarity": "support", "issue_id": "ceasefire"}), shown_stance(_row()), NAMES) == (
        "right",
        {},
    )
    assert decided(Answers("right", {"polarity": "Oppose"}), shown_stance(_row()), NAMES) == (
        "corrected", {"polarity": "oppose"},
    )  # fmt: skip


def test_a_side_on_the_issue_that_is_repeated_beside_a_new_side_is_not_turned() -> None:
    shown = shown_stance(_row(issue_id="ceasefire", issue_polarity="support"))
    verdict, fields = decided(Answers("", {"polarity": "oppose", "issue_polarity": "Support"}), shown, NAMES)
    assert (verdict, fields) == ("corrected", {"polarity": "oppose", "issue_polarity": "support"})
    decision = _decide(verdict, shown=shown, **fields)
    ((row,), _) = apply([_plain(_row())], [decision], _text(), NAMES)
    assert (row["polarity"], row["issue_polarity"]) == ("oppose", "support")


def test_a_passage_that_stands_twice_is_the_one_that_was_marked() -> None:
    text = "Oslo wants peace. Rain. Oslo wants peace."
    article = {"article_id": "a", "text": text, "offset_map": f"[[0, 0, {len(text)}]]", "published_at": None}
    answers = Answers("missing", {"holder": "Oslo", "target": "peace", "polarity": "support"})
    starts = [added(answers, "Oslo wants peace", article, NAMES, near)["evidence_start"] for near in (0, 24)]
    assert starts == [0, 24]
