"""The second factor of a person: an authenticator app, and recovery codes for when it is lost.

django-otp gives the algorithm and the throttling. Its own tables have no tenant and hold secrets as they are, so these
stand in their place. Only the platform's scope reaches them: no role that acts for a tenant can read a secret.
"""

import time
from typing import ClassVar

from django.db import models
from django_otp.models import Device, ThrottlingMixin, TimestampMixin
from django_otp.oath import TOTP

from apps.core.models import TenantOwned, row_security, tenant_key

from . import sealing

GRANTS = {"super_admin": "select, insert, update, delete"}
STEP, DIGITS, TOLERANCE = 30, 6, 1
# The wait after failures doubles from one second up to 256: no guess succeeds, and nobody is kept out for days.
LONGEST_THROTTLE = 9


class Authenticator(TimestampMixin, ThrottlingMixin, Device, TenantOwned):
    """An app that shows a code every 30 seconds. Not `confirmed`: being set up, and asked for nothing."""

    name = None
    user = models.ForeignKey("tenants.Staff", on_delete=models.CASCADE, db_constraint=False, db_index=False)
    sealed_key = models.BinaryField()
    drift = models.SmallIntegerField(default=0)
    last_t = models.BigIntegerField(default=-1)

    class Meta:
        db_table = "authenticators"
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["tenant", "user"], name="uq_authenticator"),
            tenant_key("authenticators", "user_id", "tenants.Staff", on_delete="CASCADE"),
            row_security("authenticators", GRANTS | {"gate": "select"}),
        ]

    def __str__(self) -> str:
        return f"authenticator of {self.user_id}"

    @property
    def key(self) -> bytes:
        return sealing.unseal(bytes(self.sealed_key))

    @key.setter
    def key(self, key: bytes) -> None:
        self.sealed_key = sealing.seal(key)

    def verify_token(self, token: str) -> bool:
        """Whether `token` is a code of the app, or a recovery code, which it uses up. Call it on a locked row."""
        allowed, _ = self.verify_is_allowed()
        verified = allowed and (self._shows(token) or self._recovers(token))
        if verified:
            self.throttle_reset(commit=False)
            self.set_last_used_timestamp(commit=False)
        elif allowed:
            self.throttle_increment(commit=False)
        self.save()
        return verified

    def _shows(self, token: str) -> bool:
        """A code counts once: only later ones than the last are taken."""
        if not (len(token) == DIGITS and token.isascii() and token.isdigit()):
            return False
        clock = TOTP(self.key, STEP, digits=DIGITS, drift=self.drift)
        clock.time = time.time()
        if not clock.verify(int(token), TOLERANCE, self.last_t + 1):
            return False
        self.last_t, self.drift = clock.t(), clock.drift
        # Sealed anew, so that a rotated key of the process is left behind in time.
        self.key = self.key
        return True

    def _recovers(self, token: str) -> bool:
        codes = RecoveryCode.objects.filter(tenant_id=self.tenant_id, user_id=self.user_id)
        used, _ = codes.filter(fingerprint__in=sealing.fingerprints(RecoveryCode.plain(token))).delete()
        return used == 1

    def throttle_increment(self, commit: bool = True) -> None:
        super().throttle_increment(commit=False)
        self.throttling_failure_count = min(self.throttling_failure_count, LONGEST_THROTTLE)
        if commit:
            self.save()

    def get_throttle_factor(self) -> int:
        return 1


class RecoveryCode(TenantOwned):
    """Stands in for the app once."""

    user = models.ForeignKey(
        "tenants.Staff", on_delete=models.CASCADE, db_constraint=False, db_index=False, related_name="+"
    )
    fingerprint = models.BinaryField()

    class Meta:
        db_table = "recovery_codes"
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["tenant", "user", "fingerprint"], name="uq_recovery_code"),
            tenant_key("recovery_codes", "user_id", "tenants.Staff", on_delete="CASCADE"),
            row_security("recovery_codes", GRANTS),
        ]

    def __str__(self) -> str:
        return f"recovery code of {self.user_id}"

    @staticmethod
    def plain(code: str) -> str:
        """However it was typed."""
        return "".join(letter for letter in code.lower() if letter.isalnum())
