"""What is asked of the network, and what comes back: a page, word that it has not changed, or why there is none.

    Request -> Fetcher -> Fetched | FetchFailed

A URL that is shown or stored has passed `flows.fetching.urls.shown`: what it carries of a password is left out.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from schemas.errors import StancehouseError


@dataclass(frozen=True)
class Validators:
    """What a server gave so that it can be asked whether anything has changed since."""

    etag: str | None = None
    last_modified: str | None = None


@dataclass(frozen=True)
class Request:
    """One URL to fetch; with validators, only if it has changed. `delay_s` is the source's own delay, if it has one."""

    url: str
    validators: Validators | None = None
    delay_s: float | None = None


@dataclass(frozen=True)
class Fetched:
    """One answer. `body` is unpacked and within the limit; empty where `is_unchanged` (a 304).

    `url` is the one asked for, `final_url` the one after redirects. `content_type` is in lower case without parameters,
    `charset` what the header names; both null where it does not. `retrieved_at` is UTC.
    """

    url: str
    final_url: str
    status: int
    body: bytes
    content_type: str | None
    charset: str | None
    validators: Validators
    retrieved_at: datetime
    is_unchanged: bool = False


class FetchFailed(StancehouseError):
    """A URL that gave nothing. `is_permanent` says that asking again will not help until something is changed."""

    def __init__(self, url: str, check_name: str, value: str | None, message: str, *, is_permanent: bool) -> None:
        super().__init__(message)
        self.url = url
        self.check_name = check_name
        self.value = value
        self.message = message
        self.is_permanent = is_permanent
