"""What the detectors found, up to where they have looked, and what a tenant has set for itself.

Findings hold ids, counts and times, no personal data. They name rows by plain ids, so they neither block nor vanish
with what they speak of.
"""

from django.db import models

from apps.core.models import TenantOwned, identity_key, row_security

from . import catalogue
from .catalogue import Detector, Severity, State
from .webhook_models import Delivery, Webhook

__all__ = ["Delivery", "Finding", "Mark", "Revision", "Threshold", "Webhook"]

MOST_EVIDENCE = 50
BY_ADMINS = {
    "super_admin": "select, insert, update, delete",
    "admin": "select, insert, update, delete",
    "service": "select",
}


class Finding(TenantOwned):
    """One condition that a detector has found, however often it came again.

    `evidence` are the newest rows behind it: where they stand, their id, when, and what. `measures` are the numbers
    that were too high, beside their thresholds.
    """

    detector = models.CharField(max_length=30, choices=Detector.choices)
    kind = models.CharField(max_length=30)
    severity = models.CharField(max_length=10, choices=Severity.choices)
    fingerprint = models.CharField(max_length=64)
    state = models.CharField(max_length=14, choices=State.choices, default=State.OPEN)
    subject_type = models.CharField(max_length=60, blank=True)
    subject_id = models.UUIDField(null=True, blank=True)
    in_development = models.UUIDField(null=True, blank=True)
    address = models.GenericIPAddressField(null=True, blank=True)
    measures = models.JSONField(default=dict)
    evidence = models.JSONField(default=list)
    count = models.PositiveIntegerField(default=0)
    first_seen = models.DateTimeField()
    last_seen = models.DateTimeField()
    note = models.CharField(max_length=1000, blank=True)
    muted_until = models.DateTimeField(null=True, blank=True)
    acted_by = models.UUIDField(null=True, blank=True)
    acted_at = models.DateTimeField(null=True, blank=True)
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        db_table = "anomaly_findings"
        ordering = ["-last_seen", "-id"]
        verbose_name = "anomaly"
        verbose_name_plural = "anomalies"
        indexes = [
            models.Index(fields=["tenant", "-last_seen", "-id"], name="ix_finding_last_seen"),
            models.Index(fields=["-last_seen", "-id"], name="ix_finding_newest"),
            models.Index(fields=["tenant", "detector", "-last_seen", "-id"], name="ix_finding_detector"),
        ]
        constraints = [
            identity_key("anomaly_findings"),
            models.UniqueConstraint(fields=["tenant", "fingerprint"], name="uq_finding_fingerprint"),
            models.CheckConstraint(condition=models.Q(state__in=State.values), name="ck_finding_state"),
            row_security(
                "anomaly_findings",
                {
                    "super_admin": "select, insert, update, delete",
                    "admin": "select, update",
                    "service": "select, insert, update",
                },
            ),
        ]

    def __str__(self) -> str:
        return self.title

    @property
    def title(self) -> str:
        return catalogue.title(self.detector, self.kind)


class Mark(TenantOwned):
    """Up to which transaction a detector has read a tenant's rows."""

    detector = models.CharField(max_length=30, choices=Detector.choices)
    to_xid = models.BigIntegerField(default=0)

    class Meta:
        db_table = "anomaly_marks"
        constraints = [
            models.UniqueConstraint(fields=["tenant", "detector"], name="uq_anomaly_mark"),
            row_security("anomaly_marks", {"super_admin": "select, insert, update"}),
        ]

    def __str__(self) -> str:
        return f"{self.detector} up to {self.to_xid}"


class Threshold(TenantOwned):
    """A tenant's own value in the place of a default; which there are is declared in `thresholds`."""

    name = models.CharField(max_length=60)
    value = models.PositiveIntegerField()
    set_by = models.UUIDField(null=True)
    set_at = models.DateTimeField(auto_now=True)

    class Meta:
        db_table = "anomaly_thresholds"
        ordering = ["name"]
        constraints = [
            models.UniqueConstraint(fields=["tenant", "name"], name="uq_anomaly_threshold"),
            row_security("anomaly_thresholds", BY_ADMINS),
        ]

    def __str__(self) -> str:
        return f"{self.name} = {self.value}"


class Revision(TenantOwned):
    """What cached answers are keyed by: one number rises with the tenant's thresholds, one with its findings."""

    policy = models.PositiveIntegerField(default=0)
    findings = models.PositiveBigIntegerField(default=0)

    class Meta:
        db_table = "anomaly_revisions"
        constraints = [
            models.UniqueConstraint(fields=["tenant"], name="uq_anomaly_revision"),
            row_security(
                "anomaly_revisions",
                {
                    "super_admin": "select, insert, update",
                    "admin": "select, insert, update",
                    "service": "select, insert, update",
                },
            ),
        ]

    def __str__(self) -> str:
        return f"{self.policy}.{self.findings}"
