"""The secret behind a home's card: how it is made, written, typed and hashed. Only hashes are kept.

A card has two codes: a long one inside the link of the QR, and a short one to type by hand. Both are Crockford base32,
so no letter is mistaken for another, and capitals, spaces and dashes make no difference. The hash is keyed: whoever
reads the database alone can neither sign in nor test guesses.
"""

import hashlib
import hmac
import secrets
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.conf import settings
from django.utils import timezone

ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
LONG, SHORT, GROUP = 28, 12, 4  # characters of 5 bits: 140 and 60
LABEL = b"openhouse.enrolment.v1"
LOOKALIKES = str.maketrans("OIL", "011", " -\u2010\u2011\u2012\u2013\u2014\u00a0\t")


@dataclass(frozen=True, slots=True)
class Card:
    """What is printed. It exists in this answer only and cannot be read back."""

    url: str
    short_code: str
    expires_at: datetime


@dataclass(frozen=True, slots=True)
class Secret:
    """A new pair of codes, in the form that is hashed."""

    long: str
    short: str

    def card(self) -> Card:
        groups = [self.short[at : at + GROUP] for at in range(0, SHORT, GROUP)]
        expires_at = timezone.now() + timedelta(days=settings.ENROLMENT_DAYS)
        return Card(f"{settings.PUBLIC_ORIGIN}/join/{self.long}", "-".join(groups), expires_at)


def new_secret() -> Secret:
    return Secret(_random(LONG), _random(SHORT))


def hashed(code: str) -> bytes:
    """The hash to store."""
    return _hash(settings.SECRET_KEY, code)


def hashes(code: str) -> list[bytes]:
    """The hashes a code may be stored under: cards outlive a change of SECRET_KEY while the old one is a fallback."""
    return [_hash(key, code) for key in (settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS)]


def _hash(secret: str, code: str) -> bytes:
    key = hmac.new(secret.encode(), LABEL, hashlib.sha256).digest()
    return hmac.new(key, code.upper().translate(LOOKALIKES).encode(), hashlib.sha256).digest()


def _random(length: int) -> str:
    return "".join(secrets.choice(ALPHABET) for _ in range(length))
