"""Mentions: who is meant, and by which rule."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

import pytest
from spacy.language import Language

from schemas.codebook import Codebook
from transforms.lexicon import Lexicon
from transforms.mentions import Mention, MentionFinder
from transforms.names import AliasIndex
from transforms.reading import read_articles

Find = Callable[[str], list[Mention]]


@pytest.fixture(scope="module")
def names(codebook: Codebook, nlp: Language) -> AliasIndex:
    return AliasIndex(codebook, nlp)


@pytest.fixture
def find(nlp: Language, lexicon: Lexicon, names: AliasIndex) -> Find:
    """The mentions of a text, dated 1 March 2026."""

    def run(text: str) -> list[Mention]:
        reading = next(read_articles([("0" * 20, text)], nlp))
        return MentionFinder(names, lexicon).find(reading, date(2026, 3, 1))

    return run


def resolved(mentions: list[Mention], text: str) -> list[tuple[str | None, str]]:
    """What each mention of that wording means, and by which rule."""
    return [(one.actor, one.resolution) for one in mentions if one.text == text]


def test_a_surname_means_the_full_name_that_the_article_gives(find: Find) -> None:
    mentions = find("Henrik Aalto resigned on Monday. Aalto said that he was tired.")
    assert resolved(mentions, "Aalto") == [("Henrik Aalto", "surname")]


def test_she_is_not_the_man_named_last(find: Find) -> None:
    text = (
        "Ms. Mirela Duma opened the debate. She welcomed the plan. "
        "Mr. Henrik Aalto spoke after that. She rejected his request."
    )
    assert resolved(find(text), "She") == [("Mirela Duma", "pronoun")] * 2


def test_the_first_person_of_a_quotation_is_its_speaker_even_where_he_is_named_after_it(find: Find) -> None:
    assert resolved(find("“I reject the plan,” said Henrik Aalto."), "I") == [("Henrik Aalto", "speaker")]


def test_a_first_person_that_nobody_is_quoted_with_stays_unresolved(find: Find) -> None:
    assert resolved(find("We reject the plan."), "We") == [(None, "unresolved")]


def test_a_spokeswoman_may_be_called_spokesperson_later(find: Find) -> None:
    text = "Mirela Duma, the spokeswoman of the union, rejected the plan. The spokesperson demanded talks."
    assert resolved(find(text), "The spokesperson") == [("Mirela Duma", "nominal")]


def test_the_president_of_a_state_is_not_its_vice_president(find: Find) -> None:
    mentions = find("The US president rejected the plan.")
    assert resolved(mentions, "The US president") == [("Donald Trump", "office")]


def test_a_capital_is_the_government_where_it_acts_and_the_city_where_things_happen(find: Find) -> None:
    mentions = find("Moscow rejected the plan after talks in Moscow.")
    assert resolved(mentions, "Moscow") == [("Russia", "codebook"), ("Moscow", "city")]


def test_the_spokesman_is_the_one_introduced_before_though_never_named(find: Find) -> None:
    text = "A spokesman for the harbour union said that talks had failed. The spokesman rejected the plan."
    assert resolved(find(text), "The spokesman") == [("spokesman for the harbour union", "nominal")]


def test_officials_of_a_state_speak_for_it(find: Find) -> None:
    assert resolved(find("Iranian officials rejected the plan."), "Iranian officials") == [("Iran", "demonym_role")]


def test_an_acronym_in_brackets_means_the_body_before_it(find: Find) -> None:
    text = "The Kallio Harbour Workers Association (KHWU) demanded talks. KHWU rejected the plan."
    assert resolved(find(text), "KHWU")[-1] == ("Kallio Harbour Workers Association", "acronym")


def test_whoever_speaks_is_a_mention_though_no_role_names_it(find: Find) -> None:
    assert resolved(find("Onlookers said that the ship had left."), "Onlookers") == [("Onlookers", "nominal")]


def test_every_mention_says_which_rule_named_it(find: Find) -> None:
    mentions = find("Henrik Aalto met Iranian officials. He told them that it had failed. “We must act,” he said.")
    assert all(one.resolution for one in mentions)
    assert all((one.actor is None) == (one.resolution == "unresolved") for one in mentions)
