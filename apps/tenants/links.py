"""Links that let a person set a password: an invitation to the team, or a reset of what was forgotten.

What is mailed is signed and random; what is kept is its hash. A link works once, for a time, and only while it is the
newest of its person, so a copy in an old mail opens nothing.
"""

import hashlib
import hmac
import secrets
from datetime import timedelta
from uuid import UUID

from django.core.signing import BadSignature, Signer
from django.db import models
from django.utils import timezone

from apps.core.models import TenantOwned, row_security, tenant_key

SIGNER = Signer(salt="tenants.links")


class Purpose(models.TextChoices):
    INVITATION = "invitation", "Invitation"
    RESET = "reset", "Password reset"


LIVES = {Purpose.INVITATION: timedelta(days=7), Purpose.RESET: timedelta(hours=1)}


class AccountLink(TenantOwned):
    """One link of one person. `fingerprint` is the hash of the secret inside it."""

    staff = models.ForeignKey(
        "tenants.Staff", on_delete=models.CASCADE, db_constraint=False, db_index=False, related_name="links"
    )
    purpose = models.CharField(max_length=20, choices=Purpose.choices)
    fingerprint = models.BinaryField()
    created_at = models.DateTimeField(default=timezone.now)
    expires_at = models.DateTimeField()

    class Meta:
        db_table = "account_links"
        constraints = [
            models.UniqueConstraint(fields=["tenant", "staff"], name="uq_account_link"),
            tenant_key("account_links", "staff_id", "tenants.Staff", on_delete="CASCADE"),
            row_security(
                "account_links",
                {
                    "super_admin": "select, insert, update, delete",
                    "admin": "select, delete",
                    "service": "select, insert, update, delete",
                },
            ),
        ]

    def __str__(self) -> str:
        return f"{self.purpose} of {self.staff_id}"

    @property
    def is_live(self) -> bool:
        return self.expires_at > timezone.now()


def new_token(link_id: UUID) -> tuple[str, bytes]:
    """What goes into the mail, and the fingerprint that is kept."""
    secret = secrets.token_urlsafe(24)
    return SIGNER.sign(f"{link_id.hex}.{secret}"), _fingerprint(secret)


def named_by(token: str) -> tuple[UUID, bytes] | None:
    """The link that the token names, and the fingerprint it must have; None for what we never signed."""
    try:
        link_id, _, secret = SIGNER.unsign(token).partition(".")
        return UUID(link_id), _fingerprint(secret)
    except (BadSignature, ValueError):
        return None


def same(one: bytes, other: bytes) -> bool:
    return hmac.compare_digest(bytes(one), other)


def _fingerprint(secret: str) -> bytes:
    return hashlib.sha256(secret.encode()).digest()
