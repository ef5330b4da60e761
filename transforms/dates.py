"""Read the dates that articles carry, without guessing.

    "2026-03-01T08:00:00+02:00" | "Sun, 01 Mar 2026 08:00:00 GMT" | "1 March 2026"  ->  an instant of UTC

A date that two readers could read as two days, such as 03/04/2026, is refused, not guessed.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from email.utils import parsedate_to_datetime

_NAMES = ("january", "february", "march", "april", "may", "june", "july", "august", "september")
_MONTHS = {name: number for number, name in enumerate((*_NAMES, "october", "november", "december"), 1)}
_MONTHS |= {name[:3]: number for name, number in _MONTHS.items()} | {"sept": 9}
_DAY_FIRST = re.compile(r"(?P<day>\d{1,2})(?:st|nd|rd|th)? (?P<month>[A-Za-z]+)\.?,? (?P<year>\d{4})")
_MONTH_FIRST = re.compile(r"(?P<month>[A-Za-z]+)\.? (?P<day>\d{1,2})(?:st|nd|rd|th)?,? (?P<year>\d{4})")


@dataclass(frozen=True)
class DateLimits:
    """Which days of publication are believed: from the first of January of `earliest_year` to a day after `latest`.

    A day after, since a page may be dated where the day has begun already.
    """

    latest: datetime
    earliest_year: int = 1990


def is_plausible(instant: datetime, limits: DateLimits) -> bool:
    """Whether an article may have been published then.

    >>> is_plausible(datetime(2030, 1, 1, tzinfo=UTC), DateLimits(datetime(2026, 3, 1, tzinfo=UTC)))
    False
    """
    return instant.year >= limits.earliest_year and instant <= limits.latest + timedelta(days=1)


def read_date(written: str | None) -> datetime | None:
    """The instant of a date or date-time, UTC where it names no zone; null for none.

    Reads ISO 8601, the form of mail and feeds (RFC 2822), and English dates with the month in letters.

    >>> read_date("1 March 2026")
    datetime.datetime(2026, 3, 1, 0, 0, tzinfo=datetime.timezone.utc)

    Raises `ValueError` where it is none of them.
    """
    if written is None or not written.strip():
        return None
    moment = _read(" ".join(written.split()))
    try:
        return moment.astimezone(UTC) if moment.tzinfo else moment.replace(tzinfo=UTC)
    except OverflowError as error:
        raise ValueError(f"{written} lies outside of the calendar") from error


def _read(written: str) -> datetime:
    for pattern in (_DAY_FIRST, _MONTH_FIRST):
        match = pattern.fullmatch(written)
        if match and (month := _MONTHS.get(match["month"].lower())):
            return datetime(int(match["year"]), month, int(match["day"]), tzinfo=UTC)
    try:
        return datetime.fromisoformat(written)
    except ValueError:
        if not re.match(r"(?:[A-Za-z]{3}, )?\d{1,2} [A-Za-z]{3} \d{4} ", written):
            raise
        return parsedate_to_datetime(written)
