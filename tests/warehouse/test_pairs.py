"""Holders beside one another: who agrees with whom, and who speaks for whom."""

from __future__ import annotations

from typing import Any

import duckdb
import pytest

from tests.warehouse.conftest import article, loaded, rows, stance

CLAIMS = "FROM mart.claims_about_others"


def test_agreement_is_the_share_of_shared_issues_with_one_side(connection: duckdb.DuckDBPyConnection) -> None:
    of = article("one", "Kenya speaks. Finland speaks. Kenya acts. Finland acts. Kenya rests.")
    loaded(
        connection,
        [of],
        [
            stance(of, "Kenya speaks.", "Kenya", "speaks"),
            stance(of, "Finland speaks.", "Finland", "speaks"),
            stance(of, "Kenya acts.", "Kenya", "acts", issue_id="tariffs"),
            stance(of, "Finland acts.", "Finland", "acts", issue_id="tariffs", polarity="oppose"),
            stance(of, "Kenya rests.", "Kenya", "rests", issue_id="referendum"),
        ],
    )
    (pair,) = rows(connection, "FROM mart.actor_agreement")
    assert (pair["holder_label"], pair["other_label"]) == ("Finland", "Kenya")
    assert (pair["shared_issues"], pair["agreement"], pair["conflict"]) == (2, 0.5, 0.5)
    # one agreement, over the mean of the two issues of Finland and the three of Kenya
    assert (pair["agreement_weight"], pair["conflict_weight"]) == (pytest.approx(1 / 2.5), pytest.approx(1 / 2.5))


def test_what_both_say_in_one_story_is_one_source_of_the_pair(connection: duckdb.DuckDBPyConnection) -> None:
    both = article("one", "Kenya and Finland want a truce.")
    alone = article("two", "Kenya wants a truce once more.")
    loaded(
        connection,
        [both, alone],
        [
            stance(both, both["text"], "Kenya", "a truce"),
            stance(both, both["text"], "Finland", "a truce"),
            stance(alone, alone["text"], "Kenya", "a truce"),
        ],
    )
    (pair,) = rows(connection, "FROM mart.actor_agreement")
    assert (pair["reports"], pair["independent_sources"], pair["distinct_utterances"]) == (3, 2, 2)


@pytest.mark.parametrize(
    ("own", "claimed", "words"),
    [
        ([], "support", "not_stated"),
        (["support"], "support", "confirmed"),
        (["support", "mixed"], "support", "confirmed"),
        (["oppose"], "support", "contradicted"),
        (["support", "oppose"], "support", "disputed"),
        (["mixed"], "oppose", "qualified"),
        (["mixed"], "mixed", "confirmed"),
        (["oppose"], "mixed", "qualified"),
    ],
)
def test_a_claim_about_another_is_held_against_the_others_own_words(
    connection: duckdb.DuckDBPyConnection, own: list[str], claimed: str, words: str
) -> None:
    said = [f"Kenya speaks, time {number}." for number in range(len(own))]
    of = article("one", " ".join(["Finland says Kenya wants a truce.", *said]))
    stances: list[dict[str, Any]] = [
        stance(
            of, "Finland says Kenya wants a truce.", "Kenya", "a truce", polarity=claimed, attribution_level=2,
            speaker="Finland", speaker_id="finland",
        ),
        *(stance(of, text, "Kenya", "speaks", polarity=side) for text, side in zip(said, own, strict=True)),
    ]  # fmt: skip
    loaded(connection, [of], stances)
    (claim,) = rows(connection, CLAIMS)
    assert (claim["speaker_key"], claim["speaker_label"], claim["holder_label"]) == ("finland", "Finland", "Kenya")
    assert (claim["claimed_side"], claim["own_words"]) == (claimed, words)
    assert claim["own_reports_same"] == claim["own_utterances_same"] == own.count(claimed)
    assert (claim["own_stance_id"] is None) == (not own)


def test_a_claim_shows_the_sentence_that_decides_it(connection: duckdb.DuckDBPyConnection) -> None:
    of = article("one", "Finland says Kenya wants a truce. Kenya doubts a truce. Kenya rejects a truce for good.")
    loaded(
        connection,
        [of],
        [
            stance(of, "Finland says Kenya wants a truce.", "Kenya", "a truce", attribution_level=2, speaker="Finland"),
            stance(of, "Kenya doubts a truce.", "Kenya", "a truce", polarity="mixed"),
            stance(of, "Kenya rejects a truce for good.", "Kenya", "a truce", polarity="oppose", intensity=3),
        ],
    )
    (claim,) = rows(connection, CLAIMS)
    assert (claim["own_words"], claim["own_evidence"]) == ("contradicted", "Kenya rejects a truce for good.")
    assert str(claim["own_stated_on"]) == "2026-03-01"


def test_a_claim_without_an_issue_can_be_compared_with_nothing(connection: duckdb.DuckDBPyConnection) -> None:
    of = article("one", "Finland says Kenya wants rain. Kenya wants rain.")
    loaded(
        connection,
        [of],
        [
            stance(of, "Finland says Kenya wants rain.", "Kenya", "rain", attribution_level=2, issue_id=None),
            stance(of, "Kenya wants rain.", "Kenya", "rain", issue_id=None, target_start=0, target_end=4),
        ],
    )
    (claim,) = rows(connection, CLAIMS)
    assert (claim["own_words"], claim["claimed_side"], claim["own_evidence"]) == ("not_stated", "support", None)


def test_the_five_hundred_holders_with_the_most_sources_are_compared(connection: duckdb.DuckDBPyConnection) -> None:
    names = [f"Holder {number:03} wants a truce." for number in range(501)]
    first, second = article("one", " ".join(names)), article("two", f"So it is: {names[500]}")
    stances = [stance(first, text, text[:10], "a truce") for text in names]
    loaded(connection, [first, second], [*stances, stance(second, names[500], names[500][:10], "a truce")])
    (counted,) = rows(
        connection,
        "SELECT count(*) AS pairs, count(*) FILTER (WHERE other_label = 'Holder 500') AS of_last, "
        "count(*) FILTER (WHERE other_label = 'Holder 499') AS of_next FROM mart.actor_agreement",
    )
    assert counted == {"pairs": 500 * 499 // 2, "of_last": 499, "of_next": 0}
