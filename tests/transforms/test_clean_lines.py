"""Lines and spans of a page that are no part of the article: each in the shape that real pages have it."""

from __future__ import annotations

import pytest

from transforms.clean import clean


def rules(raw: str) -> set[str]:
    return {removal.rule for removal in clean(raw).removals}


@pytest.mark.parametrize(
    ("raw", "text", "rule"),
    [
        ("Story Continued Below Jo Brandt, he said, had lost.", "Jo Brandt, he said, had lost.", "advertisement"),
        ("One.\nAdvertisement Continue reading the main story\nTwo.", "One.\n\nTwo.", "advertisement"),
        ("One.\nCLICK HERE FOR THE HARBOUR APP\nTwo.", "One.\n\nTwo.", "advertisement"),
        ("One.\nBridge sold for a song Read more\nTwo.", "One.\n\nTwo.", "pointers to other articles"),
        ("One.\n► Takeaways: What the vote means\nTwo.", "One.\n\nTwo.", "pointers to other articles"),
        ("One.\nMore: Ferry owner sued again\nTwo.", "One.\n\nTwo.", "pointers to other articles"),
        ("One.( Also on HARBOUR: Inside the vote) Two.", "One. Two.", "pointers to other articles"),
        ("One.\nJUST WATCHED Tram Replay More Videos ...\nTwo.", "One.\n\nTwo.", "pointers to other articles"),
        ("One.\n[Video: The mayor's speech (9/17)]\nTwo.", "One.\n\nTwo.", "pointers to other articles"),
        ("Facebook Twitter Pinterest The US envoy left.", "The US envoy left.", "sharing buttons"),
        ("One.\nFacebook\nTwitter\nEmail\nTwo.", "One.\n\nTwo.", "sharing buttons"),
        ("One.\nGet the day’s news in your inbox, every morning\nTwo.", "One.\n\nTwo.", "newsletter box"),
        ("One.\nAlready a subscriber? Log in\nTwo.", "One.\n\nTwo.", "newsletter box"),
        ("One.\nBy signing up, you agree to our terms and privacy policy.\nTwo.", "One.\n\nTwo.", "consent notice"),
        ("Media playback is unsupported on your device\nOne.", "One.", "player notice"),
        ("One.\nThis is a developing story. Please check back.\n", "One.", "editor's notice"),
        ("Last Updated Nov 13, 2026 12:35 PM EST The mayor said no.", "The mayor said no.", "date of the page"),
        ("Updated 01/07/2026 02:45 PM EST The mayor said no.", "The mayor said no.", "date of the page"),
        ("Talks fail\nPublished: 3 March 2026\nIt passed.", "Talks fail\n\nIt passed.", "date of the page"),
        ("Talks fail\n4 min read\nIt passed.", "Talks fail\n\nIt passed.", "date of the page"),
        ("Friday, March 6, 2026\n\nIt passed.", "It passed.", "date of the page"),
        ("It passed.\n\n6 March 2026", "It passed.", "date of the page"),
        ("Story highlights The mayor is out.", "The mayor is out.", "labels of boxes"),
        ("One.\nKey points\nTwo.", "One.\n\nTwo.", "labels of boxes"),
        ("One.\nRelated stories\nTwo.", "One.\n\nTwo.", "labels of boxes"),
        ("One.\nTags: trams, tariffs, mayor\n", "One.", "labels of boxes"),
        ("PRESS RELEASE – FOR IMMEDIATE RELEASE\n\nIt passed.", "It passed.", "labels of boxes"),
        ("One.\n___\nTwo.", "One.\n\nTwo.", "lines between parts"),
        ("One.\n\nJo Brandt and Al Roe contributed reporting.", "One.", "credits"),
        ("One.\n\nThe Harbour Press contributed to this report.", "One.", "credits"),
        ("One.\n\nJo Ann Brandt reported from Kyiv, and Al Roe from Geneva.", "One.", "credits"),
        (
            "One.\nAl Roe writes on trams for the Press. Follow him on Twitter: @alroe. Reach him at al@roe.example.",
            "One.",
            "author's note",
        ),
        ("One.\nJo Brandt/Getty Images\nTwo.", "One.\n\nTwo.", "picture credits"),
        ("One.\nAl Roe / AFP - Getty Images\nTwo.", "One.\n\nTwo.", "picture credits"),
        ("One.\nREUTERS/Jo Brandt\nTwo.", "One.\n\nTwo.", "picture credits"),
        ("The pair left. (AP Photo/Jo Brandt) They won.", "The pair left. They won.", "picture credits"),
        (
            "One.\nImage copyright AFP Image caption The vote is a blow for the mayor\nTwo.",
            "One.\n\nTwo.",
            "picture captions",
        ),
        ("One.\nCopyright Harbour Wire. Published by arrangement.", "One.", "copyright notice"),
        (
            "The talks ended. HWN/648 © 2026 Harbour Wire News. All rights reserved",
            "The talks ended.",
            "copyright notice",
        ),
        ("Talks fail\n/ Updated By Jo Brandt\nIt passed.", "Talks fail\n\nIt passed.", "byline"),
        ("By Reuters\nIt passed.", "It passed.", "byline"),
        ("GENEVA ― The talks failed.", "The talks failed.", "dateline"),
        ("(Reuters) - The talks failed.", "The talks failed.", "dateline"),
        ("Ashford, Kent (CNN) The talks failed.", "The talks failed.", "dateline"),
        ("LYON, March 3 /Harbour Wire/ -- The firm grew.", "The firm grew.", "dateline"),
        ("ISLAMABAD: It fell. Nobody in Islamabad wept.", "It fell. Nobody in Islamabad wept.", "dateline"),
        ("The vote¹² was held.", "The vote was held.", "footnote marks"),
        ("It passed[note 2] again[citation needed].", "It passed again.", "wiki marks"),
    ],
)  # fmt: skip
def test_a_line_of_the_page_is_taken_out_and_named(raw: str, text: str, rule: str) -> None:
    assert clean(raw).text == text
    assert rule in rules(raw)


@pytest.mark.parametrize(
    "text",
    [
        "Story continued below deck, he joked.",
        "Continue reading, the teacher told them.",
        "More: he would not say.",
        "READ MORE: Mayor sued Even as he signed the bill, Mr Roe condemned it.",
        "She told them to read more",
        "Facebook and Twitter objected to the bill.",
        "Facebook\nThe company objects to the bill.",
        "Subscribe to that view? He would not.",
        "By signing the treaty, the two sides agree to talk.",
        "Updated 3 March 2026 rules took force.",
        "Updated rules took force on 3 March 2026, the ministry said.",
        "Published on Monday, the report condemned the levy.",
        "Key points of the plan were rejected by Bolivia.",
        "The Harbour Press contributed to this report on trams, which the mayor rejects.",
        "The quake struck.\nJo Brandt reported from Kyiv that the talks had failed.",
        "Follow him on Twitter and you will see why she objects.",
        "Getty Images sued the start-up.",
        "AP and AFP said no.",
        "It rained.\nIt froze.\nIt thawed.\nIt dried.\nMarch 6, 2026\nThe vote was lost.",
        "March 6, 2026 was cold.",
        "Roe/Brandt won the doubles.",
        "The firm said: © 2026 is no year.",
        "Jo Brandt: ISLAMABAD is lost.",
        "TRUMP: The deal is off. Mr Trump then left.",
        "QUESTION: The levy, Prime Minister?\nPRIME MINISTER: The levy goes.",
        "CONGRESSIONAL RECORD — SENATE S65",
        "The lot measures 40 metres² or 9 km².",
        "He took his seat.\nBy Jove, The Mayor Said, it is late.",
        "[sic] The vote [they] held was lost [in March].",
    ],
)
def test_a_sentence_that_looks_like_page_furniture_stays(text: str) -> None:
    assert clean(text).text == text


def test_a_footnote_digit_within_a_sentence_needs_the_word_elsewhere_and_other_footnotes() -> None:
    raw = "He said2 that talks failed. She left Geneva.6 Nobody said why. The type2 engine, of that type, ran."
    assert clean(raw).text == (
        "He said that talks failed. She left Geneva. Nobody said why. The type2 engine, of that type, ran."
    )
    alone = "He said2 that talks failed. Nobody said why."
    assert clean(alone).text == alone


def test_a_byline_behind_a_dateline_goes_too() -> None:
    cleaned = clean("LISBON, 12 March — By Jo Brandt\n\nThe court annulled the order.")
    assert cleaned.text == "The court annulled the order."
    assert {"dateline", "byline"} <= {removal.rule for removal in cleaned.removals}


def test_an_entity_that_was_escaped_twice_is_mended() -> None:
    assert clean("Talks &amp;amp; votes: it&amp;#8217;s on.").text == "Talks & votes: it’s on."


def test_buttons_above_a_copyright_notice_go_with_it() -> None:
    assert clean("The end.\nShare this\n3 Comments\n© 2026 Harbour Press.").text == "The end."


def test_buttons_alone_are_no_article_and_stay() -> None:
    assert clean("Comment").text == "Comment"
