"""A finding as a detector would have made it, and what goes with it."""

from uuid import uuid4

from django.db import transaction
from django.db.models import Model
from django.utils import timezone

from apps.anomalies import findings, services
from apps.anomalies.candidates import Candidate, evidence_row
from apps.anomalies.catalogue import Detector
from apps.anomalies.models import Delivery, Finding, Webhook
from apps.core import row_security
from apps.tenants.models import Tenant


def plain_finding(tenant: Tenant) -> Finding:
    now = timezone.now()
    candidate = Candidate(
        tenant_id=tenant.pk,
        detector=Detector.REFUSALS,
        kind="actor",
        key=uuid4().hex,
        seen=1,
        fresh=1,
        first_at=now,
        last_at=now,
        evidence=[evidence_row("audit_log", uuid4(), now, "request.refused")],
        measures={"refusals": 20},
    )
    with row_security.service_scope(tenant.pk, "test") as principal, transaction.atomic():
        return findings.keep_all(principal, [candidate])[0]


def watched(tenant: Tenant) -> list[Model]:
    """A row of everything about anomalies: a finding, a threshold, a webhook, and what waits for it."""
    finding = plain_finding(tenant)
    with row_security.service_scope(None, "test") as principal, transaction.atomic():
        own = {"tenant_id": tenant.pk}
        threshold = services.threshold_set(principal, name="refusals.actor", value=30, **own)
        webhook = Webhook.objects.create(
            **own, url=f"https://hooks.example.test/{tenant.slug}", sealed_secret=b"sealed"
        )
        delivery = Delivery.objects.create(**own, finding=finding, body={"anomaly": str(finding.pk)})
    assert threshold is not None
    return [finding, threshold, webhook, delivery]
