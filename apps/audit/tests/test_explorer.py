"""The explorer of the trail in the enterprise admin: days, seals, a request's rows, and the way to a file."""

import json
import re
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta

import pytest
from django.db import transaction

from apps.audit.events import AuditEvent
from apps.audit.models import AuditEntry
from apps.audit.services import record
from apps.core import row_security
from openhouse.testing.sealing import seal_all

LIST, EXPORT = "/admin-enterprise/audit/auditentry/", "/admin-enterprise/audit/export"


@pytest.fixture
def changed(estate_a):
    """A row of estate A with a payload."""
    with row_security.service_scope(estate_a.tenant.pk, "test") as principal, transaction.atomic():
        record(AuditEvent.UNITS_EXPORTED, principal, subject=estate_a.development, shape="csv")
    return estate_a


def text(client, **query):
    answer = client.get(LIST, query)
    assert answer.status_code == 200
    return answer.content.decode()


def row_of(estate, **asked):
    with row_security.service_scope(None, "test"), transaction.atomic():
        return AuditEntry.objects.filter(tenant_id=estate.tenant.pk, **asked).latest("at")


@contextmanager
def unsealed(superuser):
    """No seal passes what is written meanwhile: it would pass an open transaction."""
    with superuser.transaction():
        superuser.execute("SELECT pg_current_xact_id()")
        yield


def test_days_are_counted_within_the_filter(changed, as_staff):
    admin, today = as_staff(changed.admin), datetime.now(UTC).date()
    shown = text(admin, category="operation")
    assert re.search(r"<th scope=\"row\">.*since=" + today.isoformat(), shown)
    assert "operation 1<" in shown
    yesterday = (today - timedelta(days=1)).isoformat()
    assert "Rows per day" not in text(admin, since=yesterday, until=yesterday)
    assert "operation 1<" in text(admin, since=yesterday, until=today.isoformat(), category="operation")


@pytest.mark.parametrize("query", ["since=nonsense", "until=9999-12-31", "since=&until=", "since=2026-01-01&since=x"])
def test_days_that_are_none_are_no_fault_of_ours(changed, as_staff, query):
    assert as_staff(changed.admin).get(f"{LIST}?{query}").status_code in (200, 302, 400)


def test_row_shows_its_json_its_seal_and_the_rows_of_its_request(changed, as_staff, estate_b, superuser):
    admin = as_staff(changed.admin)
    with unsealed(superuser):
        answer = admin.post_json("/api/admin/developers", {"email": "n@example.test", "name": "N", "role": "developer"})
        assert answer.status_code == 201
        request_id = answer.headers["X-Request-ID"]
        made, asked = (row_of(changed, request_id=request_id, event=event) for event in ("staff.created", "request"))
        shown = admin.get(f"{LIST}{made.pk}/change/").content.decode()
    assert f"{asked.pk}/change/" in shown
    assert "&quot;role&quot;: &quot;developer&quot;" in shown
    assert "Not sealed yet" in shown
    seal_all(superuser, changed.tenant)
    assert "as number" in admin.get(f"{LIST}{made.pk}/change/").content.decode()
    assert "Last seal: number" in text(admin)
    assert as_staff(estate_b.admin).get(f"{LIST}{made.pk}/change/").status_code == 404


def test_export_takes_the_filter_of_the_list(changed, estate_b, as_staff):
    admin = as_staff(changed.admin)
    link = re.search(EXPORT + r"\?([^\"]*)shape=jsonl", text(admin, category="operation")).group(1)
    exported = admin.get(f"{EXPORT}?{link.replace('&amp;', '&')}shape=jsonl")
    rows = [json.loads(line) for line in b"".join(exported.streaming_content).decode().splitlines()]
    assert {row["category"] for row in rows} == {"operation"}
    assert {row["tenant_id"] for row in rows} == {str(changed.tenant.pk)}
    assert "auditentry/export?q=" in text(admin, q=str(changed.admin.pk))
    assert as_staff(changed.builder).get(EXPORT).status_code == 403
    assert admin.get(EXPORT, {"tenant": estate_b.tenant.pk}).status_code == 400
