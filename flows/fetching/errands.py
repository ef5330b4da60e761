"""One URL through all its hops: robots.txt, redirects, tries; the asynchronous half of `flows.fetching.fetcher`.

    Request -> each hop: scheme, robots.txt, address, answer -> the last one's page -> Fetched | FetchFailed

Redirects are followed by hand, so that each hop passes every check that the first one passed.
"""

from __future__ import annotations

import logging
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import UTC, datetime

import httpx

from flows.fetching.answers import UNCHANGED, Answer, Budget, Hop, Web
from flows.fetching.failures import lasting
from flows.fetching.model import Fetched, FetchFailed, Request, Validators
from flows.fetching.network import Transport
from flows.fetching.retries import retrying
from flows.fetching.robots import LARGEST, Robots
from flows.fetching.settings import FetchSettings
from flows.fetching.urls import shown

ROBOTS_REDIRECTS = 5  # RFC 9309, 2.3.1.2
LONGEST_URL = 8192
_SCHEMES = frozenset({"http", "https"})


@dataclass(frozen=True)
class _Errand:
    """What one URL needs. `delay_s` is the least delay of its hosts; robots.txt itself is asked for without asking."""

    headers: Mapping[str, str]
    delay_s: float
    max_bytes: int
    max_redirects: int
    is_robots: bool = False


class Errands:
    """Runs errands over one transport; `open` gives one."""

    def __init__(self, transport: httpx.AsyncBaseTransport, settings: FetchSettings) -> None:
        self._settings = settings
        self._web = Web(transport, settings)
        self._robots = Robots(settings, self._read_robots)

    @classmethod
    @asynccontextmanager
    async def open(cls, settings: FetchSettings) -> AsyncIterator[Errands]:
        """Errands over connections of their own."""
        for name in ("httpx", "httpcore", "hpack"):  # they log URLs, and headers with credentials, below WARNING
            logging.getLogger(name).setLevel(logging.WARNING)
        async with Transport(settings) as transport:
            yield cls(transport, settings)

    async def fetch(self, request: Request) -> Fetched:
        """The page. Raises `FetchFailed`."""
        first = _parsed(request.url, request.url)
        errand = _Errand(
            _conditions(request.validators),
            self._settings.delay_s if request.delay_s is None else request.delay_s,
            self._settings.max_bytes,
            self._settings.max_redirects,
        )
        try:
            answer: Answer = await retrying(self._settings)(self._follow, first, errand)
        except FetchFailed as failure:
            raise _of_asked(shown(request.url), failure) from failure
        return _fetched(request, answer)

    async def _read_robots(self, url: httpx.URL) -> bytes:
        errand = _Errand({}, self._settings.delay_s, LARGEST, ROBOTS_REDIRECTS, is_robots=True)
        answer: Answer = await retrying(self._settings)(self._follow, url, errand)
        return answer.body

    async def _follow(self, url: httpx.URL, errand: _Errand) -> Answer:
        first, seen, budget = url, {url}, Budget(self._settings.deadline_s)
        while True:
            delay = errand.delay_s if errand.is_robots else max(errand.delay_s, await self._robots.delay(url))
            hop = Hop(url, errand.headers, delay, errand.max_bytes, is_cut=errand.is_robots)
            answer = await self._web.ask(hop, budget)
            if answer.location is None:
                return answer
            url = _parsed(answer.location, str(first), url)
            if url in seen or len(seen) > errand.max_redirects:
                where = "in a circle" if url in seen else f"more than {errand.max_redirects} times"
                reason = f"redirected {where}, last to {shown(str(url))}; give the URL of the article itself"
                raise lasting(str(first), "redirects_end", shown(str(url)), reason)
            seen.add(url)


def _parsed(text: str, asked: str, base: httpx.URL | None = None) -> httpx.URL:
    """The URL without its fragment; `asked` is the one to blame. Raises `FetchFailed` where it cannot be fetched."""
    value = shown(text)[:200]
    if len(text) > LONGEST_URL:
        raise lasting(
            asked,
            "url_is_valid",
            value,
            f"a URL of {len(text)} characters, and at most {LONGEST_URL} are sent",
        )
    try:
        url = (httpx.URL(text) if base is None else base.join(text)).copy_with(fragment=None)
        port = url.port
    except (httpx.InvalidURL, ValueError) as error:  # its words may repeat the password, so they are not passed on
        reason = f"{value!r} is no URL ({type(error).__name__}); correct it"
        raise lasting(asked, "url_is_valid", value, reason) from None
    if url.scheme not in _SCHEMES or not url.raw_host:
        raise lasting(
            asked, "scheme_is_http", value, f"{value!r} cannot be fetched, only http(s)://host/...; give such a URL"
        )
    if port is not None and not 0 < port < 65_536:
        raise lasting(asked, "url_is_valid", value, f"{value!r} has no port between 1 and 65535; correct it")
    return url


def _of_asked(url: str, failure: FetchFailed) -> FetchFailed:
    """The failure of a hop as the failure of the URL that was asked for."""
    message = failure.message if failure.message.startswith(f"{url}: ") else f"{url}: redirected to {failure.message}"
    return FetchFailed(url, failure.check_name, failure.value, message, is_permanent=failure.is_permanent)


def _conditions(validators: Validators | None) -> dict[str, str]:
    if validators is None:
        return {}
    named = {"if-none-match": validators.etag, "if-modified-since": validators.last_modified}
    return {name: value for name, value in named.items() if value and value.isprintable() and value.isascii()}


def _fetched(request: Request, answer: Answer) -> Fetched:
    told = request.validators or Validators()
    is_unchanged = answer.status == UNCHANGED
    content_type = answer.headers.get("content-type", "").partition(";")[0].strip().lower()
    return Fetched(
        url=shown(request.url),
        final_url=shown(str(answer.url)),
        status=answer.status,
        body=answer.body,
        content_type=content_type or None,
        charset=answer.charset,
        validators=Validators(
            answer.headers.get("etag") or (told.etag if is_unchanged else None),
            answer.headers.get("last-modified") or (told.last_modified if is_unchanged else None),
        ),
        retrieved_at=datetime.now(UTC),
        is_unchanged=is_unchanged,
    )
