"""Superset on loopback, in an environment of its own: prepare, serve; and a client of its REST API.

    install(folder, REQUIREMENTS) -> prepare(folder) -> with serve(folder, password) as client: client.get(...)

gunicorn's sync workers hold one query at a time and Superset
closes the connection after each (NullPool), so a published file that was replaced is seen by the next query: DuckDB
gives two connections of one process the same old file as long as either is open.
"""

from __future__ import annotations

import secrets
import shutil
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import httpx
from own_server import ServerFailed, Start, answered, environment, free_port, running

ROOT = Path(__file__).parents[1]
REQUIREMENTS = ROOT / "tools" / "superset_requirements.txt"
WORKERS = 2
START_S = 180  # the first start compiles what Superset imports
USER = "admin"


@dataclass
class Client:
    """A logged-in client: `api` carries the token, `session` the cookie that a browser needs."""

    base: str
    api: httpx.Client
    session: str
    pid: int

    def get(self, path: str) -> Any:
        """The JSON of one address. Raises `ServerFailed` with Superset's words on any other answer than 2xx."""
        return answered(self.api.get(path))

    def post(self, path: str, **body: Any) -> Any:
        """The JSON that comes back from what is posted."""
        return answered(self.api.post(path, **body))

    def put(self, path: str, **body: Any) -> Any:
        """The JSON that comes back from what is put."""
        return answered(self.api.put(path, **body))


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
            raise ServerFailed(f"`superset {' '.join(command[:2])}` ended with {done.returncode}; see {log.name}")
    return password


@contextmanager
def serve(folder: Path, password: str) -> Iterator[Client]:
    """Superset on a free port of loopback, with a client that is logged in; ended when the block ends."""
    port = free_port()
    command = [str(folder / "venv" / "bin" / "gunicorn"), "--bind", f"127.0.0.1:{port}", "--workers", str(WORKERS)]
    command += ["--worker-class", "sync", "--timeout", "180", "superset.app:create_app()"]
    with (
        running(Start("Superset", command, _environment(folder), folder, START_S), port) as up,
        httpx.Client(base_url=up.base, timeout=120) as api,
    ):
        yield _log_in(api, up.base, password, up.pid)


def _environment(folder: Path) -> dict[str, str]:
    home = folder / "superset_home"
    return environment(
        SUPERSET_CONFIG_PATH=str(home / "superset_config.py"),
        SUPERSET_HOME=str(home),
        FLASK_APP="superset.app:create_app()",
        SCARF_ANALYTICS="false",
    )


def _log_in(api: httpx.Client, base: str, password: str, pid: int) -> Client:
    """Log in as a browser does: the cookie serves the REST API as well as Chromium."""
    named = {"username": USER, "password": password}
    token = api.post("/api/v1/security/login", json={**named, "provider": "db", "refresh": False})
    if not token.is_success:
        raise ServerFailed(f"the login answered {token.status_code}: {token.text[:300]}")
    bearer = {"Authorization": f"Bearer {token.json()['access_token']}"}
    crumb = api.get("/api/v1/security/csrf_token/", headers=bearer).json()["result"]
    answer = api.post("/login/", data={**named, "csrf_token": crumb}, headers={"Referer": f"{base}/login/"})
    session = api.cookies.get("session")
    if answer.status_code >= 400 or not session:
        raise ServerFailed(f"the login page answered {answer.status_code} and gave no session")
    api.headers.update({**bearer, "X-CSRFToken": crumb, "Referer": base})
    return Client(base, api, session, pid)
