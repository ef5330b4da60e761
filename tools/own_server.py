"""A server in an environment of its own, on loopback: install it, start it, end it; and say what was checked of it.

    install(folder, requirements) -> with running(Start(...)) as up: answered(client.get(...)) -> Checks.say(...)

Only the process that `running` starts is ended, by its id.
"""

from __future__ import annotations

import hashlib
import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import httpx


class ServerFailed(Exception):
    """The server did not do what was asked; the message says what and where its log is."""


class Checks:
    """What was checked, and whether it held."""

    def __init__(self) -> None:
        self.failed = 0

    def say(self, holds: bool, sentence: str) -> None:
        """Print one check; one that does not hold is counted."""
        self.failed += not holds
        print(f"{'ok    ' if holds else 'FAILED'}  {sentence}", flush=True)

    def end(self) -> int:
        """Print what came of all; the exit status."""
        print(f"{self.failed} checks failed" if self.failed else "all checks held")
        return int(self.failed > 0)


@dataclass(frozen=True)
class Start:
    """What to start: its name, the words of its command, its environment, and how long it may take to answer."""

    name: str
    command: Sequence[str]
    environment: Mapping[str, str]
    folder: Path
    wait_s: float


@dataclass(frozen=True)
class Up:
    """A server that answers: its address, and the id of the process that was started."""

    base: str
    pid: int


def install(folder: Path, requirements: Path) -> None:
    """Make FOLDER/venv from the pinned requirements; nothing to do where they are the same."""
    stamp, wanted = folder / "venv" / ".installed", hashlib.sha256(requirements.read_bytes()).hexdigest()
    if stamp.is_file() and stamp.read_text(encoding="utf-8") == wanted:
        return
    folder.mkdir(parents=True, exist_ok=True)
    subprocess.run([sys.executable, "-m", "venv", "--clear", str(folder / "venv")], check=True)  # noqa: S603 - our own words
    uv = Path(sys.executable).with_name("uv")
    python = str(folder / "venv" / "bin" / "python")
    command = [str(uv), "pip", "install", "--python", python] if uv.is_file() else [python, "-m", "pip", "install"]
    subprocess.run([*command, "--quiet", "--requirement", str(requirements)], check=True)  # noqa: S603
    stamp.write_text(wanted, encoding="utf-8")


def free_port() -> int:
    """A port of loopback on which nothing listens."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port: int = free.getsockname()[1]
    return port


def environment(**own: str) -> dict[str, str]:
    """The environment of a server: ours, without what would lead it into our own Python, and what is given."""
    return {**{key: value for key, value in os.environ.items() if not key.startswith(("VIRTUAL_ENV", "PYTHON"))}, **own}


@contextmanager
def running(start: Start, port: int) -> Iterator[Up]:
    """The server on that port of loopback, once it answers /health; ended when the block ends.

    Raises `ServerFailed` where it ends before, or does not answer in time.
    """
    log_file = start.folder / "server.log"
    with log_file.open("w", encoding="utf-8") as log:
        process = subprocess.Popen(  # noqa: S603 - our own words
            start.command, env=start.environment, cwd=start.folder, stdout=log, stderr=log, start_new_session=True
        )
    try:
        base = f"http://127.0.0.1:{port}"
        _wait(base, process, start)
        yield Up(base, process.pid)
    finally:
        process.send_signal(signal.SIGTERM)  # it ends its own workers
        try:
            process.wait(30)
        except subprocess.TimeoutExpired:
            os.killpg(process.pid, signal.SIGKILL)  # the group that this process started
            process.wait()


def answered(answer: httpx.Response) -> Any:
    """The JSON of an answer. Raises `ServerFailed` with the server's words on any other than 2xx."""
    if not answer.is_success:
        asked = f"{answer.request.method} {answer.request.url.path}"
        raise ServerFailed(f"{asked} answered {answer.status_code}: {answer.text[:500]}")
    return answer.json()


def _wait(base: str, process: subprocess.Popen[bytes], start: Start) -> None:
    log_file, end = start.folder / "server.log", time.monotonic() + start.wait_s
    while time.monotonic() < end:
        if process.poll() is not None:
            raise ServerFailed(f"{start.name} ended with {process.returncode} before it answered; see {log_file}")
        try:
            if httpx.get(f"{base}/health", timeout=5).is_success:
                return
        except httpx.TransportError:
            pass  # not listening yet: asked again until the time is over
        time.sleep(0.5)
    raise ServerFailed(f"{start.name} did not answer {base}/health within {start.wait_s:g} s; see {log_file}")
