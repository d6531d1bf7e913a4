"""What is to be sent, as rows of the transaction that found it: nothing waits for the other side, nothing is lost."""

from typing import Any

from django.utils import timezone

from ..models import Delivery, Finding, Webhook


def put(finding: Finding, *, reopened: bool) -> None:
    """Queue a message where the finding's tenant has a webhook. It holds ids and counts, and no address."""
    if Webhook.objects.filter(tenant_id=finding.tenant_id, is_active=True).exists():
        Delivery.objects.create(
            tenant_id=finding.tenant_id, finding=finding, body=_body(finding, reopened), next_at=timezone.now()
        )


def _body(finding: Finding, reopened: bool) -> dict[str, Any]:
    return {
        "event": "anomaly.triggered",
        "anomaly": str(finding.pk),
        "tenant": str(finding.tenant_id),
        "detector": finding.detector,
        "kind": finding.kind,
        "severity": finding.severity,
        "count": finding.count,
        "first_seen": finding.first_seen.isoformat(),
        "last_seen": finding.last_seen.isoformat(),
        "reopened": reopened,
    }
