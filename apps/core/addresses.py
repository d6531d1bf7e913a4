"""The client's address: the peer's, unless the peer is a proxy of ours that tells another."""

from functools import lru_cache
from ipaddress import IPv4Network, IPv6Address, IPv6Network, ip_address, ip_network

from django.conf import settings
from django.http import HttpRequest

UNKNOWN = "0.0.0.0"  # noqa: S104  a unix-socket peer has no address


@lru_cache(maxsize=8)
def _networks(proxies: tuple[str, ...]) -> tuple[IPv4Network | IPv6Network, ...]:
    return tuple(ip_network(proxy) for proxy in proxies)


def _is_ours(address: str) -> bool:
    networks = _networks(tuple(settings.TRUSTED_PROXIES))
    return any(ip_address(address) in network for network in networks)


def _parsed(text: str) -> str | None:
    """The canonical form of an address, v4-mapped ones as v4, without a zone; None for anything else."""
    try:
        address = ip_address(text.strip().partition("%")[0])
    except ValueError:
        return None
    mapped = address.ipv4_mapped if isinstance(address, IPv6Address) else None
    return str(mapped or address)


def tells_truth(request: HttpRequest) -> bool:
    """Whether the peer is a proxy of ours, whose `X-Forwarded-*` headers are its own and not the client's."""
    return _is_ours(_parsed(request.META.get("REMOTE_ADDR", "")) or UNKNOWN)


def client_address(request: HttpRequest) -> str:
    """Walk `X-Forwarded-For` from the right while the speaker is a trusted proxy; stop at the first stranger."""
    speaker = _parsed(request.META.get("REMOTE_ADDR", "")) or UNKNOWN
    hops = request.headers.get("X-Forwarded-For", "").split(",")
    while hops and _is_ours(speaker):
        told = _parsed(hops.pop())
        if told is None:
            break
        speaker = told
    return speaker


def limited_address(address: str) -> str:
    """What limits count: an IPv4 address, or the /64 that one IPv6 customer is given."""
    parsed = ip_address(address)
    return str(ip_network((parsed, 64), strict=False)) if parsed.version == 6 else address
