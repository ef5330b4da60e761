"""Fetches URLs for a pipeline that is synchronous: politely, within limits, and with a reason for each that fails.

    Request -> Fetcher -> Fetched | FetchFailed

Inside, asyncio runs in one thread of its own, which starts with the first URL: a run over files starts none.
"""

from __future__ import annotations

import logging
from collections import deque
from collections.abc import Iterable, Iterator
from concurrent.futures import Future
from contextlib import ExitStack
from threading import Lock
from types import TracebackType
from typing import TYPE_CHECKING

from flows.fetching.model import Fetched, FetchFailed, Request
from flows.fetching.settings import FetchSettings

if TYPE_CHECKING:
    from anyio.from_thread import BlockingPortal

    from flows.fetching.errands import Errands

logger = logging.getLogger(__name__)


class Fetcher:
    """Fetches until its `with` block ends; may be used by several threads. It keeps robots.txt and connections."""

    def __init__(self, settings: FetchSettings) -> None:
        self._settings = settings
        self._stack = ExitStack()
        self._start = Lock()
        self._running: tuple[BlockingPortal, Errands] | None = None

    def __enter__(self) -> Fetcher:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._running = None
        self._stack.close()

    def fetch(self, request: Request) -> Fetched:
        """What the URL gives. Raises `FetchFailed`; `InputError` where the authority's file cannot be read."""
        future = self._begin(request)
        try:
            return future.result()
        finally:
            future.cancel()

    def fetch_all(self, requests: Iterable[Request]) -> Iterator[Fetched | FetchFailed]:
        """What the URLs give, in the order of the requests; a failure is given, not raised.

        At most twice `connections` are under way or wait to be taken, however many there are.
        """
        ahead: deque[Future[Fetched]] = deque()
        waiting = iter(requests)
        try:
            while True:
                while len(ahead) < 2 * self._settings.connections:
                    request = next(waiting, None)
                    if request is None:
                        break
                    ahead.append(self._begin(request))
                if not ahead:
                    return
                yield _outcome(ahead.popleft())
        finally:
            for future in ahead:
                future.cancel()

    def _begin(self, request: Request) -> Future[Fetched]:
        portal, errands = self._open()
        return portal.start_task_soon(errands.fetch, request)

    def _open(self) -> tuple[BlockingPortal, Errands]:
        with self._start:
            if self._running is None:
                from anyio.from_thread import start_blocking_portal

                from flows.fetching.errands import Errands

                if self._settings.contact is None:
                    logger.warning(
                        "no contact is given to the servers that are asked; set STANCEHOUSE_FETCH_CONTACT to a mail "
                        "address or page, so that they can write instead of shutting out"
                    )
                portal = self._stack.enter_context(start_blocking_portal("asyncio", name="stancehouse-fetching"))
                errands = self._stack.enter_context(portal.wrap_async_context_manager(Errands.open(self._settings)))
                self._running = portal, errands
            return self._running


def _outcome(future: Future[Fetched]) -> Fetched | FetchFailed:
    try:
        return future.result()
    except FetchFailed as failure:
        return failure
    finally:
        future.cancel()
