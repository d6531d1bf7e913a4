"""The newest rows of the trail come from an index, whoever asks, so their cost does not follow its length."""

import pytest
from django.db import transaction

from apps.audit import selectors
from apps.audit.models import AuditEntry
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
