"""Where a model is, and whether it may be asked there: one fixed https address, and none inside.

The name is resolved and judged for every call, and the call goes to the very address that was judged, so a name that
changes its mind in between leads nowhere else.
"""

import socket
from dataclasses import dataclass, field
from ipaddress import IPv4Address, IPv6Address, ip_address
from urllib.parse import urlsplit

from django.conf import settings

from .failures import Failed

Address = IPv4Address | IPv6Address


@dataclass(frozen=True, slots=True)
class Endpoint:
    """`base` is fixed for the life of the process; the key never shows in a representation. `private` lets the model be
    inside the own network, and on this very machine without https."""

    base: str
    model: str
    key: str = field(repr=False)
    private: bool = False

    @property
    def host(self) -> str:
        return urlsplit(self.base).hostname or ""

    @property
    def port(self) -> int:
        parts = urlsplit(self.base)
        return parts.port or (443 if parts.scheme == "https" else 80)

    @property
    def name(self) -> str:
        """As the `Host` header says it."""
        return urlsplit(self.base).netloc


def configured(kind: str) -> Endpoint | None:
    """What the settings `<kind>_URL`, `_NAME`, `_KEY` and `_PRIVATE` say. None where there is no such model, or where
    they are unsafe."""
    url, name, key, private = (getattr(settings, f"{kind}_{part}") for part in ("URL", "NAME", "KEY", "PRIVATE"))
    base = url.rstrip("/")
    if not base or flaw(base, private=private):
        return None
    return Endpoint(base, name, key, private)


def flaw(base: str, *, private: bool) -> str:
    """Why this is no address for a model; empty when it is one. Resolves nothing."""
    try:
        parts = urlsplit(base)
        host, _ = parts.hostname or "", parts.port
    except ValueError:
        return "is not an address"
    if not host or parts.username or parts.password or parts.query or parts.fragment:
        return "must be scheme, host and path alone"
    literal = _literal(host)
    local = host == "localhost" or (literal is not None and literal.is_loopback)
    if parts.scheme != "https" and not (parts.scheme == "http" and local and private):
        return "is not https"
    if (local or (literal and not is_public(literal))) and not private:
        return "is a private address"
    return ""


def judged_address(endpoint: Endpoint) -> str:
    """The address to connect to.

    Raises:
        Failed: the name does not resolve, or one of its addresses may not be asked.
    """
    try:
        found = socket.getaddrinfo(endpoint.host, endpoint.port, type=socket.SOCK_STREAM)
    except OSError as failure:
        raise Failed("unresolved") from failure
    addresses = [ip_address(str(row[4][0]).partition("%")[0]) for row in found]
    if not addresses or not all(_may_ask(endpoint, address) for address in addresses):
        raise Failed("private address", passing=False)
    return str(addresses[0])


def is_public(address: Address) -> bool:
    inner = getattr(address, "ipv4_mapped", None) or getattr(address, "sixtofour", None) or address
    return bool(inner.is_global and address.is_global and not inner.is_multicast)


def _may_ask(endpoint: Endpoint, address: Address) -> bool:
    if endpoint.base.startswith("http:"):
        return endpoint.private and address.is_loopback
    return endpoint.private or is_public(address)


def _literal(host: str) -> Address | None:
    try:
        return ip_address(host)
    except ValueError:
        return None
