"""Dates as pages and feeds write them: read to one instant, or refused."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from transforms.dates import DateLimits, is_plausible, read_date

DAY = datetime(2026, 3, 1, tzinfo=UTC)


@pytest.mark.parametrize(
    "written",
    [
        "2026-03-01", "20260301", "2026/03/01", "2026.3.1", "1 March 2026", "1st March, 2026", "1 Mar. 2026",
        "1st of March 2026",
        "March 1, 2026", "Mar 1 2026", "Sunday, 1 March 2026", "Sun, March 1st, 2026", " 1  March\n2026 ",
    ],
)  # fmt: skip
def test_a_day_is_midnight_of_utc(written: str) -> None:
    assert read_date(written) == DAY


@pytest.mark.parametrize(
    ("written", "hours"),
    [
        ("2026-03-01T08:00:00+02:00", 6), ("2026-03-01T08:00:00Z", 8), ("2026-03-01T08:00:00.000+0000", 8),
        ("2026-03-01 08:00:00", 8), ("2026-03-01 08:00:00 UTC", 8), ("2026-03-01 8:00 AM EST", 13),
        ("2026/03/01 08:00", 8),
        ("Sun, 01 Mar 2026 08:00:00 GMT", 8), ("Sun, 01 Mar 2026 08:00:00 -0500", 13),
        ("Sun, 01 Mar 2026 08:00 EST", 13),
        ("Sunday, 01 Mar 2026 08:00:00 PST", 16), ("March 1, 2026 at 8:00 p.m. ET", 25), ("1 March 2026, 08:00", 8),
        ("1 March 2026 - 08:00 CET", 7), ("March 1, 2026 12:00 AM", 0), ("March 1, 2026 12:00 pm", 12),
        ("1 March 2026 08.00 BST", 7),
    ],
)  # fmt: skip
def test_a_time_of_day_is_read_in_its_zone(written: str, hours: int) -> None:
    assert read_date(written) == DAY + timedelta(hours=hours)


@pytest.mark.parametrize(
    "written", ["March 1, 2026 10:28 IST", "1 March 2026 10:28 (PKT)", "Sun, 01 Mar 2026 10:28 NZDT"]
)
def test_a_time_in_a_zone_that_is_not_known_leaves_the_day(written: str) -> None:
    assert read_date(written) == DAY


@pytest.mark.parametrize(
    "written",
    [
        "03/04/2026", "3.4.2026", "next Tuesday", "2026", "2026-03", "2026-02-30", "31 April 2026",
        "1 March 2026 25:00",
        "March 1, 2026 13:05 PM", "1 Foo 2026", "March 2026", "9999-12-31T23:59:59-14:00", "1 March 0000",
        "12345678901",
    ],
)  # fmt: skip
def test_what_is_no_date_or_reads_two_ways_is_refused(written: str) -> None:
    with pytest.raises(ValueError):
        read_date(written)


@pytest.mark.parametrize("written", [None, "", " \n"])
def test_nothing_written_is_no_date(written: str | None) -> None:
    assert read_date(written) is None


@given(st.datetimes(timezones=st.just(UTC)))
def test_every_instant_is_read_back_from_iso_8601(instant: datetime) -> None:
    assert read_date(instant.isoformat()) == instant


DATE_LIKE = r"[0-9]{1,4}[-/. ][A-Za-z0-9]{1,9}[-/. ,]{1,2}[0-9]{1,4}( [0-9:.]{1,8})?( [A-Z]{1,4})?"


@given(st.text(max_size=40) | st.from_regex(DATE_LIKE))
def test_any_words_are_an_instant_of_utc_or_a_value_error(written: str) -> None:
    try:
        instant = read_date(written)
    except ValueError:
        return
    assert instant is None or instant.utcoffset() == timedelta(0)


def test_a_day_of_grace_is_given_to_where_the_day_has_begun() -> None:
    limits = DateLimits(DAY, earliest_year=1990)
    assert is_plausible(DAY + timedelta(hours=14), limits)
    assert not is_plausible(DAY + timedelta(hours=25), limits)
    assert is_plausible(datetime(1990, 1, 1, tzinfo=UTC), limits)
    assert not is_plausible(datetime(1989, 12, 31, tzinfo=UTC), limits)
