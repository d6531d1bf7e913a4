"""Where a webhook may lead: https, to a host that the operator has listed by its exact name, and never inside.

The name is resolved and judged for every message, and the connection goes to the very address that was judged, so a
name that changes its mind in between leads nowhere else.
"""

import socket
from dataclasses import dataclass
from ipaddress import ip_address
from urllib.parse import urlsplit

from django.conf import settings

from apps.core.model_service.endpoint import is_public

LOOPBACK = "127.0.0.1"


class Refused(Exception):
    """Nothing is sent there. `str()` is a word for the row, and for the person who sets it up."""


@dataclass(frozen=True, slots=True)
class Target:
    """An address that may be written to, as far as its text tells."""

    url: str
    host: str
    port: int

    @property
    def is_test(self) -> bool:
        return self.url.startswith("http:")


def judged(url: str) -> Target:
    """
    Raises:
        Refused: the address is not one of those that are allowed. Resolves nothing.
    """
    try:
        parts = urlsplit(url)
        host, port = parts.hostname or "", parts.port
    except ValueError:
        raise Refused("not an address") from None
    if not url.isascii() or any(mark.isspace() or mark == "\\" for mark in url):
        raise Refused("not an address")
    if parts.username is not None or parts.password is not None or parts.fragment:
        raise Refused("not a plain address")
    if parts.scheme != "https" and not (parts.scheme == "http" and _is_test_loopback(host)):
        raise Refused("not https")
    named = host if port in (None, 443) else f"{host}:{port}"
    if named not in settings.WEBHOOK_HOSTS:
        raise Refused("host not listed")
    return Target(url, host, port or 443)


def address_of(target: Target) -> str:
    """The address to connect to.

    Raises:
        Refused: the name does not resolve, or one of its addresses lies inside.
    """
    try:
        found = socket.getaddrinfo(target.host, target.port, type=socket.SOCK_STREAM)
    except (OSError, UnicodeError):
        raise Refused("unresolved") from None
    addresses = {str(row[4][0]).partition("%")[0] for row in found}
    if not addresses or not all(_may_be_reached(target, address) for address in addresses):
        raise Refused("private address")
    return min(addresses)


def _may_be_reached(target: Target, address: str) -> bool:
    if target.is_test:
        return address == LOOPBACK
    return is_public(ip_address(address))


def _is_test_loopback(host: str) -> bool:
    """Only tests switch it on; `check --deploy` refuses it, and no variable of the environment does."""
    return settings.WEBHOOK_TEST_LOOPBACK and host == LOOPBACK
