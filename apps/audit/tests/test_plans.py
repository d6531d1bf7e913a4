"""The newest rows of the trail come from an index, whoever asks, so their cost does not follow its length."""

import pytest
from django.db import transaction

from apps.audit import selectors
from apps.audit.events import AuditEvent, Category
from apps.audit.models import AuditEntry
from apps.audit.services import record
from apps.core import row_security
from openhouse.testing.plans import IN_ORDER, steps


@pytest.mark.parametrize("whole", [True, False], ids=["operator", "tenant"])
def test_newest_rows_are_not_sorted(estate_a, whole):
    with row_security.service_scope(None, "test") as principal, transaction.atomic():
        rows = selectors.entries(principal, {} if whole else {"tenant": estate_a.tenant.pk})
        assert steps(rows[:51]) <= IN_ORDER


def test_days_are_counted_from_an_index_alone(estate_a, superuser):
    rows = AuditEntry.objects.filter(tenant_id=estate_a.tenant.pk).order_by("-at", "-id")
    with superuser.transaction(force_rollback=True):
        # In a short trail the index of all tenants costs no more.
        superuser.execute("DROP INDEX ix_audit_newest")
        found = steps(rows.values("at", "category")[:1000], superuser)
    assert "Index Only Scan" in found
    assert "Index Scan" not in found


MANY_CALLS = """INSERT INTO audit_log (id, at, tenant_id, actor_role, event, category, subject_type, request_path,
    request_method, request_id, request_payload, changes, xid)
SELECT gen_random_uuid(), now(), %s, 'admin', 'request', 'access', '', '/', 'GET', '', '{}', '{}', 1
FROM generate_series(1, 5000)"""


def test_a_rare_category_is_found_by_its_events(estate_a, superuser):
    with row_security.service_scope(None, "test") as principal, transaction.atomic():
        rows = selectors.entries(principal, {"tenant": estate_a.tenant.pk, "category": Category.OPERATION})
    statement, parameters = rows[:51].query.sql_with_params()
    with superuser.transaction(force_rollback=True):
        superuser.execute("SET LOCAL session_replication_role = replica")
        superuser.execute(MANY_CALLS, [estate_a.tenant.pk])
        superuser.execute("ANALYZE audit_log")
        plan = [line for (line,) in superuser.execute(f"EXPLAIN {statement}", parameters)]
    sought = [line for line in plan if "Index Cond" in line]
    assert any("tenant_id" in line and "event" in line for line in sought), "\n".join(plan)


def test_a_category_is_its_events(estate_a, as_staff):
    with row_security.service_scope(None, "test") as principal, transaction.atomic():
        record(AuditEvent.LIMIT_RESET, principal, tenant_id=estate_a.tenant.pk, limit="developer")
        found = selectors.entries(principal, {"tenant": estate_a.tenant.pk, "category": Category.OPERATION})
        assert [row.event for row in found] == [AuditEvent.LIMIT_RESET]
    page = as_staff(estate_a.admin).get("/admin-enterprise/audit/auditentry/?category=operation").content.decode()
    assert page.count('class="field-event"') == 1
