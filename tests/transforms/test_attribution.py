"""Statements: speaker, cue, content."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from transforms.extract import Extracted

Extract = Callable[[str], Extracted]


@pytest.mark.parametrize(
    ("text", "cue", "content", "quote_type"),
    [
        ("Henrik Aalto said that the plan works.", "said", "that the plan works", "indirect"),
        ("“The plan works,” said Henrik Aalto.", "said", "“The plan works,”", "direct"),
        ("The plan works, according to Henrik Aalto.", "according to", "The plan works", "indirect"),
    ],
)
def test_a_statement_has_its_speaker_cue_and_content(
    extract: Extract, text: str, cue: str, content: str, quote_type: str
) -> None:
    row = extract(text).statements.row(0, named=True)
    assert (row["speaker"], row["cue"], row["content"], row["quote_type"]) == ("Henrik Aalto", cue, content, quote_type)


def test_a_quotation_that_goes_on_keeps_its_speaker(extract: Extract) -> None:
    found = extract("“The plan works,” said Henrik Aalto. “It will save the island.”").statements
    assert found["speaker"].to_list() == ["Henrik Aalto", "Henrik Aalto"]
    assert found["cue"].to_list() == ["said", None]
    assert found["speaker_mention"].to_list() == ["Henrik Aalto", None]


def test_a_quotation_before_the_one_that_names_the_speaker_is_the_speakers_too(extract: Extract) -> None:
    found = extract("“The plan works. It will save the island,” said Henrik Aalto.").statements
    assert set(found["speaker"]) == {"Henrik Aalto"}
    assert found.height == 2


def test_a_cue_inside_a_statement_is_nested(extract: Extract) -> None:
    found = extract("Henrik Aalto said that Mirela Duma claims the plan failed.").statements
    assert dict(zip(found["speaker"], found["attribution_level"], strict=True)) == {"Henrik Aalto": 1, "Mirela Duma": 2}
