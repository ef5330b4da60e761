"""What sources remember lies in the store, whatever they are called, and is never in the way."""

from __future__ import annotations

import logging
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from flows.fetching.model import Validators
from flows.sources.memory import Memories, Remembered, _file_name
from flows.sources.visit import Memory, PageNote
from flows.store import Store


def test_what_a_source_remembers_comes_back(tmp_path: Path) -> None:
    memories = Memories(Store(str(tmp_path)))
    memory = Memory(
        validators={"https://a.example/rss": Validators('"1"', "Mon, 02 Mar 2026 08:00:00 GMT")},
        pages={"https://a.example/1": PageNote("failed", updated="2026-03-02", tries=2)},
        files={"a.jsonl": "120 1772438400"},
    )
    memories.keep("herald", Remembered(memory, failures_in_a_row=2))
    assert memories.of("herald") == Remembered(memory, failures_in_a_row=2)
    assert memories.of("gazette") == Remembered()


def test_a_damaged_memory_is_told_and_forgotten(tmp_path: Path, caplog: pytest.LogCaptureFixture) -> None:
    store = Store(str(tmp_path))
    store.add_note(_file_name("herald"), b'{"memory": 7')
    with caplog.at_level(logging.WARNING, "stancehouse"):
        assert Memories(store).of("herald") == Remembered()
    assert "source herald: its memory in the store cannot be read" in caplog.text


@given(st.text(min_size=1, max_size=80), st.text(min_size=1, max_size=80))
def test_a_memory_never_leaves_its_folder_nor_meets_another(one: str, other: str) -> None:
    name = _file_name(one)
    assert Path(name).name == name
    assert name not in (".", "..")
    assert (name == _file_name(other)) == (one == other)
