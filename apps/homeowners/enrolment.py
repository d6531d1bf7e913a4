"""The secret behind a home's card: how it is made, written, typed, hashed and sealed.

A card has two codes: a long one inside the link of the QR, and a short one to type by hand. Both are Crockford base32,
so no letter is mistaken for another, and capitals, spaces and dashes make no difference. A card is found by a keyed
hash; beside it stand both codes, sealed, so that a card that works can be printed again (ADR 17). The keys are the
process's: whoever reads the database alone can neither sign in nor test guesses.
"""

import hashlib
import hmac
import secrets
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta

from cryptography.fernet import InvalidToken
from django.conf import settings
from django.utils import timezone

from apps.core import sealing

ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
LONG, SHORT, GROUP = 28, 12, 4  # characters of 5 bits: 140 and 60
LABEL = b"openhouse.enrolment.v1"
PURPOSE = "enrolment:seal"
LOOKALIKES = str.maketrans("OIL", "011", " -\u2010\u2011\u2012\u2013\u2014\u00a0\t")


@dataclass(frozen=True, slots=True)
class Card:
    """What is printed, and what the answer of issuing says."""

    url: str
    short_code: str
    expires_at: datetime


@dataclass(frozen=True, slots=True)
class Secret:
    """A new pair of codes, in the form that is hashed."""

    long: str
    short: str

    def card(self, expires_at: datetime) -> Card:
        groups = [self.short[at : at + GROUP] for at in range(0, SHORT, GROUP)]
        return Card(f"{settings.PUBLIC_ORIGIN}/join/{self.long}", "-".join(groups), expires_at)

    def sealed(self) -> bytes:
        return sealing.seal(PURPOSE, f"{self.long} {self.short}".encode())


def new_secret() -> Secret:
    return Secret(_random(LONG), _random(SHORT))


def end_of_a_new_card() -> datetime:
    return timezone.now() + timedelta(days=settings.ENROLMENT_DAYS)


def unsealed(rows: Iterable[tuple[bytes, bytes]]) -> Iterator[Secret | None]:
    """The codes behind each pair of seal and hash of the long code; None where the seal is not of this very card."""
    sealer = sealing.sealer(PURPOSE)
    for sealed, code_hash in rows:
        try:
            secret = Secret(*sealer.decrypt(sealed).decode().split(" "))
        except InvalidToken:
            yield None
        else:
            yield secret if code_hash in hashes(secret.long) else None


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
