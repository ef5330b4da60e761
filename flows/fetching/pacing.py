"""When a request may start: a number under way in all and per host, and a delay between two starts to one host."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field

import anyio

from flows.fetching.settings import FetchSettings
from schemas.errors import StancehouseError

KEPT_HOSTS = 1000


class TooLongToWait(StancehouseError):
    """A host that may not be asked for `seconds` more, because it said so; beyond `wait_max_s`."""

    def __init__(self, host: str, seconds: float) -> None:
        super().__init__(f"{host} asks to wait {seconds:g} s")
        self.host = host
        self.seconds = seconds


@dataclass
class _Host:
    slots: anyio.Semaphore
    gate: anyio.Lock = field(default_factory=anyio.Lock)
    started_at: float = float("-inf")
    held_until: float = float("-inf")
    users: int = 0


class Pacer:
    """Gives each request its turn, first come first served within a host. Hosts are names, whatever the port."""

    def __init__(self, settings: FetchSettings) -> None:
        self._settings = settings
        self._all = anyio.Semaphore(settings.connections)
        self._hosts: dict[str, _Host] = {}

    @asynccontextmanager
    async def turn(self, host: str, delay_s: float) -> AsyncIterator[None]:
        """A turn for one request, `delay_s` or more after the host's last one began.

        Raises `TooLongToWait` rather than sit out a hold beyond `wait_max_s`.
        """
        place = self._host(host)
        place.users += 1
        try:
            async with place.slots:
                async with place.gate:  # held while waiting, so that turns of one host never bunch
                    await self._wait(host, place, delay_s)
                    await self._all.acquire()
                    place.started_at = anyio.current_time()
                try:
                    yield
                finally:
                    self._all.release()
        finally:
            place.users -= 1

    def hold(self, host: str, seconds: float) -> None:
        """Let no request to the host start for so long: it said that it gets too many."""
        place = self._host(host)
        place.held_until = max(place.held_until, anyio.current_time() + seconds)

    async def _wait(self, host: str, place: _Host, delay_s: float) -> None:
        while (left := max(place.started_at + delay_s, place.held_until) - anyio.current_time()) > 0:
            if place.held_until - anyio.current_time() > self._settings.wait_max_s:
                raise TooLongToWait(host, left)
            await anyio.sleep(left)

    def _host(self, name: str) -> _Host:
        if len(self._hosts) >= KEPT_HOSTS and name not in self._hosts:
            past = anyio.current_time() - self._settings.wait_max_s
            idle = [one for one, host in self._hosts.items() if not host.users and host.started_at < past]
            for one in idle:
                if self._hosts[one].held_until < past:
                    del self._hosts[one]
        return self._hosts.setdefault(name, _Host(anyio.Semaphore(self._settings.connections_per_host)))
