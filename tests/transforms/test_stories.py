"""Stories: copies are found, other texts are kept apart, and the newest version of a page counts."""

from __future__ import annotations

import hashlib
import json
import random
import subprocess
import sys
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from schemas.tables.articles import ArticleStories
from transforms.stories import SEQUENCE, group_stories, sign

NEARDUP = Path(__file__).parents[3] / "shared" / "neardup"
DAY = datetime(2026, 3, 1, tzinfo=UTC)
LEXICON = [f"{stem}{ending}" for stem in ("port", "ferry", "tax", "court", "rain") for ending in range(400)]


def text(seed: int, words: int = 300) -> str:
    """A text of its own for each seed: two of them share hardly a sequence of five words."""
    return " ".join(random.Random(seed).choices(LEXICON, k=words))


def edited(of: str, every: int) -> str:
    """The text with each so many-th word changed."""
    return " ".join("edited" if place % every == every - 1 else word for place, word in enumerate(of.split()))


def article(name: str, words: str, day: int | None = 0, **over: Any) -> dict[str, Any]:
    published = None if day is None else DAY + timedelta(days=day)
    row = {"article_id": name, "page_id": name, "published_at": published, "retrieved_at": DAY, "ingested_at": DAY}
    return row | {"text": words} | over


def grouped(*articles: dict[str, Any]) -> dict[str, dict[str, Any]]:
    frame = pl.DataFrame(list(articles), schema_overrides={"published_at": pl.Datetime("us", "UTC")})
    found = group_stories(frame.join(sign(frame), on="article_id"))
    ArticleStories.validate(found)
    return {row["article_id"]: row for row in found.iter_rows(named=True)}


def story_of(*articles: dict[str, Any]) -> dict[str, str]:
    return {name: row["story_id"] for name, row in grouped(*articles).items()}


def test_a_signature_is_the_same_in_every_process() -> None:
    ours = sign(pl.DataFrame({"article_id": ["a"], "text": ["The ferry sails again, the port said on Friday."]}))
    program = (
        "import polars, sys; from transforms.stories import sign\n"
        "frame = polars.DataFrame({'article_id': ['a'], 'text': [sys.argv[1]]})\n"
        "print(sign(frame)['signature'][0].hex())"
    )
    again = "THE FERRY SAILS AGAIN: the port said, on Friday"
    other = subprocess.run([sys.executable, "-c", program, again], capture_output=True, text=True, check=True)
    assert other.stdout.strip() == ours["signature"][0].hex()
    assert hashlib.sha256(ours["signature"][0]).hexdigest()[:16] == "e23aee02b7d96963"


def test_a_text_without_a_word_has_no_signature_and_is_a_story_of_its_own() -> None:
    assert sign(pl.DataFrame({"article_id": ["a"], "text": ["..."]})).row(0) == ("a", None, None)
    assert story_of(article("a", "..."), article("b", "—"), article("c", text(1))) == {"a": "a", "b": "b", "c": "c"}


def test_of_no_articles_there_are_no_stories() -> None:
    assert group_stories(pl.DataFrame()).equals(ArticleStories.no_rows())


@pytest.mark.parametrize(
    ("copy", "is_one"),
    [
        (text(1), True),
        (text(1).upper().replace(" ", ", "), True),
        ("LONDON (Wire) " + text(1) + " " + text(2, 40), True),
        (edited(text(1), 20), True),
        (edited(text(1), 6), False),
        (" ".join(text(1).split()[:120]), True),
        (" ".join(text(1).split()[:40]), False),
        (text(1) + " " + text(2, 300), True),
        (text(1) + " " + text(2, 1500), False),
        (" ".join(text(1).split()[:100]) + " " + text(2, 200), False),
        (text(2), False),
    ],
    ids=[
        "the same", "other case and punctuation", "dateline and footer", "one word in 20", "one word in 6",
        "cut to 40 %", "cut to a few lines", "paragraphs added", "a round-up that holds it", "a long quotation shared",
        "another text",
    ],
)  # fmt: skip
def test_a_copy_is_joined_and_a_report_of_its_own_is_not(copy: str, is_one: bool) -> None:
    found = story_of(article("a", text(1)), article("b", copy, 1))
    assert found == {"a": "a", "b": "a" if is_one else "b"}


@pytest.mark.parametrize(
    ("first", "second", "is_one"),
    [
        ("The ferry sails again.", "The ferry sails again on Friday.", False),
        ("Watch the video below", "WATCH the video below!", True),
        (text(1, 40), edited(text(1, 40), 39), False),
        ("Ferry", "Port", False),
    ],
)
def test_a_short_text_is_joined_only_with_the_same_words(first: str, second: str, is_one: bool) -> None:
    assert (story_of(article("a", first), article("b", second))["b"] == "a") == is_one


def test_a_chain_of_copies_does_not_join_its_ends() -> None:
    words = text(1, 1000).split()
    links = [article(f"link{step}", " ".join(words[100 * step : 100 * step + 400]), step) for step in range(6)]
    found = grouped(*links)
    assert found["link0"]["story_id"] != found["link5"]["story_id"]
    assert all(row["is_lead"] or row["likeness"] >= 0.3 for row in found.values())


def test_the_lead_is_the_earliest_published_and_an_undated_article_the_last() -> None:
    words = text(1)
    found = grouped(article("a", words, None), article("b", words, 2), article("c", words, 1), article("d", text(2), 0))
    assert {name: row["story_id"] for name, row in found.items()} == {"a": "c", "b": "c", "c": "c", "d": "d"}
    assert [name for name, row in found.items() if row["is_lead"]] == ["c", "d"]
    assert [row["story_articles"] for row in found.values()] == [3, 3, 3, 1]
    assert found["a"]["likeness"] == 1


def test_only_the_newest_version_of_a_page_leads_and_is_counted() -> None:
    old, new = text(1), text(2)
    found = grouped(
        article("a", old, 0, page_id="page"),
        article("b", new, 0, page_id="page", retrieved_at=DAY + timedelta(hours=1)),
        article("copy-of-new", new, 1),
        article("copy-of-old", old, 1),
    )
    assert {name: row["story_id"] for name, row in found.items()} == {
        "a": "b", "b": "b", "copy-of-new": "b", "copy-of-old": "copy-of-old",
    }  # fmt: skip
    assert [(found[name]["version"], found[name]["versions"], found[name]["is_newest"]) for name in ("a", "b")] == [
        (1, 2, False), (2, 2, True),
    ]  # fmt: skip
    assert found["a"]["story_articles"] == found["b"]["story_articles"] == 2
    assert not found["a"]["is_lead"]
    assert found["a"]["likeness"] < 0.1


def test_versions_retrieved_at_one_instant_are_ordered_by_storing_then_by_key() -> None:
    later = DAY + timedelta(hours=1)
    found = grouped(
        article("a", text(1), page_id="page", ingested_at=later),
        article("c", text(2), page_id="page"),
        article("b", text(3), page_id="page"),
    )
    assert {name: row["version"] for name, row in found.items()} == {"b": 1, "c": 2, "a": 3}


ARTICLES = [
    article(f"{seed}-{number}", words, number % 3 if number else None, page_id=f"page{seed}-{number % 4}")
    for seed in range(3)
    for number, words in enumerate(
        [text(seed), edited(text(seed), 25), text(seed) + " " + text(9, 30), text(seed)[:900], text(seed + 20), "Live"]
    )
]


@settings(max_examples=25, deadline=None)
@given(st.permutations(ARTICLES))
def test_the_order_of_rows_does_not_matter(shuffled: list[dict[str, Any]]) -> None:
    assert grouped(*shuffled) == grouped(*ARTICLES)


def test_every_lead_is_its_own_lead_and_each_story_has_one() -> None:
    found = grouped(*ARTICLES)
    for row in found.values():
        assert found[row["story_id"]]["story_id"] == row["story_id"]
        assert found[row["story_id"]]["is_lead"]
        assert row["is_lead"] == (row["story_id"] == row["article_id"])
    assert len({row["story_id"] for row in found.values()}) < len(ARTICLES)


def test_a_sequence_is_of_five_words_as_the_documented_thresholds_assume() -> None:
    assert sign(pl.DataFrame({"article_id": ["a"], "text": [text(1, 300)]}))["sequences"].to_list() == [301 - SEQUENCE]


def read(name: str) -> list[dict[str, Any]]:
    return [json.loads(line) for line in (NEARDUP / name).read_text(encoding="utf-8").splitlines()]


@pytest.mark.skipif(not NEARDUP.is_dir(), reason=f"{NEARDUP} is not there: real near-duplicates are not measured")
def test_of_real_pairs_copies_are_joined_and_reports_of_one_event_kept_apart() -> None:
    story = story_of(*(article(row["doc_id"], row["text"]) for row in read("articles.jsonl")))
    pairs = read("pairs.jsonl")
    joined = {(pair["a"], pair["b"]): story[pair["a"]] == story[pair["b"]] for pair in pairs}
    copies = [joined[pair["a"], pair["b"]] for pair in pairs if pair["same_story_text"]]
    assert sum(copies) / len(copies) >= 0.95
    assert [pair for pair in pairs if joined[pair["a"], pair["b"]] and not pair["same_story_text"]] == []
