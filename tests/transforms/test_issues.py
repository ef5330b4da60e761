"""Targets to issues of the codebook, and the side on the issue's proposition."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from transforms.extract import Extracted

Extract = Callable[[str], Extracted]


@pytest.mark.parametrize(
    ("sentence", "issue_id", "issue_polarity"),
    [
        ("Kenya rejected a ceasefire.", "ceasefire", "oppose"),
        ("Kenya demands a truce.", "ceasefire", "support"),
        ("Kenya rejected the resumption of hostilities.", "ceasefire", "support"),
        ("Kenya rejected a ceasefire to hold a referendum on territorial concessions.", "ceasefire", "oppose"),
        ("It rained. Kenya rejected a ceasefire for a referendum on territorial concessions.", "ceasefire", "oppose"),
        ("Kenya rejected the new paint on the bus shelter.", None, None),
    ],
)
def test_a_cue_in_the_target_names_the_issue_and_turns_the_side_where_it_is_the_opposite(
    extract: Extract, sentence: str, issue_id: str | None, issue_polarity: str | None
) -> None:
    row = extract(sentence).stances.row(0, named=True)
    assert (row["issue_id"], row["issue_polarity"]) == (issue_id, issue_polarity)


def test_salience_is_the_share_of_sentences_with_a_cue(extract: Extract) -> None:
    found = extract("A ceasefire holds. The sun shone. Kenya rejected the ceasefire. It rained.")
    row = found.article_issues.filter(found.article_issues["issue_id"] == "ceasefire").row(0, named=True)
    assert (row["mentions"], row["stances"], row["salience"]) == (2, 1, 0.5)
