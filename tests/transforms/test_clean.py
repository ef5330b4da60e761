"""Cleaning: what it takes out, what it must leave, and the way back."""

from __future__ import annotations

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from transforms.clean import SWAPS, clean, to_raw


@pytest.mark.parametrize(
    ("raw", "text", "rule"),
    [
        (
            'It is "getting closer."2 However, talks stall.',
            'It is "getting closer." However, talks stall.',
            "footnote digits",
        ),
        ("It still controls.6 He warned.", "It still controls. He warned.", "footnote digits"),
        ("The vote was held.[3] It passed.", "The vote was held. It passed.", "footnote marks"),
        ("One.\n\nRead more: All about trams\n\nTwo.", "One.\n\nTwo.", "pointers to other articles"),
        ("One.\n\nALSO READ: All about trams\n\nTwo.", "One.\n\nTwo.", "pointers to other articles"),
        ("One.\nADVERTISEMENT\nTwo.", "One.\n\nTwo.", "advertisement"),
        ("One.\nShare this\n", "One.", "sharing buttons"),
        ("The end.\nComment", "The end.", "comment button"),
        ("The end.\n3 Comments\n", "The end.", "comment button"),
        ("By Jo Brandt\n\nThe vote was held.", "The vote was held.", "byline"),
        ("The Brit\u00adish vote.", "The British vote.", "invisible characters"),
        ("\n\n\nThe vote.\n\n\n\nIt passed.  \n", "The vote.\n\nIt passed.", "blanks around the text"),
    ],
)
def test_a_rule_takes_out_its_mess_and_says_so(raw: str, text: str, rule: str) -> None:
    cleaned = clean(raw)
    assert cleaned.text == text
    assert rule in {removal.rule for removal in cleaned.removals}


@pytest.mark.parametrize(
    "text",
    [
        "It costs $3.2 billion. It rose 2.5 percent.",
        "The G7. The F-16. Article 5. The year 2026.",
        "He quoted resolution No.5 of the assembly.",
        "By noon the vote was lost.",
        "“Comment is free,” she said. Comments were few.",
        "They share this view. Read more books, he said.",
    ],
)
def test_what_only_looks_like_mess_stays(text: str) -> None:
    assert clean(text).text == text


@given(st.text(alphabet=st.sampled_from('ab .\n\t\u00a0\u00ad"”1290[]:ReadmorCt—'), max_size=200))
def test_every_kept_run_is_the_raw_text_and_runs_never_go_back(raw: str) -> None:
    cleaned = clean(raw)
    end = raw_end = 0
    for start, raw_start, length in json.loads(cleaned.offset_map):
        assert start == end
        assert raw_start >= raw_end
        assert cleaned.text[start : start + length] == raw[raw_start : raw_start + length].translate(SWAPS)
        end, raw_end = start + length, raw_start + length
    assert end == len(cleaned.text)


def test_a_position_leads_back_to_the_raw_text() -> None:
    raw = "\n\nIt still controls.6 He warned."
    cleaned = clean(raw)
    assert raw[to_raw(cleaned.offset_map, cleaned.text.index("He")) :].startswith("He warned")
