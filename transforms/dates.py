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
_WEEKDAY = r"(?:(?:Mon|Tues?|Wed(?:nes)?|Thu(?:rs)?|Fri|Sat(?:ur)?|Sun)(?:day)?\.?,? )?"
_TIME = (
    r"(?:(?:,| at| -| \|)? ?(?P<hour>\d{1,2})[:.](?P<minute>\d\d)(?::(?P<second>\d\d))?"
    r" ?(?P<half>[AaPp]\.?[Mm]\b\.?)? ?(?P<zone>\(?[A-Z]{1,5}\)?)?)?"
)
_FORMS = tuple(
    re.compile(_WEEKDAY + form + _TIME)
    for form in (
        r"(?P<day>\d{1,2})(?:st|nd|rd|th)? (?:of )?(?P<month>[A-Za-z]+)\.?,? (?P<year>\d{4})",
        r"(?P<month>[A-Za-z]+)\.? (?P<day>\d{1,2})(?:st|nd|rd|th)?,? (?P<year>\d{4})",
        r"(?P<year>\d{4})[-/.](?P<month>\d{1,2})[-/.](?P<day>\d{1,2})",
    )
)
_ZONES = {  # hours before UTC, as RFC 5322 has them, and those of Europe; another's time of day is not known
    **{"UTC": 0, "GMT": 0, "UT": 0, "Z": 0, "WET": 0, "EST": -5, "EDT": -4, "ET": -5, "CST": -6, "CDT": -5, "MST": -7},
    **{"MDT": -6, "PST": -8, "PDT": -7, "BST": 1, "WEST": 1, "CET": 1, "CEST": 2, "EET": 2, "EEST": 3, "MSK": 3},
}


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

    Reads ISO 8601, the form of mail and feeds (RFC 2822), and English dates with the month in letters, with a time of
    day and a zone behind it. A time in a zone of another name than the usual ones of America and Europe is left out:
    the day is known, the instant is not.

    >>> read_date("1 March 2026")
    datetime.datetime(2026, 3, 1, 0, 0, tzinfo=datetime.timezone.utc)
    >>> read_date("Sunday, March 1, 2026 at 8:05 PM EST")
    datetime.datetime(2026, 3, 2, 1, 5, tzinfo=datetime.timezone.utc)

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
    for form in _FORMS:
        if (match := form.fullmatch(written)) and (month := _month(match["month"])):
            return _moment(match, datetime(int(match["year"]), month, int(match["day"]), tzinfo=UTC))
    try:
        return datetime.fromisoformat(written)
    except ValueError:
        if not re.match(r"(?:[A-Za-z]{3,9}, )?\d{1,2} [A-Za-z]{3} \d{4} ", written):
            raise
        return parsedate_to_datetime(written)


def _month(written: str) -> int | None:
    return int(written) if written.isdigit() else _MONTHS.get(written.lower())


def _moment(match: re.Match[str], day: datetime) -> datetime:
    """The instant of that day at the time of the match, in its zone; the day alone where it gives none we know."""
    zone = (match["zone"] or "UTC").strip("()")
    if match["hour"] is None or zone not in _ZONES:
        return day
    hour, half = int(match["hour"]), (match["half"] or "")[:1].lower()
    if half and not 1 <= hour <= 12:
        raise ValueError(f"{match['half']} at {hour} o'clock")
    hour = hour % 12 + (12 if half == "p" else 0) if half else hour
    local = day.replace(hour=hour, minute=int(match["minute"]), second=int(match["second"] or 0))
    return local - timedelta(hours=_ZONES[zone])
