"""Whole or not at all: an export is written under another name and renamed when it is done."""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from schemas.errors import InputError


@contextmanager
def whole_file(target: Path) -> Iterator[Path]:
    """A name to write to; the file takes the place of `target` at the end.

    Raises `InputError` where `target` is a folder, or its folder cannot be written.
    """
    if target.is_dir():
        raise InputError(f"'{target}' is a folder; give the name of a file")
    temporary = _temporary(target)
    try:
        yield temporary
        temporary.replace(target)
    finally:
        temporary.unlink(missing_ok=True)


@contextmanager
def whole_folder(target: Path) -> Iterator[Path]:
    """A folder to write in; it becomes `target` at the end. Raises `InputError` where `target` holds something."""
    if target.exists() and not (target.is_dir() and not any(target.iterdir())):
        raise InputError(f"'{target}' is there and not an empty folder; give another name, or remove it first")
    temporary = _temporary(target)
    try:
        temporary.mkdir()
        yield temporary
        temporary.replace(target)
    finally:
        shutil.rmtree(temporary, ignore_errors=True)


def _temporary(target: Path) -> Path:
    try:
        target.parent.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise InputError(f"cannot write '{target}': {error.strerror}; give another place") from error
    if not os.access(target.parent, os.W_OK):
        raise InputError(f"cannot write '{target}': no right to write in '{target.parent}'; give another place")
    return target.with_name(f".{target.name}.{os.getpid()}.part")
