"""Residents, and the secret behind the QR card of their home. Their sessions live in the gate."""

from django.db import models
from django.db.models import Q

from apps.core.constraints import TenantForeignKey
from apps.core.models import DevelopmentOwned, development_key, identity_key, row_security, tenant_key
from apps.developments.models import Unit

from .importing.models import HomeImport

__all__ = ["CardScan", "EnrolmentCode", "HomeImport", "Homeowner", "ScanOutcome", "unit_key"]


def unit_key(table: str) -> TenantForeignKey:
    """The unit is of this very development, and so of this tenant."""
    return TenantForeignKey(
        name=f"fk_{table}_unit",
        columns=("tenant_id", "development_id", "unit_id"),
        to="developments.Unit",
        to_columns=("tenant_id", "development_id", "id"),
    )


class Homeowner(DevelopmentOwned):
    """A resident of one unit. `name` may be blank: a home can be joined before its people are recorded."""

    unit = models.ForeignKey(
        Unit, on_delete=models.CASCADE, db_constraint=False, db_index=False, related_name="homeowners"
    )
    name = models.CharField(max_length=120, blank=True)
    email = models.EmailField(blank=True)
    phone = models.CharField(max_length=40, blank=True)
    # Both by a trigger: a keyed hash of the e-mail, to be compared without reading it, and the transaction that set it.
    email_key = models.BinaryField(null=True, editable=False)
    xid = models.BigIntegerField(default=0, editable=False)
    is_active = models.BooleanField(default=True)
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        db_table = "homeowners"
        ordering = ["created_at"]
        indexes = [
            models.Index(fields=["tenant", "development", "unit"], name="ix_homeowner_unit"),
            models.Index(fields=["tenant", "xid"], name="ix_homeowner_xid"),
        ]
        constraints = [
            identity_key("homeowners"),
            development_key("homeowners"),
            unit_key("homeowners"),
            row_security(
                "homeowners",
                {
                    "super_admin": "select, insert, update, delete",
                    "admin": "select, insert, update, delete",
                    "developer": "select, insert, update, delete",
                    "homeowner": "select",
                    "service": "select, insert, update",
                },
                development="development_id",
                unit="unit_id",
                homeowner="id",
            ),
        ]

    def __str__(self) -> str:
        return self.name or "Resident"


class EnrolmentCode(DevelopmentOwned):
    """The secret of a unit's card: hashed, to be found by, and sealed, to be printed again. At most one is live a unit.

    `sealed` is empty for cards that no longer work, and for those made before cards could be printed again.
    """

    unit = models.ForeignKey(Unit, on_delete=models.CASCADE, db_constraint=False, db_index=False, related_name="+")
    code_hash = models.BinaryField()
    short_hash = models.BinaryField()
    sealed = models.BinaryField(null=True)
    printed_at = models.DateTimeField(null=True, blank=True)
    scans = models.PositiveIntegerField(default=0)
    last_scan_at = models.DateTimeField(null=True, blank=True)
    expires_at = models.DateTimeField()
    revoked_at = models.DateTimeField(null=True, blank=True)
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        db_table = "enrolment_codes"
        ordering = ["-created_at"]
        indexes = [models.Index(fields=["tenant", "development", "unit"], name="ix_enrolment_unit")]
        constraints = [
            identity_key("enrolment_codes"),
            models.UniqueConstraint(fields=["tenant", "unit"], condition=Q(revoked_at=None), name="uq_enrolment_live"),
            development_key("enrolment_codes"),
            unit_key("enrolment_codes"),
            row_security(
                "enrolment_codes",
                {
                    "super_admin": "select, insert, update",
                    "admin": "select, insert, update",
                    "developer": "select, insert, update",
                    "service": "select, insert, update",
                    "gate": "select",
                },
                development="development_id",
            ),
        ]

    def __str__(self) -> str:
        return f"card of {self.unit_id}"


class ScanOutcome(models.TextChoices):
    JOINED = "joined", "Signed in"
    WAITS = "waits", "Waits to be let in"
    NOBODY_ACTIVE = "nobody_active", "Refused: nobody of this home is active"


class CardScan(DevelopmentOwned):
    """One use of a working card: when, and how it went. Who it was stays with the audit trail."""

    unit = models.ForeignKey(Unit, on_delete=models.CASCADE, db_constraint=False, db_index=False, related_name="+")
    card = models.ForeignKey(
        EnrolmentCode, on_delete=models.CASCADE, db_constraint=False, db_index=False, related_name="+"
    )
    outcome = models.CharField(max_length=20, choices=ScanOutcome.choices)
    at = models.DateTimeField(auto_now_add=True)

    class Meta:
        db_table = "card_scans"
        ordering = ["-at", "-id"]
        indexes = [models.Index(fields=["tenant", "unit", "-at", "-id"], name="ix_card_scan_unit")]
        constraints = [
            models.CheckConstraint(condition=Q(outcome__in=ScanOutcome.values), name="ck_card_scan_outcome"),
            development_key("card_scans"),
            unit_key("card_scans"),
            tenant_key("card_scans", "card_id", "homeowners.EnrolmentCode", on_delete="CASCADE"),
            row_security(
                "card_scans",
                {
                    "super_admin": "select",
                    "admin": "select",
                    "developer": "select",
                    "service": "select, insert",
                },
                development="development_id",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.outcome} {self.at}"


class DeviceRequest(DevelopmentOwned):
    """A further device that asks to come into a home. `allowed` is None until somebody there decides."""

    unit = models.ForeignKey(Unit, on_delete=models.CASCADE, db_constraint=False, db_index=False, related_name="+")
    device = models.CharField(max_length=120, blank=True)
    number = models.CharField(max_length=2)
    allowed = models.BooleanField(null=True)
    expires_at = models.DateTimeField()
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        db_table = "device_requests"
        ordering = ["-created_at", "-id"]
        indexes = [models.Index(fields=["tenant", "unit", "-created_at", "-id"], name="ix_device_request_unit")]
        constraints = [
            identity_key("device_requests"),
            development_key("device_requests"),
            unit_key("device_requests"),
            row_security(
                "device_requests",
                {
                    "super_admin": "select",
                    "admin": "select",
                    "homeowner": "select, update",
                    "service": "select, insert, update, delete",
                },
                development="development_id",
                unit="unit_id",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.device} {self.number}"
