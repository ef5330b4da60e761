"""How the network is asked, from the environment (`STANCEHOUSE_FETCH_...`): how fast, how much, how long, and whom.

The defaults suit a polite reader of many sites. `allowed_networks` and `trust_env` open doors that are shut on purpose:
the first lets private addresses in, the second hands name resolution to a proxy, past the guard of addresses.
"""

from __future__ import annotations

import re
from importlib.metadata import version
from ipaddress import IPv4Network, IPv6Network, ip_network
from pathlib import Path
from typing import Annotated

from pydantic import Field, field_validator
from pydantic_settings import NoDecode, SettingsConfigDict

from flows.environment import FromEnvironment

PREFIX = "STANCEHOUSE_FETCH_"
PRODUCT = "stancehouse"
Network = IPv4Network | IPv6Network
_CONTACT = re.compile(r"https?://[!-'*-~]+|[!-'*-~]+@[!-'*-~]+")  # printable, and no brackets: it stands in a comment


class FetchSettings(FromEnvironment):
    """What fetching can be told. Sizes in bytes, times in seconds; `retries` come after the first try."""

    model_config = SettingsConfigDict(env_prefix=PREFIX, extra="ignore")

    contact: str | None = Field(None, description="Mail address or page of whoever runs this; servers are told it.")
    connections: int = Field(16, ge=1, le=1000, description="Requests under way at once, in all.")
    connections_per_host: int = Field(2, ge=1, le=100, description="Requests under way at once to one host.")
    delay_s: float = Field(1, ge=0, le=3600, description="Least time between the starts of two requests to one host.")
    timeout_s: float = Field(20, gt=0, le=3600, description="Longest wait to connect, or for the next bytes.")
    deadline_s: float = Field(
        120, gt=0, le=86_400, description="Longest time for one try at a URL, all redirects together."
    )
    max_bytes: int = Field(50_000_000, ge=1, description="Largest body, as sent and as unpacked.")
    retries: int = Field(3, ge=0, le=20, description="Further tries after 429, 5xx, time-outs, lost connections.")
    retry_wait_s: float = Field(1, ge=0, le=3600, description="Wait before the first of them; it doubles each time.")
    retry_wait_max_s: float = Field(30, ge=0, le=3600, description="Longest such wait.")
    wait_max_s: float = Field(
        120, ge=0, le=86_400, description="Longest Retry-After or crawl delay that is waited for."
    )
    max_redirects: int = Field(10, ge=0, le=50, description="Redirects followed for one URL.")
    obey_robots: bool = Field(True, description="Ask each host's robots.txt, and do as it says.")
    robots_expiry_s: float = Field(86_400, gt=0, le=86_400, description="How long a robots.txt is believed.")
    allowed_networks: Annotated[tuple[Network, ...], NoDecode] = Field(
        (), description="Networks let in though they are not public, with commas between: 10.1.0.0/16,127.0.0.0/8."
    )
    ca_file: Path | None = Field(None, description="PEM file of a further certificate authority to trust.")
    trust_env: bool = Field(
        False,
        description="Use HTTP_PROXY, HTTPS_PROXY and NO_PROXY; the proxy then decides which addresses are reached.",
    )

    @field_validator("allowed_networks", mode="before")
    @classmethod
    def _networks(cls, value: object) -> object:
        if not isinstance(value, str):
            return value
        return tuple(ip_network(one.strip()) for one in value.split(",") if one.strip())

    @field_validator("contact")
    @classmethod
    def _contact(cls, value: str | None) -> str | None:
        if value is not None and not _CONTACT.fullmatch(value):
            raise ValueError("a contact is a mail address or an http(s) URL, without spaces and brackets")
        return value

    @field_validator("ca_file")
    @classmethod
    def _ca_file(cls, value: Path | None) -> Path | None:
        if value is not None and not value.is_file():
            raise ValueError("there is no such file")
        return value

    @property
    def user_agent(self) -> str:
        """What servers are told of who asks: product, version, contact."""
        contact = f"+{self.contact}" if self.contact else "no contact given"
        return f"{PRODUCT}/{version(PRODUCT)} ({contact})"
