"""One message to one webhook: signed, to the judged address only, without redirects, proxies or patience.

What is signed is `<timestamp>.<body>`, with HMAC-SHA-256 and the tenant's secret. The receiver refuses old timestamps.
"""

import hashlib
import hmac
import json
import ssl
import time
from functools import cache
from typing import Any
from uuid import UUID

import httpx
from cryptography.fernet import InvalidToken

from apps.core import sealing

from .targets import Refused, Target, address_of, judged

PURPOSE = "anomaly-webhook"
# The key that sealed it is gone from the process, so only a new secret helps.
UNREADABLE = "secret cannot be read: please set it again"
WAITS = httpx.Timeout(5.0, connect=3.0)


def send(url: str, sealed_secret: bytes, key: UUID, body: dict[str, Any]) -> str:
    """'' when the other side has taken it, else why not, in a word of ours. Opens no transaction."""
    content = json.dumps(body, separators=(",", ":")).encode()
    try:
        secret = sealing.unseal(PURPOSE, bytes(sealed_secret))
        target = judged(url)
        return _post(target, address_of(target), content, _headers(target, secret, key, content))
    except InvalidToken:
        return UNREADABLE
    except Refused as refused:
        return str(refused)
    except httpx.HTTPError as failure:
        return type(failure).__name__


def signature(secret: bytes, timestamp: str, content: bytes) -> str:
    return "v1=" + hmac.new(secret, timestamp.encode() + b"." + content, hashlib.sha256).hexdigest()


def _headers(target: Target, secret: bytes, key: UUID, content: bytes) -> dict[str, str]:
    timestamp = str(int(time.time()))
    return {
        "Host": httpx.URL(target.url).netloc.decode(),
        "Content-Type": "application/json",
        "User-Agent": "OpenHouse",
        "X-OpenHouse-Delivery": str(key),
        "X-OpenHouse-Timestamp": timestamp,
        "X-OpenHouse-Signature": signature(secret, timestamp, content),
    }


def _post(target: Target, address: str, content: bytes, headers: dict[str, str]) -> str:
    """What the other side says is never read: only whether it has taken the message."""
    url = httpx.URL(target.url).copy_with(host=address)
    options = {"sni_hostname": target.host}
    with (
        httpx.Client(verify=_trust(), trust_env=False, follow_redirects=False, timeout=WAITS) as client,
        client.stream("POST", url, content=content, headers=headers, extensions=options) as response,
    ):
        return "" if response.is_success else f"status {response.status_code}"


@cache
def _trust() -> ssl.SSLContext:
    return httpx.create_ssl_context(trust_env=False)
