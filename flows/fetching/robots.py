"""What each host's robots.txt allows (RFC 9309), and how slowly it wants to be read.

    200 -> its rules     4xx -> all is allowed     5xx, 429, no answer -> nothing is, for now

The rules are Protego's reading of the file's first 500 KiB. An origin is asked once, until its rules expire.
"""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field

import anyio
import httpx
from protego import Protego

from flows.fetching.failures import lasting, temporary
from flows.fetching.model import FetchFailed
from flows.fetching.network import host_of
from flows.fetching.settings import PRODUCT, FetchSettings
from flows.fetching.urls import shown

LARGEST = 500 * 1024  # RFC 9309, 2.5: at least so much must be read
KEPT_ORIGINS = 1000
REFUSED_FOR_S = 300.0  # how long a robots.txt that does not answer is not asked for again
_TELLING = frozenset(
    {"address_is_public", "host_is_known", "server_answers", "certificate_is_trusted", "answer_in_time"}
)


@dataclass
class _Rules:
    gate: anyio.Lock = field(default_factory=anyio.Lock)
    rules: Protego | None = None
    refusal: FetchFailed | None = None
    expires_at: float = float("-inf")


class Robots:
    """The rules of each origin, kept until they expire. `read` gives the first `LARGEST` bytes of a robots.txt."""

    def __init__(self, settings: FetchSettings, read: Callable[[httpx.URL], Awaitable[bytes]]) -> None:
        self._settings = settings
        self._read = read
        self._origins: OrderedDict[str, _Rules] = OrderedDict()

    async def delay(self, url: httpx.URL) -> float:
        """The crawl delay for the URL, 0 where none is set. Raises `FetchFailed` where the URL may not be fetched."""
        if not self._settings.obey_robots:
            return 0.0
        origin = self._origin(url)
        async with origin.gate:
            if anyio.current_time() >= origin.expires_at:
                await self._renew(origin, url)
        if origin.refusal is not None:
            raise _refused_for_now(url, origin.refusal)
        if origin.rules is None:
            return 0.0
        if not origin.rules.can_fetch(str(url.copy_with(username=None, password=None)), PRODUCT):
            raise lasting(
                str(url),
                "robots_allow",
                url.path,
                f"robots.txt of {host_of(url)} closes it to {PRODUCT}; remove the URL, or ask the site for "
                "leave and set STANCEHOUSE_FETCH_OBEY_ROBOTS=false",
            )
        delay = origin.rules.crawl_delay(PRODUCT) or 0.0
        if delay > self._settings.wait_max_s:
            raise _too_slow(url, delay, self._settings.wait_max_s)
        return delay

    def _origin(self, url: httpx.URL) -> _Rules:
        key = f"{url.scheme}://{url.netloc.decode('ascii')}"
        rules = self._origins.setdefault(key, _Rules())
        self._origins.move_to_end(key)
        if len(self._origins) > KEPT_ORIGINS:
            self._origins.popitem(last=False)
        return rules

    async def _renew(self, origin: _Rules, url: httpx.URL) -> None:
        origin.rules, origin.refusal, lasts = None, None, self._settings.robots_expiry_s
        try:
            text = (await self._read(_robots_url(url))).decode("utf-8-sig", "replace")
            origin.rules = Protego.parse(text)
        except FetchFailed as failure:
            if not _means_no_rules(failure):
                origin.refusal, lasts = failure, min(lasts, REFUSED_FOR_S)
        origin.expires_at = anyio.current_time() + lasts


def _too_slow(url: httpx.URL, delay: float, limit: float) -> FetchFailed:
    return lasting(
        str(url),
        "crawl_delay_is_bearable",
        f"{delay:g}",
        f"robots.txt of {host_of(url)} asks for {delay:g} s between requests, beyond "
        f"STANCEHOUSE_FETCH_WAIT_MAX_S={limit:g}; raise it, or remove the URL",
    )


def _robots_url(url: httpx.URL) -> httpx.URL:
    return url.copy_with(raw_path=b"/robots.txt", fragment=None)


def _means_no_rules(failure: FetchFailed) -> bool:
    """RFC 9309, 2.3.1: a 4xx, or redirects without end, mean that there is no robots.txt. 429 says `not now`."""
    if failure.check_name == "redirects_end":
        return True
    value = failure.value or ""
    return failure.check_name == "status_is_ok" and value.startswith(("2", "3", "4")) and value != "429"


def _refused_for_now(url: httpx.URL, cause: FetchFailed) -> FetchFailed:
    if cause.check_name in _TELLING:  # the page would fail in the same way: say that, not what robots.txt lacks
        make = lasting if cause.is_permanent else temporary
        own = f"{shown(str(_robots_url(url)))}: "
        is_own = cause.message.startswith(own)  # or else robots.txt is somewhere else, by a redirect
        reason = cause.message.removeprefix(own) if is_own else f"robots.txt cannot be read: {cause.message}"
        return make(str(url), cause.check_name, cause.value, reason)
    return temporary(
        str(url),
        "robots_allow",
        cause.value,
        f"robots.txt cannot be read, so nothing may be fetched for now (RFC 9309): {cause.message}",
    )
