"""Superset in an environment of its own, on loopback: install, prepare, start, end; and a client of its REST API.

    install(folder) -> prepare(folder) -> with serve(folder) as client: client.get(...)

Only the process that `serve` starts is ended, by its id. gunicorn's sync workers hold one query at a time and Superset
closes the connection after each (NullPool), so a published file that was replaced is seen by the next query: DuckDB
gives two connections of one process the same old file as long as either is open.
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
REQUIREMENTS = ROOT / "tools" / "superset_requirements.txt"
WORKERS = 2
START_S = 180  # the first start compiles what Superset imports
USER = "admin"


class SupersetFailed(Exception):
    """Superset did not do what was asked; the message says what and where its log is."""


@dataclass
class Client:
    """A logged-in client: `api` carries the token, `session` the cookie that a browser needs."""

    base: str
    api: httpx.Client
    session: str
    pid: int

    def get(self, path: str) -> dict[str, Any]:
        """The JSON of one address. Raises `SupersetFailed` with Superset's words on any other answer than 2xx."""
        return self._answer(self.api.get(path))

    def post(self, path: str, **body: Any) -> dict[str, Any]:
        """The JSON that comes back from what is posted."""
        return self._answer(self.api.post(path, **body))

    def put(self, path: str, **body: Any) -> dict[str, Any]:
        """The JSON that comes back from what is put."""
        return self._answer(self.api.put(path, **body))

    def _answer(self, answer: httpx.Response) -> dict[str, Any]:
        if not answer.is_success:
            asked = f"{answer.request.method} {answer.request.url.path}"
            raise SupersetFailed(f"{asked} answered {answer.status_code}: {answer.text[:500]}")
        found: dict[str, Any] = answer.json()
        return found


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


def prepare(folder: Path) -> str:
    """A new Superset with metadata of its own in SQLite, and one administrator; the password, which is random."""
    shutil.rmtree(folder / "superset_home", ignore_errors=True)
    (folder / "superset_home").mkdir(parents=True)
    config = "\n".join(
        [
            f"SECRET_KEY = {secrets.token_hex(32)!r}",
            f"SQLALCHEMY_DATABASE_URI = {'sqlite:///' + str(folder / 'superset_home' / 'metadata.db')!r}",
            "TALISMAN_ENABLED = False  # plain HTTP on loopback",
            "RATELIMIT_ENABLED = False",
            "SQLLAB_TIMEOUT = 60",
        ]
    )
    (folder / "superset_home" / "superset_config.py").write_text(config + "\n", encoding="utf-8")
    password = secrets.token_urlsafe(16)
    who = ["--username", USER, "--firstname", "Stance", "--lastname", "House", "--email", "admin@example.org"]
    for command in (["db", "upgrade"], ["fab", "create-admin", *who, "--password", password], ["init"]):
        with (folder / "prepare.log").open("a", encoding="utf-8") as log:
            done = subprocess.run(  # noqa: S603
                [str(folder / "venv" / "bin" / "superset"), *command],
                env=_environment(folder),
                cwd=folder,
                stdout=log,
                stderr=log,
                check=False,
            )
        if done.returncode:
            raise SupersetFailed(f"`superset {' '.join(command[:2])}` ended with {done.returncode}; see {log.name}")
    return password


@contextmanager
def serve(folder: Path, password: str) -> Iterator[Client]:
    """Superset on a free port of loopback, with a client that is logged in; ended when the block ends."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    command = [str(folder / "venv" / "bin" / "gunicorn"), "--bind", f"127.0.0.1:{port}", "--workers", str(WORKERS)]
    command += ["--worker-class", "sync", "--timeout", "180", "superset.app:create_app()"]
    with (folder / "server.log").open("w", encoding="utf-8") as log:
        server = subprocess.Popen(  # noqa: S603
            command, env=_environment(folder), cwd=folder, stdout=log, stderr=log, start_new_session=True
        )
    try:
        base = f"http://127.0.0.1:{port}"
        _wait(base, server, folder / "server.log")
        with httpx.Client(base_url=base, timeout=120) as api:
            yield _log_in(api, base, password, server.pid)
    finally:
        server.send_signal(signal.SIGTERM)  # gunicorn ends its own workers
        try:
            server.wait(30)
        except subprocess.TimeoutExpired:
            os.killpg(server.pid, signal.SIGKILL)  # the group that this process started
            server.wait()


def _environment(folder: Path) -> dict[str, str]:
    home = folder / "superset_home"
    return {
        **{key: value for key, value in os.environ.items() if not key.startswith(("VIRTUAL_ENV", "PYTHON"))},
        "SUPERSET_CONFIG_PATH": str(home / "superset_config.py"),
        "SUPERSET_HOME": str(home),
        "FLASK_APP": "superset.app:create_app()",
        "SCARF_ANALYTICS": "false",
    }


def _wait(base: str, server: subprocess.Popen[bytes], log: Path) -> None:
    end = time.monotonic() + START_S
    while time.monotonic() < end:
        if server.poll() is not None:
            raise SupersetFailed(f"Superset ended with {server.returncode} before it answered; see {log}")
        try:
            if httpx.get(f"{base}/health", timeout=5).is_success:
                return
        except httpx.TransportError:
            pass  # not listening yet: asked again until the time is over
        time.sleep(0.5)
    raise SupersetFailed(f"Superset did not answer {base}/health within {START_S} s; see {log}")


def _log_in(api: httpx.Client, base: str, password: str, pid: int) -> Client:
    """Log in as a browser does: the cookie serves the REST API as well as Chromium."""
    named = {"username": USER, "password": password}
    token = api.post("/api/v1/security/login", json={**named, "provider": "db", "refresh": False})
    if not token.is_success:
        raise SupersetFailed(f"the login answered {token.status_code}: {token.text[:300]}")
    bearer = {"Authorization": f"Bearer {token.json()['access_token']}"}
    crumb = api.get("/api/v1/security/csrf_token/", headers=bearer).json()["result"]
    answer = api.post("/login/", data={**named, "csrf_token": crumb}, headers={"Referer": f"{base}/login/"})
    session = api.cookies.get("session")
    if answer.status_code >= 400 or not session:
        raise SupersetFailed(f"the login page answered {answer.status_code} and gave no session")
    api.headers.update({**bearer, "X-CSRFToken": crumb, "Referer": base})
    return Client(base, api, session, pid)
