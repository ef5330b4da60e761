"""A news server, a fetcher that reaches it, and visits to sources on it."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import UTC, datetime

import pytest

from flows.fetching.fetcher import Fetcher
from flows.fetching.settings import FetchSettings
from flows.sources.visit import Memory, Source, Visit
from tests.servers.news import NewsServer, article_page
from transforms.documents import RawDocument, Unreadable

NOW = datetime(2026, 3, 10, 12, tzinfo=UTC)
Found = list[RawDocument | Unreadable]
MakeVisit = Callable[..., Visit]


def story(title: str, note: str = "") -> str:
    """An article page about one thing."""
    paragraphs = [
        f"{title} kept the council busy on Monday, and day {number} of the talks ended without a vote{note}."
        for number in range(1, 7)
    ]
    return article_page(title, paragraphs, "2026-03-01T08:00:00Z")


def documents(found: Found) -> list[RawDocument]:
    return [one for one in found if isinstance(one, RawDocument)]


def problems(found: Found) -> list[Unreadable]:
    return [one for one in found if isinstance(one, Unreadable)]


def read(source: Source, visit: Visit) -> Found:
    return list(source.read(visit))


@pytest.fixture
def news() -> Iterator[NewsServer]:
    with NewsServer() as server:
        yield server


@pytest.fixture(scope="session")
def fetcher() -> Iterator[Fetcher]:
    settings = FetchSettings(
        contact="desk@news.example",
        allowed_networks="127.0.0.1/32",
        delay_s=0,
        timeout_s=10,
        deadline_s=20,
        retries=0,
        obey_robots=False,
    )
    with Fetcher(settings) as fetcher:
        yield fetcher


@pytest.fixture
def make_visit(fetcher: Fetcher) -> MakeVisit:
    """A visit with the given memory; nothing is stored unless `knows_page` says so."""

    def make(memory: Memory | None = None, knows_page: Callable[..., bool] | None = None, **values: object) -> Visit:
        return Visit(
            fetcher,
            Memory() if memory is None else memory,
            knows_page or (lambda url, at: False),
            values.pop("started_at", NOW),
            **values,
        )

    return make
