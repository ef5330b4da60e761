"""Label Studio on loopback, in an environment of its own: serve, and sign people up.

    install(folder, REQUIREMENTS) -> with serve(folder) as server: server.person("ann@example.org").post(...)

A person is logged in as a browser is, by a cookie.
"""

from __future__ import annotations

import secrets
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import httpx
from own_server import ServerFailed, Start, answered, environment, free_port, running

ROOT = Path(__file__).parents[1]
REQUIREMENTS = ROOT / "tools" / "label_studio_requirements.txt"
START_S = 240  # the first start compiles what it imports, and makes its tables
FIRST = "ann@example.org"


@dataclass
class Person:
    """Someone who is logged in: what they ask of the REST API, and the cookies that a browser needs."""

    email: str
    number: int
    api: httpx.Client

    def get(self, path: str) -> Any:
        """The JSON of one address. Raises `ServerFailed` with its words on any other answer than 2xx."""
        return answered(self.api.get(path))

    def post(self, path: str, body: Any) -> Any:
        """The JSON that comes back from what is posted."""
        return answered(self.api.post(path, json=body, headers={"X-CSRFToken": self.api.cookies["csrftoken"]}))


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
                raise ServerFailed(f"{email} could not log in at {address}: {answer.status_code}")
            told = answered(api.get("/api/current-user/whoami"))
            yield Person(email, int(told["id"]), api)


@contextmanager
def serve(folder: Path) -> Iterator[Server]:
    """A new Label Studio on a free port of loopback, in SQLite, with one user; its data are removed at the end."""
    port, password, data = free_port(), secrets.token_urlsafe(16), folder / "data"
    shutil.rmtree(data, ignore_errors=True)
    data.mkdir(parents=True)
    command = [str(folder / "venv" / "bin" / "label-studio"), "start", "--no-browser", "--internal-host", "127.0.0.1"]
    command += ["--port", str(port), "--username", FIRST, "--password", password]
    try:
        with running(Start("Label Studio", command, _environment(data), folder, START_S), port) as up:
            yield Server(up.base, password)
    finally:
        shutil.rmtree(data)


def _environment(data: Path) -> dict[str, str]:
    """Its data in one folder, and nothing told to anybody: no analytics, no reports of errors, no look for updates."""
    return environment(
        LABEL_STUDIO_BASE_DATA_DIR=str(data),
        DJANGO_DB="sqlite",
        COLLECT_ANALYTICS="false",
        LATEST_VERSION_CHECK="false",
        SENTRY_DSN="",
        FRONTEND_SENTRY_DSN="",
        LABEL_STUDIO_DISABLE_SIGNUP_WITHOUT_LINK="true",
    )
