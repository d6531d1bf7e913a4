"""A finding as a detector would have made it."""

from uuid import uuid4

from django.db import transaction
from django.utils import timezone

from apps.anomalies import findings
from apps.anomalies.candidates import Candidate, evidence_row
from apps.anomalies.catalogue import Detector
from apps.anomalies.models import Finding
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
        return findings.keep(principal, candidate)
