"""A full disk, told as what to do about it.

DuckDB says it in words of several kinds of error (a failed write, a failed commit), the system by a number.
"""

from __future__ import annotations

import errno
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import duckdb

from schemas.errors import StoreError


@contextmanager
def room_for(path: Path) -> Iterator[None]:
    """Raises `StoreError` where writing `path` finds the disk full; every other error goes on as it is."""
    try:
        yield
    except (OSError, duckdb.Error) as error:
        if not _is_full(error):
            raise
        raise StoreError(
            f"no space left to write '{path}'; free some and run again: the store is whole, and what is missing here "
            "is made from it"
        ) from error


def _is_full(error: OSError | duckdb.Error) -> bool:
    if isinstance(error, OSError) and error.errno == errno.ENOSPC:
        return True
    return "No space left on device" in str(error)
