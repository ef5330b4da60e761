"""The extractor as a whole: who is found to hold which side on what."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from schemas.tables import TABLES
from transforms.extract import Extracted

Extract = Callable[[str], Extracted]


def sides(found: Extracted) -> set[tuple[str, str, str]]:
    return {(row["holder"], row["polarity"], row["target"]) for row in found.stances.iter_rows(named=True)}


@pytest.mark.parametrize(
    ("sentence", "holder", "polarity", "target"),
    [
        ("Finland rejected the carbon levy on Tuesday.", "Finland", "oppose", "the carbon levy"),
        ("Nairobi demands the return of the island.", "Kenya", "support", "the return of the island"),
        ("Ottawa dismissed the idea of a ceasefire.", "Canada", "oppose", "a ceasefire"),
        ("Henrik Aalto said the strike must end.", "Henrik Aalto", "oppose", "the strike"),
        ("Henrik Aalto called the levy a disgrace.", "Henrik Aalto", "oppose", "the levy"),
        ("Henrik Aalto described the talks as useful.", "Henrik Aalto", "support", "the talks"),
        ("Henrik Aalto expressed his opposition to the levy.", "Henrik Aalto", "oppose", "the levy"),
        ("The levy was condemned by Henrik Aalto.", "Henrik Aalto", "oppose", "The levy"),
        ("Henrik Aalto refused to sign the treaty.", "Henrik Aalto", "oppose", "sign the treaty"),
        ("Henrik Aalto did not support the treaty.", "Henrik Aalto", "oppose", "the treaty"),
        ("Henrik Aalto is wary of the treaty.", "Henrik Aalto", "oppose", "the treaty"),
        (
            "Henrik Aalto warned that Kenya would lose land if a deal is not reached.",
            "Henrik Aalto",
            "support",
            "a deal",
        ),
        ("Finland threatened duties on wine.", "Finland", "support", "duties on wine"),
        ("Finland threatened Kenya on Monday.", "Finland", "oppose", "Kenya"),
        ("Henrik Aalto voted against the budget.", "Henrik Aalto", "oppose", "the budget"),
        ("Henrik Aalto will back the levy unless Kenya objects.", "Henrik Aalto", "mixed", "the levy"),
        ("Henrik Aalto would support the text only if miners were exempted.", "Henrik Aalto", "mixed", "the text"),
    ],
)
def test_a_plain_position_gives_its_row(
    extract: Extract, sentence: str, holder: str, polarity: str, target: str
) -> None:
    assert (holder, polarity, target) in sides(extract(sentence))


@pytest.mark.parametrize(
    "sentence",
    [
        "The minister met the envoy in Oslo on Monday.",
        "Talks between Finland and Kenya began at noon.",
        "The vote is expected in March.",
        "Henrik Aalto was born in Turku in 1961.",
        "Henrik Aalto declined to comment on the vote.",
        "Not every minister supports the levy.",
    ],
)
def test_neutral_reporting_gives_no_row(extract: Extract, sentence: str) -> None:
    assert extract(sentence).stances.is_empty()


def test_what_is_asked_of_a_state_is_no_stance_of_that_state(extract: Extract) -> None:
    found = extract("Henrik Aalto insisted that Kenya must withdraw its troops from the island.")
    assert {row[0] for row in sides(found)} == {"Henrik Aalto"}
    assert found.stances["polarity"].to_list() == ["support"]


def test_who_is_urged_takes_no_side_by_being_urged(extract: Extract) -> None:
    found = extract("Henrik Aalto urged lawmakers to reject the levy.")
    assert sides(found) == {("Henrik Aalto", "oppose", "the levy")}


def test_a_dateline_is_no_part_of_the_evidence(extract: Extract) -> None:
    for dateline in ("LISBON (Wire) — ", "Lisbon, 12 March 2026 – "):
        found = extract(f"{dateline}Kenya rejects the levy.")
        assert found.stances["evidence"].to_list() == ["Kenya rejects the levy."]


def test_a_pronoun_takes_the_name_of_who_spoke_before(extract: Extract) -> None:
    found = extract("Henrik Aalto opened the session. He rejected the levy.")
    row = found.stances.row(0, named=True)
    assert (row["holder"], row["mention"]) == ("Henrik Aalto", "He")


def test_the_first_person_in_a_quotation_is_its_speaker(extract: Extract) -> None:
    found = extract("“We reject the levy,” said Henrik Aalto.")
    assert ("Henrik Aalto", "oppose", "the levy") in sides(found)


def test_one_actor_reporting_anothers_side_is_level_two(extract: Extract) -> None:
    found = extract("Henrik Aalto said that Kenya rejects the levy.")
    row = next(row for row in found.stances.iter_rows(named=True) if row["holder"] == "Kenya")
    assert (row["attribution_level"], row["speaker"], row["polarity"]) == (2, "Henrik Aalto", "oppose")


def test_a_known_state_gets_its_codebook_id_and_an_unknown_person_none(extract: Extract) -> None:
    found = extract("Nairobi rejected the levy. Henrik Aalto rejected the levy.")
    ids = dict(zip(found.stances["holder"], found.stances["holder_id"], strict=True))
    assert ids == {"Kenya": "kenya", "Henrik Aalto": None}


def test_every_span_is_the_text_that_it_claims_to_be(extract: Extract) -> None:
    text = (
        "By noon — to applause — Zoë Ålund, Finland’s minister, said: “We won’t accept the 𝒶levy.” "
        "Kenya backs it.\n\nAccording to the union, the plan is “a disgrace”. She rejected it."
    )
    found = extract(text)
    assert found.stances.height > 0
    for frame, columns in (
        (found.stances, ("evidence", "target", "mention")),
        (found.statements, ("content", "cue", "speaker_mention")),
        (found.mentions, ("mention",)),
    ):
        for column in columns:
            prefix = {"speaker_mention": "speaker"}.get(column, column)
            for row in frame.filter(frame[column].is_not_null()).iter_rows(named=True):
                assert text[row[f"{prefix}_start"] : row[f"{prefix}_end"]] == row[column]


def test_extracted_frames_keep_the_contract_of_their_tables(extract: Extract) -> None:
    found = extract("Kenya rejects the ceasefire.\n\n“It is a disgrace,” she said. According to Oslo, talks failed.")
    for name, frame in found.tables().items():
        TABLES[name].validate(frame, lazy=True)


def test_an_article_without_a_word_gives_no_row(extract: Extract) -> None:
    assert all(frame.is_empty() for frame in extract("— … —").tables().values())


def test_the_same_text_gives_the_same_rows_twice(extract: Extract) -> None:
    text = "Kenya rejects the ceasefire. Henrik Aalto, who backs it, said Finland must act."
    assert extract(text).stances.equals(extract(text).stances)


def test_a_condition_has_its_text_and_its_issue(extract: Callable[[str], Extracted]) -> None:
    (row,) = extract("Kenya accepted the treaty only if the sanctions are lifted.").stances.to_dicts()
    assert "sanctions" in row["condition"]
    assert row["condition_issue_id"] == "sanctions"
