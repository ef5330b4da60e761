"""Cleaning: what it takes out, what it must leave, and the way back."""

from __future__ import annotations

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from transforms.clean import clean, to_raw
from transforms.clean_mending import SWAPS


@pytest.mark.parametrize(
    ("raw", "text", "rule"),
    [
        (
            'It is "getting closer."2 However, talks stall.',
            'It is "getting closer." However, talks stall.',
            "footnote digits",
        ),
        ("It still controls.6 He warned.", "It still controls. He warned.", "footnote digits"),
        ("It was “no.”² However, talks stall.", "It was “no.” However, talks stall.", "footnote marks"),
        ("Mr Kim joined NATO.6 He left.", "Mr Kim joined NATO. He left.", "footnote digits"),
        ("It passed.[3][12] It failed.", "It passed. It failed.", "footnote marks"),
        ("The vote was held.[3] It passed.", "The vote was held. It passed.", "footnote marks"),
        ("One.\n\nRead more: All about trams\n\nTwo.", "One.\n\nTwo.", "pointers to other articles"),
        ("One.\n\nALSO READ: All about trams\n\nTwo.", "One.\n\nTwo.", "pointers to other articles"),
        ("One.\nADVERTISEMENT\nTwo.", "One.\n\nTwo.", "advertisement"),
        ("One.\nShare this\n", "One.", "sharing buttons"),
        ("The end.\nComment", "The end.", "comment button"),
        ("The end.\n3 Comments\n", "The end.", "comment button"),
        ("By Jo Brandt\n\nThe vote was held.", "The vote was held.", "byline"),
        ("Vote held\nBy Jo Brandt and Al Roe, Political Editor\nIt passed.", "Vote held\n\nIt passed.", "byline"),
        ("By Joaquín Peñarrieta in Montevideo\n\nIt passed.", "It passed.", "byline"),
        ("One.\nALSO READ All about trams\nTwo.", "One.\n\nTwo.", "pointers to other articles"),
        ("One.\nListen: Two nights in the corridor\nTwo.", "One.\n\nTwo.", "pointers to other articles"),
        ("One.\n\n(Reporting by Jo Brandt; editing by Al Roe)", "One.", "credits"),
        ("The end.\nLeave a comment", "The end.", "comment button"),
        ("Itâ€™s â€œnoâ€\x9d in SÃ£o JosÃ©: Â£5", "It’s “no” in São José: £5", "broken encoding"),
        ("the daily LibA\u0303©ration", "the daily Libération", "broken encoding"),
        ("FranA\u0303\x83A\u0302§ois voted.", "François voted.", "broken encoding"),
        ("Talks &amp; votes: it&#8217;s &quot;on&quot;.", 'Talks & votes: it’s "on".', "broken encoding"),
        ("GENEVA, March 3 (Wire) — The talks failed.", "The talks failed.", "dateline"),
        ("WASHINGTON (Reuters) - The vote was held.", "The vote was held.", "dateline"),
        ("Talks fail\nBy Jo Brandt\nLONDON — “No,” she said.", "Talks fail\n\n“No,” she said.", "dateline"),
        ("Nairobi, 3 March 2026 (Wire) – Kenya waits.", "Kenya waits.", "dateline"),
        ("One.\nSign up for our daily newsletter\nTwo.", "One.\n\nTwo.", "newsletter box"),
        ("One.\nSubscribe to the Harbour Briefing newsletter\nTwo.", "One.\n\nTwo.", "newsletter box"),
        ("One.\nPhoto: The bridge at night / Wire\nTwo.", "One.\n\nTwo.", "picture credits"),
        ("One.\nFILE PHOTO: The bridge in 2019\nTwo.", "One.\n\nTwo.", "picture credits"),
        ("One.\n(Photo by Al Roe)\nTwo.", "One.\n\nTwo.", "picture credits"),
        ("One.\n© 2026 Harbour Press. All rights reserved.", "One.", "copyright notice"),
        ("This story has been updated to add a reply.\nOne.", "One.", "editor's notice"),
        ("One.\nWe use cookies to improve this page.\nTwo.", "One.\n\nTwo.", "consent notice"),
        ("One.\nDon’t miss: Ten trams to ride\nTwo.", "One.\n\nTwo.", "pointers to other articles"),
        ("The Brit\u00adish vote.", "The British vote.", "invisible characters"),
        ("\n\n\nThe vote.\n\n\n\nIt passed.  \n", "The vote.\n\nIt passed.", "blanks around the text"),
    ],
)
def test_a_rule_takes_out_its_mess_and_says_so(raw: str, text: str, rule: str) -> None:
    cleaned = clean(raw)
    assert cleaned.text == text
    assert rule in {removal.rule for removal in cleaned.removals}


@pytest.mark.parametrize(
    ("raw", "heading", "sentence"),
    [
        ("A Bridge and Its Limits Speaking at noon, he left.", "A Bridge and Its Limits", "Speaking at"),
        ("The Standoff Over the Fort Two obstacles remain.", "The Standoff Over the Fort", "Two obstacles"),
        ("The Gap Goes On: It was under him that aid fell.", "The Gap Goes On:", "It was"),
        (
            "The Harbour Standoff Despite two rounds of talks, the strike goes on.",
            "The Harbour Standoff",
            "Despite two",
        ),
        ("A Fight over Fees The European Union rejects the levy.", "A Fight over Fees", "The European Union"),
        (
            "The Long Summer: Trams and Tariffs Following the vote, he left.",
            "The Long Summer: Trams and Tariffs",
            "Following",
        ),
        (
            "Who Pays for the Bridge Nairobi said that it would not pay.\nThe bridge is old. Nobody pays.",
            "Who Pays for the Bridge",
            "Nairobi said",
        ),
    ],
)
def test_a_heading_glued_to_its_sentence_becomes_a_line_of_its_own(raw: str, heading: str, sentence: str) -> None:
    cleaned = clean(raw)
    first, second = cleaned.text.split("\n")[:2]
    assert first == heading
    assert second.startswith(sentence)
    (parted,) = (one for one in cleaned.removals if one.rule == "blank between heading and sentence")
    assert raw[parted.start : parted.end] == " "
    assert cleaned.text.replace("\n", " ") == raw.replace("\n", " ")


def test_a_heading_before_a_name_is_only_parted_in_an_article_that_has_headings() -> None:
    glued = "Money on the Table Washington has floated a zone."
    assert clean(f"It rained.\n{glued}").text == f"It rained.\n{glued}"
    cleaned = clean(f"It rained.\nThe Long Standoff Despite the talks, nobody gave way.\n{glued}")
    assert "Money on the Table\nWashington has floated a zone." in cleaned.text


def test_a_first_line_that_is_the_title_again_is_taken_out() -> None:
    assert clean("Talks  fail\n\nKenya waits.", "Talks fail").text == "Kenya waits."
    assert clean("Talks fail", "Talks fail").text == "Talks fail"
    assert clean("Talks failed\nKenya waits.", "Talks fail").text == "Talks failed\nKenya waits."


_BLOCKS = (
    "The Fall Of A Bridge",
    "Despite talks it said no.",
    "LISBON, 12 March — ",
    "WASHINGTON (Wire) - ",
    "By Jo Brandt",
    "Comment",
    "3 Comments",
    "Share this",
    "Read more: All about trams",
    "(Reporting by Jo Brandt)",
    "© 2026 Harbour Press",
    "&amp;#8217;",
    "â€™",
    "Facebook Twitter Pinterest ",
    "Story Continued Below ",
    "Updated 01/07/2026 ",
    "Nairobi said that2 it was over.6",
    "co\u00adop ",
    "\n",
    "\n\n",
    " ",
)


@given(st.lists(st.sampled_from(_BLOCKS), max_size=6))
def test_cleaning_twice_changes_nothing_more(blocks: list[str]) -> None:
    once = clean("".join(blocks)).text
    assert clean(once).text == once


@given(st.text(alphabet=st.sampled_from("The Fall Of a Bridge despite said Nairobi:.\n"), max_size=120))
def test_cleaning_letters_twice_changes_nothing_more(raw: str) -> None:
    once = clean(raw).text
    assert clean(once).text == once


@pytest.mark.parametrize(
    "text",
    [
        "President Donald Trump said no.",
        "Chinese Vice Premier He Lifeng said no.",
        "Vice Premier He said no.",
        "Saint Thomas More was no coward.",
        "World War Two veterans objected.",
        "The Law On the Books said no. The law is on the books.",
        "Popular Website Shows Bias When It Comes To Checking Trams",
        "Jo Brandt On Why He Supports The National Harbour Declaration HBR's Al Roe talks trams.",
        "One Tweet Sums Up The Absurd Double Standard",
        "Secretary of State Jo Brandt: The deal is off.",
        "Jo Brandt: She would like to do it.",
        "Save the Children Kenya said that children need aid.\nOne can save them.",
        "The European Union and the United States signed. The union is old.",
        "In the New Territories West constituency nobody ran.",
        "Former Secretary of State Hillary Clinton used a phone. Every state has a secretary.",
        "Australia and New Zealand said they would wait. A new one.",
        "According to The New York Times, he left. It was the best of times.",
        "Reporters from The Harbour Times were there.",
        "On Saturday, the Iraqi parliament voted.",
        "NATO — an alliance of 32 — waits.",
        "Photo shoots are banned. Copyright 1998 was a bad year.",
        "Sign up for what? A newsletter is no news.",
        "AT&T and R&D; a < b; &nothing; 100 &",
        "It costs $3.2 billion. It rose 2.5 percent.",
        "The G7. The F-16. Article 5. The year 2026.",
        "He quoted resolution No.5 of the assembly.",
        "By noon the vote was lost.",
        "By the time talks ended in Geneva\nnobody was left.",
        "Mr Roe left No.10 Downing Street.\nHe walked to No.10",
        "Under Art.5 Members must help. See Res.22 Above.",
        "It rose to [18] points. In 1998. He left at 10.30 A bus came.",
        "Listen: I will not resign.",
        "Related: the vote was held.",
        "A DECISÃO DA MANHÃ” foi lida.",
        "می\u200cخواهم",
        "“Comment is free,” she said. Comments were few.",
        "They share this view. Read more books, he said.",
    ],
)
def test_what_only_looks_like_mess_stays(text: str) -> None:
    assert clean(text).text == text


def test_lines_end_where_any_machine_ends_them() -> None:
    assert clean("one\r\ntwo\rthree\x0cfour\u2028five").text == "one\ntwo\nthree\nfour\nfive"


@pytest.mark.parametrize(
    "run",
    [
        " ",
        "\n",
        "\n ",
        "By Al ",
        "a-",
        "1",
        "a.",
        '"',
        "â€",
        "[1]",
        "&amp",
        "Ab ",
        "The Fight ",
        "LONDON ",
        "©",
        "(",
        "GENEVA, ",
        "&amp;amp;",
        "said2 ",
        "[edit]",
        "a¹",
        "Facebook\n",
        "Comment\n",
        "LONDON: ",
        "LONDON: It in London\n",
        "LONDON — It in\n",
        "By Al Roe\n",
        "GENEVA — A",
        "GENEVA — ",
        "Facebook Twitter Pinterest ",
        "Story Continued Below ",
        "Story highlights ",
        "A Roe/",
        "Image caption ",
        "Copyright 2026 ",
        "Updated 1/2/2026 ",
        "( Also on A: ",
        "Follow Al ",
        "► ",
        "The Levy and the Fight India had ",
        "Al contributed reporting",
    ],
)
def test_a_hostile_run_does_not_stall_cleaning(run: str) -> None:
    """Were the time of any pattern to grow with the square of the run, this would take minutes."""
    raw = f"x\n{run * 30_000}x"
    cleaned = clean(raw)
    assert cleaned.text[0] == raw[0]
    assert to_raw(cleaned.offset_map, len(cleaned.text) - 1) == len(raw) - 1


@given(st.text(alphabet=st.sampled_from("ab â€™œÃ©£Â\u00a0\r\n\x93\x9d.2N"), max_size=60))
def test_a_mended_character_leads_back_to_where_it_was_broken(raw: str) -> None:
    cleaned = clean(raw)
    for position, char in enumerate(cleaned.text):
        was = raw[to_raw(cleaned.offset_map, position)]
        assert char in (was, was.translate(SWAPS)) or was in "âÃÂ\r"


@given(st.text(alphabet=st.sampled_from('ab .\n\t\u00a0\u00ad"”1290[]:ReadmorCt—'), max_size=200))
def test_every_kept_run_is_the_raw_text_and_runs_never_go_back(raw: str) -> None:
    cleaned = clean(raw)
    end = raw_end = 0
    for start, raw_start, length in json.loads(cleaned.offset_map):
        assert start == end
        assert raw_start >= raw_end
        swapped = raw[raw_start : raw_start + length].translate(SWAPS)
        assert cleaned.text[start : start + length].replace("\n", " ") == swapped.replace("\n", " ")
        end, raw_end = start + length, raw_start + length
    assert end == len(cleaned.text)


def test_a_position_leads_back_to_the_raw_text() -> None:
    raw = "\n\nIt still controls.6 He warned."
    cleaned = clean(raw)
    assert raw[to_raw(cleaned.offset_map, cleaned.text.index("He")) :].startswith("He warned")
