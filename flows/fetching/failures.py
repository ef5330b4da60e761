"""How a URL fails: which check it breaks, and a sentence with value, rule, remedy and place.

FetchFailed
└── PassingFailure    worth another try within the same fetch; says how long to wait first
"""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from flows.fetching.model import FetchFailed
from flows.fetching.urls import shown

GONE = frozenset({401, 403, 404, 410, 451})  # asking again will not help
LONGEST_PLACE = 2048
_REMEDIES = {
    401: "put the credentials into the URL, or remove it",
    403: "ask the site for leave, or remove the URL",
    404: "correct or remove the URL",
    410: "remove the URL",
    429: "raise STANCEHOUSE_FETCH_DELAY_S",
    451: "remove the URL",
}


class PassingFailure(FetchFailed):
    """A failure that another try may mend. `retry_after_s` is how long the server asks to wait, null if it does not."""

    def __init__(
        self, url: str, check_name: str, value: str | None, message: str, *, retry_after_s: float | None = None
    ) -> None:
        super().__init__(url, check_name, value, message, is_permanent=False)
        self.retry_after_s = retry_after_s


def _place(url: str) -> str:
    return shown(url)[:LONGEST_PLACE]  # cut off after it is shown: a cut URL may hide where its password ends


def lasting(url: str, check_name: str, value: str | None, reason: str) -> FetchFailed:
    """A failure that stays until something is changed. `url` may carry a password; the failure does not."""
    place = _place(url)
    return FetchFailed(place, check_name, value, f"{place}: {reason}", is_permanent=True)


def temporary(url: str, check_name: str, value: str | None, reason: str) -> FetchFailed:
    """A failure that a later run may not meet, but another try at once would."""
    place = _place(url)
    return FetchFailed(place, check_name, value, f"{place}: {reason}", is_permanent=False)


def passing(url: str, check_name: str, value: str | None, reason: str) -> PassingFailure:
    """A failure that another try may mend."""
    place = _place(url)
    return PassingFailure(place, check_name, value, f"{place}: {reason}")


def of_status(url: str, status: int, retry_after_s: float | None, wait_max_s: float) -> FetchFailed:
    """The failure of an answer whose status is not that of a page."""
    place, value = _place(url), str(status)
    text = f"{place}: the server answers {status}, and only 200 is a page"
    if status in GONE:
        return FetchFailed(place, "status_is_ok", value, f"{text}; {_REMEDIES[status]}", is_permanent=True)
    if status not in {408, 425, 429} and status < 500:
        return FetchFailed(place, "status_is_ok", value, f"{text}; see the URL in a browser", is_permanent=False)
    if retry_after_s is not None and retry_after_s > wait_max_s:
        text += f" and asks to wait until {until(retry_after_s)}, beyond STANCEHOUSE_FETCH_WAIT_MAX_S={wait_max_s:g}"
        return FetchFailed(place, "status_is_ok", value, f"{text}; run again then", is_permanent=False)
    remedy = _REMEDIES.get(status, "it is asked again in the next run")
    return PassingFailure(place, "status_is_ok", value, f"{text}; {remedy}", retry_after_s=retry_after_s)


def until(seconds: float) -> str:
    """The instant that many seconds from now, UTC, to the second; `the far future` past what a date can say.

    >>> until(1e12)
    'the far future'
    """
    if seconds > timedelta(days=36_500).total_seconds():
        return "the far future"
    return (datetime.now(UTC) + timedelta(seconds=seconds)).strftime("%Y-%m-%dT%H:%M:%SZ")
