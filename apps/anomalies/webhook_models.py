"""Where a tenant wants its anomalies sent, and what is still to be sent: rows first, so nothing is lost or waits."""

from collections.abc import Mapping

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from apps.core.models import TenantOwned, row_security, tenant_key


class Webhook(TenantOwned):
    """A tenant's one address. The secret that signs is sealed with the process's key and never shown again."""

    url = models.CharField(max_length=500)
    sealed_secret = models.BinaryField()
    is_active = models.BooleanField(default=True)
    changed_at = models.DateTimeField(auto_now=True)

    class Meta:
        db_table = "anomaly_webhooks"
        constraints = [
            models.UniqueConstraint(fields=["tenant"], name="uq_anomaly_webhook"),
            row_security(
                "anomaly_webhooks",
                {
                    "super_admin": "select, insert, update, delete",
                    "admin": "select, insert, update, delete",
                    "service": "select",
                },
            ),
        ]

    def __str__(self) -> str:
        return self.url


class DeliveryState(models.TextChoices):
    WAITING = "waiting", _("Waiting")
    SENT = "sent", _("Sent")
    FAILED = "failed", _("Failed")


IN_STATE: Mapping[DeliveryState, Q] = {
    DeliveryState.WAITING: Q(next_at__isnull=False),
    DeliveryState.SENT: Q(sent_at__isnull=False),
    DeliveryState.FAILED: Q(next_at__isnull=True, sent_at__isnull=True),
}


class Delivery(TenantOwned):
    """One message of the outbox. `failure` is a word of ours, never what the other side said."""

    finding = models.ForeignKey(
        "anomalies.Finding", on_delete=models.CASCADE, db_constraint=False, db_index=False, related_name="deliveries"
    )
    body = models.JSONField()
    attempts = models.PositiveSmallIntegerField(default=0)
    next_at = models.DateTimeField(null=True)
    sent_at = models.DateTimeField(null=True)
    failure = models.CharField(max_length=60, blank=True)
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        db_table = "anomaly_deliveries"
        ordering = ["-created_at", "id"]
        verbose_name_plural = "deliveries"
        indexes = [
            models.Index(
                fields=["tenant", "next_at"], name="ix_delivery_due", condition=models.Q(next_at__isnull=False)
            ),
            models.Index(fields=["tenant", "-created_at", "id"], name="ix_delivery_created"),
        ]
        constraints = [
            tenant_key("anomaly_deliveries", "finding_id", "anomalies.Finding", on_delete="CASCADE"),
            row_security(
                "anomaly_deliveries",
                {"super_admin": "select, insert, update, delete", "admin": "select", "service": "select, insert"},
            ),
        ]

    def __str__(self) -> str:
        return f"delivery {self.pk}"

    @property
    def state(self) -> DeliveryState:
        if self.next_at is not None:
            return DeliveryState.WAITING
        return DeliveryState.SENT if self.sent_at is not None else DeliveryState.FAILED
