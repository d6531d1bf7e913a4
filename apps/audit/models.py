"""The audit trail: append-only, partitioned by month, plain ids only, so that it neither blocks nor vanishes with the
data it speaks of."""

import uuid

from django.db import models
from django.utils import timezone

from apps.core.constraints import AppendOnly, PartitionedByMonth
from apps.core.models import TenantOwned, row_security

WRITERS = {
    "super_admin": "select, insert",
    "admin": "select, insert",
    "developer": "insert",
    "homeowner": "insert",
    "service": "insert",
    "anonymous": "insert",
    "gate": "select",
}


class AuditRow(models.Model):
    """One thing that happened. `xid` is the transaction that wrote it, stamped by a trigger, never by the writer."""

    id = models.UUIDField(default=uuid.uuid4, editable=False)
    at = models.DateTimeField(default=timezone.now)
    tenant = models.ForeignKey(
        "tenants.Tenant", on_delete=models.DO_NOTHING, db_constraint=False, db_index=False, related_name="+"
    )
    actor_id = models.UUIDField(null=True)
    actor_role = models.CharField(max_length=20)
    impersonated_by = models.UUIDField(null=True)
    event = models.CharField(max_length=60)
    category = models.CharField(max_length=20)
    subject_type = models.CharField(max_length=60, blank=True)
    subject_id = models.UUIDField(null=True)
    ip_address = models.GenericIPAddressField(null=True)
    request_path = models.CharField(max_length=300, blank=True)
    request_method = models.CharField(max_length=10, blank=True)
    request_id = models.CharField(max_length=64, blank=True)
    status = models.PositiveSmallIntegerField(null=True)
    request_payload = models.JSONField(default=dict)
    changes = models.JSONField(default=dict)
    xid = models.BigIntegerField(default=0, editable=False)

    class Meta:
        abstract = True

    def __str__(self) -> str:
        return f"{self.event} {self.id}"


class AuditLog(AuditRow):
    """The table. Its key holds the time too, as partitions by month demand."""

    pk = models.CompositePrimaryKey("id", "at")

    class Meta:
        db_table = "audit_log"
        ordering = ["-at"]
        indexes = [
            # With the category, so that days are counted without looking at the rows.
            models.Index(fields=["tenant", "-at", "-id"], include=["category"], name="ix_audit_tenant_newest"),
            models.Index(fields=["-at", "-id"], include=["category"], name="ix_audit_newest"),
            models.Index(fields=["tenant", "event", "-at"], name="ix_audit_tenant_event"),
            models.Index(fields=["tenant", "actor_id", "-at"], name="ix_audit_tenant_actor"),
            models.Index(fields=["tenant", "request_id"], name="ix_audit_tenant_request"),
            models.Index(fields=["tenant", "xid"], name="ix_audit_tenant_xid"),
        ]
        constraints = [
            PartitionedByMonth(name="audit_log_by_month", column="at"),
            row_security("audit_log", WRITERS),
            AppendOnly(name="audit_log_append_only"),
        ]


class AuditEntry(AuditRow):
    """The same rows for the admin's pages, which know no key of two columns: ids are random and so enough."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)

    class Meta:
        managed = False
        db_table = "audit_log"
        verbose_name_plural = "audit entries"


class ClientError(TenantOwned):
    """One kind of error in people's browsers, and how often it was told. Counted by a function of the gate only."""

    fingerprint = models.CharField(max_length=32)
    kind = models.CharField(max_length=40)
    message = models.CharField(max_length=500)
    source = models.CharField(max_length=200)
    stack = models.TextField()
    page = models.CharField(max_length=200)
    browser = models.CharField(max_length=120)
    count = models.PositiveIntegerField()
    first_seen = models.DateTimeField()
    last_seen = models.DateTimeField()
    last_request_id = models.CharField(max_length=64)

    class Meta:
        db_table = "client_errors"
        ordering = ["-last_seen", "-id"]
        indexes = [
            models.Index(fields=["tenant", "-last_seen"], name="ix_client_errors_seen"),
            models.Index(fields=["tenant", "first_seen"], name="ix_client_errors_first"),
        ]
        constraints = [
            models.UniqueConstraint(fields=["tenant", "fingerprint"], name="uq_client_error"),
            row_security(
                "client_errors",
                {"super_admin": "select, delete", "admin": "select", "gate": "select, insert, update"},
            ),
        ]

    def __str__(self) -> str:
        return self.message


class AuditSeal(models.Model):
    """A chained digest over a tenant's rows of the transactions in `[from_xid, to_xid)`. Made by the gate only."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    tenant = models.ForeignKey(
        "tenants.Tenant", on_delete=models.DO_NOTHING, db_constraint=False, db_index=False, related_name="+"
    )
    number = models.PositiveIntegerField()
    from_xid = models.BigIntegerField()
    to_xid = models.BigIntegerField()
    rows = models.PositiveIntegerField()
    first_at = models.DateTimeField()
    last_at = models.DateTimeField()
    digest = models.CharField(max_length=64)
    sealed_at = models.DateTimeField()

    class Meta:
        db_table = "audit_seals"
        ordering = ["number"]
        constraints = [
            models.UniqueConstraint(fields=["tenant", "number"], name="uq_audit_seal_number"),
            row_security("audit_seals", {"super_admin": "select", "admin": "select", "gate": "select, insert"}),
            AppendOnly(name="audit_seals_append_only"),
        ]

    def __str__(self) -> str:
        return f"seal {self.number} of {self.tenant_id}"
