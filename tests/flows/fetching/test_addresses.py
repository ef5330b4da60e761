"""Which addresses may be reached."""

from __future__ import annotations

from ipaddress import IPv4Address, IPv4Network, IPv6Address, IPv6Network, ip_network

import pytest
from hypothesis import given
from hypothesis import strategies as st

from flows.fetching.addresses import NAT64, is_reachable

# IANA's registries of special-purpose addresses, multicast and reserved space
SPECIAL = [
    *("0.0.0.0/8", "10.0.0.0/8", "100.64.0.0/10", "127.0.0.0/8", "169.254.0.0/16", "172.16.0.0/12", "192.0.0.0/29"),
    *("192.0.2.0/24", "192.168.0.0/16", "198.18.0.0/15", "198.51.100.0/24", "203.0.113.0/24", "224.0.0.0/4"),
    *("240.0.0.0/4", "255.255.255.255/32", "::/128", "::1/128", "::ffff:0:0/96", "64:ff9b::/96", "64:ff9b:1::/48"),
    *("100::/64", "2001::/32", "2001:2::/48", "2001:db8::/32", "2001:10::/28", "2002::/16", "3fff::/20", "5f00::/16"),
    *("fc00::/7", "fe80::/10", "fec0::/10", "ff00::/8", "::/96"),
]


@given(st.sampled_from(SPECIAL), st.data())
def test_no_address_of_a_special_range_is_reached(network: str, data: st.DataObject) -> None:
    space = ip_network(network)
    address = space[data.draw(st.integers(0, space.num_addresses - 1))]
    assert not is_reachable(str(address))
    assert is_reachable(str(address), [space]) or address in NAT64


@given(st.ip_addresses(v=4))
def test_an_address_is_no_more_reachable_inside_an_ipv6_address(address: IPv4Address) -> None:
    mapped = IPv6Address(int(address) + (0xFFFF << 32))
    translated = IPv6Address(int(address) + int(NAT64.network_address))
    assert not is_reachable(str(mapped))
    assert not is_reachable(str(translated))
    assert is_reachable(str(translated), [NAT64]) == is_reachable(str(address))
    assert is_reachable(str(mapped), [IPv4Network(f"{address}/32")])


@given(st.ip_addresses())
def test_what_ipaddress_calls_special_is_not_reached(address: IPv4Address | IPv6Address) -> None:
    special = (
        address.is_private or address.is_loopback or address.is_link_local or address.is_multicast
        or address.is_reserved or address.is_unspecified or not address.is_global
    )  # fmt: skip
    assert not (special and is_reachable(str(address)))


@pytest.mark.parametrize("address", ["93.184.215.14", "1.1.1.1", "2606:4700:4700::1111", "2a00:1450:4001:81b::200e"])
def test_public_addresses_are_reached(address: str) -> None:
    assert is_reachable(address)


@pytest.mark.parametrize("text", ["", "news.example", "1.2.3", "fe80::1%eth0", "1.1.1.1.1"])
def test_what_is_no_public_address_is_not_reached(text: str) -> None:
    assert not is_reachable(text)


def test_a_network_let_in_lets_in_no_other() -> None:
    allowed = [IPv4Network("127.0.0.1/32"), IPv6Network("fd00::/8")]
    assert is_reachable("127.0.0.1", allowed)
    assert is_reachable("fd12::1", allowed)
    assert not is_reachable("127.0.0.2", allowed)
    assert not is_reachable("::1", allowed)
