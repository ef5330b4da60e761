"""Which addresses may be reached: public ones, and those in networks that the settings let in.

An address is judged when it is connected to, never when its name is first read: between the two a name may change
its address (DNS rebinding). See `flows.fetching.network`.
"""

from __future__ import annotations

from collections.abc import Iterable
from ipaddress import IPv4Address, IPv6Address, IPv6Network, ip_address

from flows.fetching.settings import Network

# Ranges that `ipaddress` holds for global, or does in some versions of Python, though no news site is there
# (IANA's special-purpose registry; RFC 6052, 8215, 3056, 4193, 9637, 9602).
NAT64 = IPv6Network("64:ff9b::/96")
_CLOSED = tuple(
    IPv6Network(one)
    for one in ("64:ff9b::/96", "64:ff9b:1::/48", "2002::/16", "2001::/32", "fec0::/10", "3fff::/20", "5f00::/16")
)


def is_reachable(address: str, allowed: Iterable[Network] = ()) -> bool:
    """Whether the address may be connected to. False for what is no address.

    An IPv6 address that carries an IPv4 address (mapped, or NAT64 where it is let in) is judged by that one as well.

    >>> is_reachable("93.184.215.14"), is_reachable("10.0.0.1"), is_reachable("::ffff:127.0.0.1")
    (True, False, False)
    """
    try:
        parsed = ip_address(address.partition("%")[0])
    except ValueError:
        return False
    networks = tuple(allowed)
    if isinstance(parsed, IPv6Address):
        if parsed.ipv4_mapped is not None:
            return _is_in(parsed, networks) or _is_in(parsed.ipv4_mapped, networks)
        if parsed in NAT64 and _is_in(parsed, networks):
            return is_reachable(str(IPv4Address(int(parsed) & 0xFFFF_FFFF)), networks)
    return _is_in(parsed, networks) or _is_public(parsed)


def _is_in(address: IPv4Address | IPv6Address, networks: Iterable[Network]) -> bool:
    return any(address in network for network in networks)


def _is_public(address: IPv4Address | IPv6Address) -> bool:
    if isinstance(address, IPv6Address) and _is_in(address, _CLOSED):
        return False
    special = address.is_multicast or address.is_reserved or address.is_unspecified
    return address.is_global and not special and not address.is_private
