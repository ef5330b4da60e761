"""One request and its answer: one hop, within its time, its size, and its host's turn.

Hop -> turn -> connection -> head of the answer -> body, piece by piece -> Answer | FetchFailed
"""

from __future__ import annotations

from base64 import b64encode
from collections.abc import AsyncIterator, Iterator, Mapping
from contextlib import asynccontextmanager, contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from ssl import SSLCertVerificationError

import anyio
import httpcore
import httpx

from flows.fetching.body import ENCODINGS, Body, Damaged, TooLarge
from flows.fetching.failures import lasting, of_status, passing, temporary, until
from flows.fetching.network import AddressRefused, HostUnknown, host_of
from flows.fetching.pacing import Pacer, TooLongToWait
from flows.fetching.retries import retry_after
from flows.fetching.settings import FetchSettings

MOVED = frozenset({301, 302, 303, 307, 308})
UNCHANGED = 304
_ACCEPT = "text/html,application/xhtml+xml,application/xml;q=0.9,application/json;q=0.9,*/*;q=0.8"
_PAGES = frozenset({200, 203})


class Budget:
    """The seconds that one errand may still spend on the network; waiting for its turn costs it nothing."""

    def __init__(self, seconds: float) -> None:
        self.seconds = seconds
        self.left = seconds


@dataclass(frozen=True)
class Hop:
    """One request. Where the body is longer than `max_bytes`, it fails, or is cut off if `is_cut`."""

    url: httpx.URL
    headers: Mapping[str, str]
    delay_s: float
    max_bytes: int
    is_cut: bool = False


@dataclass(frozen=True)
class Answer:
    """The answer to one request; `location` is where it points instead, `body` empty unless it is a page."""

    url: httpx.URL
    status: int
    headers: httpx.Headers
    location: str | None
    body: bytes
    charset: str | None


class Web:
    """Sends hops through one transport, each in its turn.

    Not through httpx's client: that would read where a redirect leads though it does not follow it, keep cookies, and
    log every URL.
    """

    def __init__(self, transport: httpx.AsyncBaseTransport, settings: FetchSettings) -> None:
        self._transport = transport
        self._settings = settings
        self._pacer = Pacer(settings)
        self._headers = {"user-agent": settings.user_agent, "accept": _ACCEPT, "accept-encoding": ", ".join(ENCODINGS)}
        self._timeout = httpx.Timeout(settings.timeout_s, pool=None).as_dict()

    async def ask(self, hop: Hop, budget: Budget) -> Answer:
        """The answer: a page, a redirect or word that nothing has changed. Raises `FetchFailed` for all else."""
        url = str(hop.url)
        with _network_failures(url, self._settings):
            async with self._pacer.turn(host_of(hop.url), hop.delay_s):
                with _within(budget, url):
                    return await self._exchange(hop)

    async def _exchange(self, hop: Hop) -> Answer:
        async with self._head(hop) as response:
            status, headers = response.status_code, response.headers
            location = headers.get("location") if status in MOVED else None
            if status in MOVED and location is None:
                raise temporary(
                    str(hop.url), "status_is_ok", str(status), "a redirect without a Location; tell the site"
                )
            if status not in _PAGES and status != UNCHANGED and location is None:
                raise self._bad_status(hop, status, headers)
            body = await self._body(hop, response) if status in _PAGES else b""
            return Answer(hop.url, status, headers, location, body, _charset(response))

    @asynccontextmanager
    async def _head(self, hop: Hop) -> AsyncIterator[httpx.Response]:
        host = {"host": hop.url.netloc.decode("ascii")}  # or httpx decodes it, and some names cannot be
        headers = {**host, **self._headers, **hop.headers, **_credentials(hop.url)}
        request = httpx.Request("GET", hop.url, headers=headers, extensions={"timeout": self._timeout})
        response = await self._transport.handle_async_request(request)
        try:
            yield response
        finally:
            await response.aclose()

    def _bad_status(self, hop: Hop, status: int, headers: httpx.Headers) -> Exception:
        wait = retry_after(headers.get("retry-after"), datetime.now(UTC))
        if status == 429 and wait:
            self._pacer.hold(host_of(hop.url), wait)
        return of_status(str(hop.url), status, wait, self._settings.wait_max_s)

    async def _body(self, hop: Hop, response: httpx.Response) -> bytes:
        url = str(hop.url)
        body = Body(hop.max_bytes, _encoding(url, response.headers.get("content-encoding", "")))
        declared = response.headers.get("content-length", "")
        try:
            if not hop.is_cut:
                body.expect(declared)
            async for piece in response.aiter_raw():
                body.add(piece)
            body.finish()
        except TooLarge:
            if not hop.is_cut:
                raise lasting(
                    url,
                    "body_is_within_limit",
                    declared or None,
                    f"the body is longer than {hop.max_bytes} bytes, as sent or unpacked; raise "
                    "STANCEHOUSE_FETCH_MAX_BYTES if it should be, or remove the URL",
                ) from None
        except (Damaged, httpcore.RemoteProtocolError, httpcore.ReadError) as error:
            reason = f"the body is broken or cut short ({error}); it is asked for again, or tell the site"
            raise passing(url, "body_is_whole", None, reason) from error
        return bytes(body)


@contextmanager
def _within(budget: Budget, url: str) -> Iterator[None]:
    start = anyio.current_time()
    with anyio.move_on_after(max(0.0, budget.left)) as scope:
        yield
    budget.left -= anyio.current_time() - start
    if scope.cancelled_caught:
        raise temporary(
            url,
            "answer_ends_in_time",
            f"{budget.seconds:g}",
            f"no whole answer within {budget.seconds:g} s; it is asked for again in the next run, or raise "
            "STANCEHOUSE_FETCH_DEADLINE_S",
        )


@contextmanager
def _network_failures(url: str, settings: FetchSettings) -> Iterator[None]:
    """Turns what httpcore and the guard raise into failures of the URL."""
    try:
        yield
    except AddressRefused as error:
        reason = (
            f"its host has the address {error.address}, and only public ones are reached; remove the URL, or let the "
            "network in by STANCEHOUSE_FETCH_ALLOWED_NETWORKS"
        )
        raise lasting(url, "address_is_public", error.address, reason) from error
    except HostUnknown as error:
        raise passing(url, "host_is_known", None, f"its host has no address ({error}); check the URL") from error
    except TooLongToWait as error:
        reason = (
            f"{error.host} wants no request before {until(error.seconds)}, beyond "
            f"STANCEHOUSE_FETCH_WAIT_MAX_S={settings.wait_max_s:g}; run again then"
        )
        raise temporary(url, "host_may_be_asked", f"{error.seconds:.0f}", reason) from error
    except httpcore.TimeoutException as error:
        reason = f"no answer for {settings.timeout_s:g} s; asked again, or raise STANCEHOUSE_FETCH_TIMEOUT_S"
        raise passing(url, "answer_in_time", f"{settings.timeout_s:g}", reason) from error
    except (httpcore.NetworkError, httpcore.ProtocolError, httpcore.ProxyError) as error:
        cause = _certificate_error(error)
        if cause is not None:
            reason = f"its certificate is not trusted ({cause.verify_message}); see STANCEHOUSE_FETCH_CA_FILE"
            raise temporary(url, "certificate_is_trusted", cause.verify_message, reason) from error
        reason = f"the server gives no answer ({error or type(error).__name__}); see whether it is up"
        raise passing(url, "server_answers", type(error).__name__, reason) from error


def _certificate_error(error: BaseException | None) -> SSLCertVerificationError | None:
    while error is not None and not isinstance(error, SSLCertVerificationError):
        error = error.__cause__ or error.__context__
    return error


def _credentials(url: httpx.URL) -> dict[str, str]:
    if not url.userinfo:
        return {}
    pair = f"{url.username}:{url.password}".encode()
    return {"authorization": f"Basic {b64encode(pair).decode('ascii')}"}


def _encoding(url: str, header: str) -> str:
    encoding = header.strip().lower().removeprefix("x-") or "identity"
    if encoding not in (*ENCODINGS, "identity"):
        reason = f"packed as {header[:40]!r}, and only {' and '.join(ENCODINGS)} were asked for; tell the site"
        raise lasting(url, "encoding_is_known", header[:40], reason)
    return encoding


def _charset(response: httpx.Response) -> str | None:
    return response.charset_encoding if "content-type" in response.headers else None
