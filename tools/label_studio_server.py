"""Label Studio in an environment of its own, on loopback: install, start, sign people up, end.

    install(folder) -> with serve(folder) as server: server.person("ann@example.org").post("/api/projects", ...)

Only the process that `serve` starts is ended, by its id. A person is logged in as a browser is, by a cookie.
"""

from __future__ import annotations

import hashlib
import os
import secrets
import shutil
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import httpx

ROOT = Path(__file__).parents[1]
REQUIREMENTS = ROOT / "tools" / "label_studio_requirements.txt"
START_S = 240  # the first start compiles what it imports, and makes its tables
FIRST = "ann@example.org"


class LabelStudioFailed(Exception):
    """Label Studio did not do what was asked; the message says what and where its log is."""


@dataclass
class Person:
    """Someone who is logged in: what they ask of the REST API, and the cookies that a browser needs."""

    email: str
    number: int
    api: httpx.Client

    def get(self, path: str) -> Any:
        """The JSON of one address. Raises `LabelStudioFailed` with its words on any other answer than 2xx."""
        return _answer(self.api.get(path))

    def post(self, path: str, body: Any) -> Any:
        """The JSON that comes back from what is posted."""
        return _answer(self.api.post(path, json=body, headers={"X-CSRFToken": self.api.cookies["csrftoken"]}))


@dataclass
class Server:
    """Label Studio while it runs."""

    base: str
    password: str

    @contextmanager
    def person(self, email: str, invited_by: Person | None = None) -> Iterator[Person]:
        """Someone logged in; someone new is invited by someone who is there."""
        address = "/user/login/"
        if invited_by is not None:
            address = str(invited_by.get("/api/invite")["invite_url"]).removeprefix(self.base)
        with httpx.Client(base_url=self.base, timeout=120, follow_redirects=True) as api:
            api.headers["Referer"] = self.base + address
            api.get(address)
            form = {"email": email, "password": self.password, "csrfmiddlewaretoken": api.cookies["csrftoken"]}
            answer = api.post(address, data={**form, "allow_newsletters": "false", "persist_session": "on"})
            if not answer.is_success or "sessionid" not in api.cookies:
                raise LabelStudioFailed(f"{email} could not log in at {address}: {answer.status_code}")
            told = _answer(api.get("/api/current-user/whoami"))
            yield Person(email, int(told["id"]), api)


def _answer(answer: httpx.Response) -> Any:
    if not answer.is_success:
        asked = f"{answer.request.method} {answer.request.url.path}"
        raise LabelStudioFailed(f"{asked} answered {answer.status_code}: {answer.text[:500]}")
    return answer.json()


def install(folder: Path) -> None:
    """Make the environment from the pinned requirements; nothing to do where they are the same."""
    stamp, wanted = folder / "venv" / ".installed", hashlib.sha256(REQUIREMENTS.read_bytes()).hexdigest()
    if stamp.is_file() and stamp.read_text(encoding="utf-8") == wanted:
        return
    folder.mkdir(parents=True, exist_ok=True)
    subprocess.run([sys.executable, "-m", "venv", "--clear", str(folder / "venv")], check=True)  # noqa: S603 - our own words
    uv = Path(sys.executable).with_name("uv")
    python = str(folder / "venv" / "bin" / "python")
    command = [str(uv), "pip", "install", "--python", python] if uv.is_file() else [python, "-m", "pip", "install"]
    subprocess.run([*command, "--quiet", "--requirement", str(REQUIREMENTS)], check=True)  # noqa: S603
    stamp.write_text(wanted, encoding="utf-8")


@contextmanager
def serve(folder: Path) -> Iterator[Server]:
    """A new Label Studio on a free port of loopback, in SQLite, with one user; its data are removed at the end."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    password = secrets.token_urlsafe(16)
    shutil.rmtree(folder / "data", ignore_errors=True)
    (folder / "data").mkdir(parents=True)
    command = [str(folder / "venv" / "bin" / "label-studio"), "start", "--no-browser", "--internal-host", "127.0.0.1"]
    command += ["--port", str(port), "--username", FIRST, "--password", password]
    with (folder / "server.log").open("w", encoding="utf-8") as log:
        process = subprocess.Popen(  # noqa: S603
            command, env=_environment(folder / "data"), cwd=folder, stdout=log, stderr=log, start_new_session=True
        )
    try:
        base = f"http://127.0.0.1:{port}"
        _wait(base, process, folder / "server.log")
        yield Server(base, password)
    finally:
        process.send_signal(signal.SIGTERM)
        try:
            process.wait(30)
        except subprocess.TimeoutExpired:
            os.killpg(process.pid, signal.SIGKILL)  # the group that this process started
            process.wait()
        shutil.rmtree(folder / "data")


def _environment(data: Path) -> dict[str, str]:
    """Its data in one folder, and nothing told to anybody: no analytics, no reports of errors, no look for updates."""
    return {
        **{key: value for key, value in os.environ.items() if not key.startswith(("VIRTUAL_ENV", "PYTHON"))},
        "LABEL_STUDIO_BASE_DATA_DIR": str(data),
        "DJANGO_DB": "sqlite",
        "COLLECT_ANALYTICS": "false",
        "LATEST_VERSION_CHECK": "false",
        "SENTRY_DSN": "",
        "FRONTEND_SENTRY_DSN": "",
        "LABEL_STUDIO_DISABLE_SIGNUP_WITHOUT_LINK": "true",
    }


def _wait(base: str, process: subprocess.Popen[bytes], log: Path) -> None:
    end = time.monotonic() + START_S
    while time.monotonic() < end:
        if process.poll() is not None:
            raise LabelStudioFailed(f"Label Studio ended with {process.returncode} before it answered; see {log}")
        try:
            if httpx.get(f"{base}/health", timeout=5).is_success:
                return
        except httpx.TransportError:
            pass  # not listening yet: asked again until the time is over
        time.sleep(0.5)
    raise LabelStudioFailed(f"Label Studio did not answer {base}/health within {START_S} s; see {log}")
