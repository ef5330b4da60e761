"""Settings of fetching."""

from __future__ import annotations

from ipaddress import ip_network
from pathlib import Path

import pytest

from flows.fetching.settings import PREFIX, FetchSettings
from schemas.errors import InputError


def test_networks_are_read_with_commas_between(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(PREFIX + "ALLOWED_NETWORKS", "127.0.0.0/8, fd00::/8,")
    assert FetchSettings().allowed_networks == (ip_network("127.0.0.0/8"), ip_network("fd00::/8"))


@pytest.mark.parametrize(
    ("name", "value"),
    [
        *(("CONNECTIONS", "0"), ("DELAY_S", "-1"), ("TIMEOUT_S", "soon"), ("ALLOWED_NETWORKS", "10.0.0.1/8")),
        *(("ALLOWED_NETWORKS", "home"), ("CA_FILE", "/no/such/file.pem"), ("CONTACT", "me"), ("RETRIES", "1000")),
        *(("CONTACT", "a@b.example\r\nX: y"), ("CONTACT", "a@b.example (me)"), ("DELAY_S", "nan")),
    ],
)
def test_a_wrong_value_names_its_variable(monkeypatch: pytest.MonkeyPatch, name: str, value: str) -> None:
    monkeypatch.setenv(PREFIX + name, value)
    with pytest.raises(InputError, match=PREFIX + name):
        FetchSettings()


def test_private_addresses_robots_and_proxies_are_closed_by_default() -> None:
    settings = FetchSettings()
    assert (settings.allowed_networks, settings.obey_robots, settings.trust_env) == ((), True, False)


def test_the_agent_tells_contact_and_version_or_that_there_is_no_contact() -> None:
    assert FetchSettings(contact="https://news.example/bot").user_agent.endswith(" (+https://news.example/bot)")
    agent = FetchSettings().user_agent
    assert agent.startswith("stancehouse/")
    assert agent.endswith(" (no contact given)")


def test_a_file_of_certificates_must_be_there(tmp_path: Path) -> None:
    (tmp_path / "ca.pem").write_text("nothing")
    assert FetchSettings(ca_file=tmp_path / "ca.pem").ca_file == tmp_path / "ca.pem"
