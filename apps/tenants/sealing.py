"""Secrets at rest: what the database holds of second factors is useless without the process's key.

Both functions know the keys of `SECRET_KEY_FALLBACKS` too, so a rotation locks nobody out.
"""

import base64
import hashlib
import hmac

from cryptography.fernet import Fernet, MultiFernet
from django.conf import settings


def seal(secret: bytes) -> bytes:
    return _sealer().encrypt(secret)


def unseal(sealed: bytes) -> bytes:
    """Raises cryptography.fernet.InvalidToken: no key of ours made it."""
    return _sealer().decrypt(sealed)


def fingerprints(text: str) -> list[bytes]:
    """Keyed hashes of `text`, the present key's first."""
    return [_derived(key, f"fingerprint:{text}") for key in _keys()]


def _sealer() -> MultiFernet:
    return MultiFernet([Fernet(base64.urlsafe_b64encode(_derived(key, "seal"))) for key in _keys()])


def _keys() -> list[str]:
    return [settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS]


def _derived(key: str, purpose: str) -> bytes:
    return hmac.new(key.encode(), f"second-factor:{purpose}".encode(), hashlib.sha256).digest()
