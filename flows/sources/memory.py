"""What sources remember from run to run, as one small JSON file a source in the store.

    name -> Memories.of -> Remembered(memory, failures in a row)  ->  Memories.keep

A damaged file costs no article: the source is asked for everything again, and what is stored is known.
"""

from __future__ import annotations

import hashlib
import logging
import re
from dataclasses import dataclass, field

from pydantic import TypeAdapter, ValidationError

from flows.sources.visit import Memory
from flows.store import Store

log = logging.getLogger("stancehouse")


@dataclass
class Remembered:
    """One source's memory, and for how many visits on end it has failed."""

    memory: Memory = field(default_factory=Memory)
    failures_in_a_row: int = 0


_JSON = TypeAdapter(Remembered)


class Memories:
    """The memories of all sources of one store."""

    def __init__(self, store: Store) -> None:
        self._store = store

    def of(self, source_name: str) -> Remembered:
        """What the source remembers; an empty memory at its first visit, or where its file is damaged."""
        data = self._store.note(_file_name(source_name))
        if data is None:
            return Remembered()
        try:
            return _JSON.validate_json(data)
        except ValidationError as error:
            log.warning(
                "source %s: its memory in the store cannot be read (%s); it is asked for everything anew",
                source_name,
                error.errors(include_url=False)[0]["msg"],
            )
            return Remembered()

    def keep(self, source_name: str, remembered: Remembered) -> None:
        """Write the memory; call it once all that the source gave is stored."""
        self._store.add_note(_file_name(source_name), _JSON.dump_json(remembered))


def _file_name(source_name: str) -> str:
    """A name that no source shares and that stays in its folder, whatever the source is called."""
    slug = re.sub(r"[^a-z0-9]+", "-", source_name.casefold()).strip("-")[:40]
    return f"{slug}-{hashlib.sha256(source_name.encode()).hexdigest()[:8]}"
