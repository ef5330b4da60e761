"""Conditions: the words that a side hangs on, and no others."""

from __future__ import annotations

import pytest
from spacy.language import Language

from transforms.conditions import condition_of


@pytest.mark.parametrize(
    ("text", "word", "condition"),
    [
        ("Finland supports the ceasefire only if sanctions fall.", "supports", "only if sanctions fall"),
        ("Oslo rejects a truce until sanctions are lifted.", "rejects", "until sanctions are lifted"),
        ("Oslo rejects a truce unless Finland lifts sanctions.", "rejects", "unless Finland lifts sanctions"),
        ("Kenya supports a truce as long as sanctions are lifted.", "supports", "as long as sanctions are lifted"),
        (
            "Kenya backs a truce on condition that sanctions are lifted.",
            "backs",
            "on condition that sanctions are lifted",
        ),
        ("Norway would accept the deal provided that tariffs fall.", "accept", "provided that tariffs fall"),
        ("Kenya will lift sanctions in exchange for a ceasefire.", "lift", "in exchange for a ceasefire"),
        (
            "Kenya offered the port in return for the release of the crew.",
            "offered",
            "in return for the release of the crew",
        ),
        ("Kenya backs the truce as sanctions bite.", "backs", None),
        ("Kenya backs the truce, as Finland has announced.", "backs", None),
        ("Oslo backs the plan even if sanctions fall.", "backs", None),
        ("Oslo backs the plan, officials said on condition of anonymity.", "backs", None),
        ("Oslo backs force if necessary.", "backs", None),
        ("Oslo backs the exchange of prisoners.", "backs", None),
    ],
)
def test_a_side_hangs_on_just_what_makes_it_conditional(
    nlp: Language, text: str, word: str, condition: str | None
) -> None:
    doc = nlp(text)
    (via,) = [token for token in doc if token.text == word]
    found = condition_of(via, doc)
    assert (found.text if found is not None else None) == condition
