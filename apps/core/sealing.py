"""Secrets at rest that have to be read again: what the database holds of them is useless without the process's key.

Every purpose has a key of its own, so what was sealed for one cannot be passed off as another's. The keys of
`SECRET_KEY_FALLBACKS` are known too, so a rotation locks nobody out.
"""

import base64
import hashlib
import hmac

from cryptography.fernet import Fernet, MultiFernet
from django.conf import settings


def seal(purpose: str, secret: bytes) -> bytes:
    return sealer(purpose).encrypt(secret)


def unseal(purpose: str, sealed: bytes) -> bytes:
    """Raises cryptography.fernet.InvalidToken: no key of ours made it for this purpose."""
    return sealer(purpose).decrypt(sealed)


def derived(purpose: str) -> list[bytes]:
    """A key for this purpose from each of the process's secrets, the present one's first."""
    keys = [settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS]
    return [hmac.new(key.encode(), purpose.encode(), hashlib.sha256).digest() for key in keys]


def sealer(purpose: str) -> MultiFernet:
    """Ask for it once where many are unsealed."""
    return MultiFernet([Fernet(base64.urlsafe_b64encode(key)) for key in derived(purpose)])
