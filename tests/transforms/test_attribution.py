"""Statements: speaker, cue, content."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import dataclass

import pytest
from spacy.language import Language

from transforms.attribution import Statement, find_statements
from transforms.attribution_frames import frames_of
from transforms.attribution_rows import join_rows
from transforms.extract import Extracted
from transforms.lexicon import Lexicon
from transforms.reading import read_articles


@dataclass(frozen=True)
class Worded:
    """A statement in words."""

    speaker: str | None
    cue: str | None
    content: tuple[str, ...]
    quote_type: str
    level: int
    sentence: int


Read = Callable[[str], list[Worded]]


@pytest.fixture
def found(nlp: Language, lexicon: Lexicon) -> Read:
    """Statements of a text in words."""

    def read(text: str) -> list[Worded]:
        reading = next(read_articles([("0" * 20, text)], nlp))
        statements = find_statements(reading, lexicon)

        def words(span: tuple[int, int] | None) -> str | None:
            return reading.doc[span[0] : span[1]].text if span is not None else None

        def worded(one: Statement) -> Worded:
            content = tuple(reading.doc[start:end].text for start, end in one.pieces)
            return Worded(words(one.speaker_span), words(one.cue), content, one.quote_type, one.level, one.sentence)

        return [worded(one) for one in statements]

    return read


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Henrik Aalto said that the plan works.", ("Henrik Aalto", "said", "that the plan works", "indirect")),
        ("“The plan works,” said Henrik Aalto.", ("Henrik Aalto", "said", "“The plan works,”", "direct")),
        ("The plan works, according to Henrik Aalto.", ("Henrik Aalto", "according to", "The plan works", "indirect")),
        ("Madrid condemned the attack on the port.", ("Madrid", "condemned", "the attack on the port", "indirect")),
        ("The union called for an end to the strike.", ("The union", "called", "an end to the strike", "indirect")),
        ("Duma urged lawmakers to reject the bill.", ("Duma", "urged", "lawmakers to reject the bill", "indirect")),
        ("Duma told reporters that the bill was dead.", ("Duma", "told", "that the bill was dead", "indirect")),
        ("Aalto wants to close the port.", ("Aalto", "wants", "to close the port", "indirect")),
        ("Aalto accused Madrid of breaking the deal.", ("Aalto", "accused", "Madrid of breaking the deal", "indirect")),
        ("Her claim that the vote was rigged failed.", ("Her", "claim", "that the vote was rigged", "indirect")),
        ("Aalto is confident that the plan works.", ("Aalto", "is confident", "that the plan works", "indirect")),
        ("Aalto called the plan “a disgrace”.", ("Aalto", "called", "the plan “a disgrace”", "mixed")),
    ],
)  # fmt: skip
def test_a_statement_has_its_speaker_cue_and_content(
    found: Read, text: str, expected: tuple[str, str, str, str]
) -> None:
    speaker, cue, content, quote_type = expected
    assert Worded(speaker, cue, (content,), quote_type, 1, 0) in found(text)


def test_a_speaker_is_named_by_the_whole_phrase_with_its_apposition(found: Read) -> None:
    statement = found("Mirela Duma, the minister of trade, said that the talks had failed.")[0]
    assert statement.speaker == "Mirela Duma, the minister of trade"


def test_the_passive_of_hearsay_names_no_speaker_and_keeps_its_subject(found: Read) -> None:
    assert found("The talks are expected to resume in May.") == [
        Worded(None, "are expected", ("The talks", "to resume in May"), "indirect", 1, 0)
    ]


def test_a_quotation_split_by_its_speaker_is_one_statement_in_two_pieces(found: Read) -> None:
    statement = found("“We will vote,” Henrik Aalto said, “and we will surely win the vote.”")[0]
    assert statement.content == ("“We will vote,”", "“and we will surely win the vote.”")


def test_a_quotation_that_goes_on_keeps_its_speaker_and_names_none_itself(found: Read) -> None:
    statements = found("“The plan works,” said Henrik Aalto. “It will save the island.”")
    assert [(one.speaker, one.cue) for one in statements] == [("Henrik Aalto", "said"), (None, None)]


def test_a_quotation_before_the_one_that_names_the_speaker_is_the_speakers_too(found: Read) -> None:
    statements = found("“The plan works. It will save the island,” said Henrik Aalto.")
    assert [one.sentence for one in statements] == [0, 1]


@pytest.mark.parametrize(
    "text",
    [
        "“The plan works. It will save the island,” said Henrik Aalto.",
        "“The plan works,” said Henrik Aalto. “It will save the island.”",
    ],
)
def test_a_quotation_over_sentences_counts_once_when_joined(text: str, extract: Callable[[str], Extracted]) -> None:
    rows = extract(text).statements.to_dicts()
    (whole,) = join_rows(rows)
    assert len(rows) == len(json.loads(whole["fragments"])) == 2
    assert whole["speaker_mention"] == "Henrik Aalto"
    assert whole["cue"] == "said"


def test_a_quotation_after_a_sentence_about_a_person_is_that_persons(nlp: Language, lexicon: Lexicon) -> None:
    reading = next(read_articles([("0" * 20, "Mirela Duma left the room. “There will be no deal at all.”")], nlp))
    statement = find_statements(reading, lexicon)[0]
    assert statement.speaker is not None
    assert reading.doc[statement.speaker].text == "Duma"


def test_a_wish_inside_a_quotation_is_no_statement_of_its_own(found: Read) -> None:
    assert [one.cue for one in found("“I hope that the plan works,” said Henrik Aalto.")] == ["said"]


def test_a_cue_inside_a_statement_is_nested(found: Read) -> None:
    statements = found("Henrik Aalto said that Mirela Duma claims the plan failed.")
    assert [(one.speaker, one.level) for one in statements] == [("Henrik Aalto", 1), ("Mirela Duma", 2)]


def test_a_pronoun_that_repeats_the_speaker_makes_no_second_statement(found: Read) -> None:
    assert [one.cue for one in found("Henrik Aalto said he wants a deal.")] == ["said"]


def test_quotations_in_single_marks_are_direct_speech(found: Read) -> None:
    assert found("‘The plan works well,’ said Henrik Aalto.")[0].quote_type == "direct"


def test_an_apostrophe_opens_no_quotation(found: Read) -> None:
    assert found("Henrik Aalto said that the workers’ rights, in Madrid’s view, were safe.")[0].quote_type == "indirect"


def test_patterns_of_cues_tell_where_the_content_stands(lexicon: Lexicon) -> None:
    frames = frames_of(lexicon)
    assert "for" in frames.verbs["call"]
    assert "object" in frames.verbs["condemn"]
    assert frames.verbs["say"] == frozenset()
    assert "claim" in frames.nouns
    assert "expected" in frames.passives
    assert frames.acts["condemn"] == "criticise"


def row(sentence: int, content: tuple[int, int], **others: object) -> dict[str, object]:
    """A row of `statements` in the fields that joining reads."""
    start, end = content
    found = {
        "sentence": sentence,
        "content_start": start,
        "content_end": end,
        "fragments": f"[[{start}, {end}]]",
        "speaker": "Henrik Aalto",
        "quote_type": "direct",
    }
    empty = dict.fromkeys(("speaker_mention", "speaker_start", "speaker_end", "cue", "cue_start", "cue_end"))
    return {**found, **empty, **others}


def test_rows_of_one_quotation_become_one_with_its_speaker_and_cue_and_other_rows_stay() -> None:
    named = row(1, (20, 30), speaker_start=36, speaker_end=48, cue="said", cue_start=31, cue_end=35)
    other = row(3, (80, 90), speaker="Mirela Duma", cue="said", cue_start=91, cue_end=95)
    joined_rows = join_rows([row(0, (0, 18)), named, row(2, (50, 70)), other])
    assert [one["fragments"] for one in joined_rows] == ["[[0, 18], [20, 30], [50, 70]]", "[[80, 90]]"]
    assert (joined_rows[0]["speaker_start"], joined_rows[0]["cue"]) == (36, "said")


def test_reported_words_are_joined_with_nothing() -> None:
    reported = row(0, (0, 18), quote_type="indirect", cue="said", cue_start=20, cue_end=24)
    assert len(join_rows([reported, row(1, (30, 40))])) == 2
