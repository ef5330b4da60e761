"""When a URL is asked again: after failures that may pass, with exponential backoff and jitter, and never before the
server's own Retry-After."""

from __future__ import annotations

import re
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime

import anyio
from tenacity import AsyncRetrying, RetryCallState, retry_if_exception_type, stop_after_attempt
from tenacity.wait import wait_exponential, wait_random

from flows.fetching.failures import PassingFailure
from flows.fetching.settings import FetchSettings


def retrying(settings: FetchSettings) -> AsyncRetrying:
    """Tries a call as often as the settings say; the last failure is raised as it is."""
    backoff = wait_exponential(settings.retry_wait_s, settings.retry_wait_max_s) + wait_random(0, settings.retry_wait_s)

    def wait(state: RetryCallState) -> float:
        failure = state.outcome.exception() if state.outcome else None
        asked = failure.retry_after_s if isinstance(failure, PassingFailure) else None
        return max(backoff(state), asked or 0)

    return AsyncRetrying(
        stop=stop_after_attempt(settings.retries + 1),
        wait=wait,
        retry=retry_if_exception_type(PassingFailure),
        sleep=anyio.sleep,
        reraise=True,
    )


def retry_after(header: str | None, now: datetime) -> float | None:
    """Seconds that a Retry-After header asks to wait, from seconds or an HTTP date (RFC 9110, 10.2.3).

    Null where there is no header or it cannot be read; 0 for an instant that has passed. `now` is UTC.

    >>> retry_after("120", datetime(2026, 1, 1, tzinfo=UTC))
    120.0
    """
    if header is None:
        return None
    if re.fullmatch(r"[0-9]+", header.strip()):
        return float(header.strip()[:12])
    try:
        instant = parsedate_to_datetime(header)
    except ValueError:
        return None
    if instant.tzinfo is None:
        instant = instant.replace(tzinfo=UTC)
    return max(0.0, (instant - now).total_seconds())
