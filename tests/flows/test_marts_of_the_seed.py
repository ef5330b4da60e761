"""The marts of the real news article that the project began with: would an analyst sign each row?"""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import duckdb
import pytest

from flows import steps
from tests.flows.conftest import do_all

SEED = Path(__file__).parents[3] / "shared" / "seed"


@pytest.fixture
def published(make_run: Callable[..., steps.Run]) -> Path:
    if not SEED.is_dir():
        pytest.skip("the article of ../shared/seed is not here: the ledger is not measured on real news")
    (text,) = SEED.glob("*.txt")
    return do_all(make_run(text)).home.warehouse


def test_the_ledger_says_of_each_issue_where_it_stands(published: Path) -> None:
    with duckdb.connect(str(published), read_only=True) as connection:
        status = dict(connection.sql("SELECT issue_id, status FROM mart.issue_ledger").fetchall())
        against = connection.sql(
            "SELECT moved_by_evidence FROM mart.issue_ledger WHERE issue_id = 'ceasefire'"
        ).fetchone()
    assert status["security-guarantees"] == "agreed_in_principle"
    assert status["free-economic-zone"] == "proposed"
    assert status["ceasefire"] == "rejected"
    assert against is not None
    assert "referendum" in against[0]
    assert status["territorial-withdrawal"] == "contested"


def test_what_one_leader_says_of_another_is_a_claim_with_both_their_names(published: Path) -> None:
    with duckdb.connect(str(published), read_only=True) as connection:
        claims = connection.sql("SELECT stance_id, speaker_key, holder_key FROM mart.claims_about_others").fetchall()
        reported = connection.sql("SELECT stance_id FROM main.stances WHERE attribution_level = 2").fetchall()
    assert claims
    assert {stance_id for stance_id, _, _ in claims} == {stance_id for (stance_id,) in reported}
    assert [claim for claim in claims if claim[1] in (None, claim[2])] == []


def test_what_is_traded_for_what_leads_from_issue_to_issue(published: Path) -> None:
    with duckdb.connect(str(published), read_only=True) as connection:
        deals = connection.sql("SELECT issue_id, condition_issue_id FROM mart.deal_conditions").fetchall()
    assert deals == [("free-economic-zone", "territorial-withdrawal")]
