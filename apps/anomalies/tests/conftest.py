"""Rows as the product writes them, at chosen times, and a scan of them."""

import uuid
from datetime import timedelta

import pytest
from django.db import transaction
from django.utils import timezone

from apps.anomalies import scanning
from apps.anomalies.models import Finding
from apps.audit.events import CATALOGUE
from apps.audit.models import AuditLog
from apps.core import row_security

ALL = "/api/admin/anomalies"


@pytest.fixture
def rows(database):
    """`rows(tenant_id, event, number, address=..., ...)` appends that many rows to the trail, a second apart."""

    def append(tenant_id, event, number=1, *, ago=timedelta(minutes=10), step=timedelta(seconds=1), **values):
        payload = values.pop("payload", {})
        assert set(payload) <= CATALOGUE[event].payload
        at = timezone.now() - ago
        made = [
            AuditLog(
                id=uuid.uuid4(),
                at=at + step * n,
                tenant_id=tenant_id,
                event=event,
                category=CATALOGUE[event].category,
                request_payload=payload,
                **{"actor_role": "admin"} | values,
            )
            for n in range(number)
        ]
        with row_security.service_scope(None, "test"), transaction.atomic():
            AuditLog.objects.bulk_create(made)
        return made

    return append


@pytest.fixture
def scan(database, monkeypatch):
    """Scan up to now. Transactions of other databases on the server would hold the true watermark back, and in a test's
    own database none is open meanwhile.
    """
    monkeypatch.setattr(scanning, "WATERMARK", "SELECT pg_snapshot_xmax(pg_current_snapshot())::text::bigint")

    def run(*tenants):
        for tenant in tenants:
            assert scanning.scan(tenant.pk).failed == 0

    return run


@pytest.fixture
def found(platform):
    """`found(tenant)` are its findings by kind."""

    def of(tenant):
        with platform():
            return {row.kind: row for row in Finding.objects.filter(tenant_id=tenant.pk)}

    return of
