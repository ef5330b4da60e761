"""Connections to addresses that were checked: resolve, check, connect to the very address that passed.

    host name -> getaddrinfo -> is_reachable -> connect to the address, TLS for the name

No name is looked up twice for one connection, so a name that changes its address in between (DNS rebinding) gains
nothing. A proxy resolves names itself: with `trust_env` the guard is its affair.
"""

from __future__ import annotations

import ssl
import urllib.request
from collections.abc import AsyncIterator, Awaitable, Callable, Iterable
from typing import Any

import anyio
import httpcore
import httpx

from flows.fetching.addresses import is_reachable
from flows.fetching.settings import FetchSettings, Network
from flows.fetching.urls import shown
from schemas.errors import InputError, StancehouseError

Resolve = Callable[[str, int], Awaitable[list[str]]]
KEEPALIVE_S = 30.0


class AddressRefused(StancehouseError):
    """A host all of whose addresses are closed; `address` is the first of them."""

    def __init__(self, host: str, address: str) -> None:
        super().__init__(f"{host} is {address}")
        self.address = address


class HostUnknown(StancehouseError):
    """A host that has no address."""


def host_of(url: httpx.URL) -> str:
    """The host as it is sent: names in other letters in their `xn--` form, for not each of them can be turned back."""
    return url.raw_host.decode("ascii")


async def resolve(host: str, port: int) -> list[str]:
    """The addresses of a host, in the order in which they should be tried. Raises `HostUnknown`."""
    try:
        found = await anyio.getaddrinfo(host, port)
    except (OSError, UnicodeError) as error:
        raise HostUnknown(f"{host}: {error}") from error
    return list(dict.fromkeys(str(one[4][0]) for one in found))


class GuardedBackend(httpcore.AsyncNetworkBackend):
    """Connects to public addresses and those of `allowed` networks only."""

    def __init__(self, allowed: Iterable[Network] = (), resolve: Resolve = resolve) -> None:
        self._allowed = tuple(allowed)
        self._resolve = resolve
        self._backend = httpcore.AnyIOBackend()

    async def connect_tcp(
        self,
        host: str,
        port: int,
        timeout: float | None = None,
        local_address: str | None = None,
        socket_options: Iterable[httpcore.SOCKET_OPTION] | None = None,
    ) -> httpcore.AsyncNetworkStream:
        """The connection. Raises `AddressRefused`, `HostUnknown`, or httpcore's errors."""
        start = anyio.current_time()
        try:
            with anyio.fail_after(timeout):
                addresses = await self._resolve(host, port)
        except TimeoutError as error:
            raise httpcore.ConnectTimeout(f"the address of {host} is not found in time") from error
        open_ones = [one for one in addresses if is_reachable(one, self._allowed)]
        if not open_ones:
            raise AddressRefused(host, addresses[0]) if addresses else HostUnknown(f"{host} has no address")
        for left, address in zip(range(len(open_ones), 0, -1), open_ones, strict=True):
            spare = None if timeout is None else max(0.0, timeout - (anyio.current_time() - start)) / left
            try:
                return await self._backend.connect_tcp(address, port, spare, local_address, socket_options)
            except (httpcore.ConnectError, httpcore.ConnectTimeout):
                if left == 1:
                    raise
        raise AssertionError("a loop over at least one address returns or raises")

    async def connect_unix_socket(
        self,
        path: str,
        timeout: float | None = None,
        socket_options: Iterable[httpcore.SOCKET_OPTION] | None = None,
    ) -> httpcore.AsyncNetworkStream:
        """Refused: what is fetched is on the network."""
        raise AddressRefused("a socket of this machine", path)

    async def sleep(self, seconds: float) -> None:
        """Wait."""
        await anyio.sleep(seconds)


class Transport(httpx.AsyncBaseTransport):
    """What httpx sends its requests through: HTTP/1.1 and HTTP/2 over guarded connections, or a proxy where allowed.

    Raises httpcore's errors, `AddressRefused` and `HostUnknown`.
    """

    def __init__(self, settings: FetchSettings) -> None:
        self._direct = httpcore.AsyncConnectionPool(
            network_backend=GuardedBackend(settings.allowed_networks), **_pool_options(settings)
        )
        self._proxies: dict[str, httpcore.AsyncConnectionPool] = {}
        for scheme, address in urllib.request.getproxies().items() if settings.trust_env else ():
            if scheme in {"http", "https"}:
                self._proxies[scheme] = _through(scheme, address, settings)

    async def handle_async_request(self, request: httpx.Request) -> httpx.Response:
        """The answer, its body not yet read."""
        pool = self._proxies.get(request.url.scheme, self._direct)
        if pool is not self._direct and urllib.request.proxy_bypass(host_of(request.url)):
            pool = self._direct
        try:
            answer = await pool.handle_async_request(_to_httpcore(request))
        except ValueError as error:  # httpcore reads an HTTP/2 status with int()
            raise httpcore.RemoteProtocolError(f"an answer that cannot be read: {error}") from error
        return httpx.Response(
            answer.status, headers=answer.headers, stream=_Stream(answer), extensions=answer.extensions
        )

    async def aclose(self) -> None:
        """Close all connections."""
        for pool in (self._direct, *self._proxies.values()):
            await pool.aclose()


def _to_httpcore(request: httpx.Request) -> httpcore.Request:
    url = request.url
    return httpcore.Request(
        method=request.method,
        url=httpcore.URL(scheme=url.raw_scheme, host=url.raw_host, port=url.port, target=url.raw_path),
        headers=request.headers.raw,
        content=request.stream,
        extensions=request.extensions,
    )


class _Stream(httpx.AsyncByteStream):
    def __init__(self, answer: httpcore.Response) -> None:
        self._answer = answer

    async def __aiter__(self) -> AsyncIterator[bytes]:
        async for piece in self._answer.aiter_stream():
            yield piece

    async def aclose(self) -> None:
        await self._answer.aclose()


def _pool_options(settings: FetchSettings) -> dict[str, Any]:
    return {
        "ssl_context": _certificates(settings),
        "max_connections": settings.connections,
        "max_keepalive_connections": settings.connections,
        "keepalive_expiry": KEEPALIVE_S,
        "http2": True,
    }


def _certificates(settings: FetchSettings) -> ssl.SSLContext:
    context = httpx.create_ssl_context(trust_env=False)
    if settings.ca_file is not None:
        try:
            context.load_verify_locations(cafile=settings.ca_file)
        except ssl.SSLError as error:
            raise InputError(
                f"{settings.ca_file}: no certificate can be read ({error}); "
                "give a PEM file in STANCEHOUSE_FETCH_CA_FILE, or none"
            ) from error
    return context


def _through(scheme: str, proxy_url: str, settings: FetchSettings) -> httpcore.AsyncHTTPProxy:
    if not proxy_url.startswith(("http://", "https://")):
        raise InputError(
            f"{scheme.upper()}_PROXY is {shown(proxy_url)!r}: only http and https proxies are used; set such a one, or "
            "unset STANCEHOUSE_FETCH_TRUST_ENV"
        )
    proxy = httpx.Proxy(proxy_url)
    address = proxy.url
    return httpcore.AsyncHTTPProxy(
        proxy_url=httpcore.URL(
            scheme=address.raw_scheme, host=address.raw_host, port=address.port, target=address.raw_path
        ),
        proxy_auth=proxy.raw_auth,
        proxy_headers=proxy.headers.raw,
        **_pool_options(settings),
    )
