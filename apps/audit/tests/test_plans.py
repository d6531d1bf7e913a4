"""The newest rows of the trail come from an index, whoever asks, so their cost does not follow its length."""

import json

import pytest
from django.db import connection, transaction

from apps.audit import selectors
from apps.audit.models import AuditEntry
from apps.core import row_security


def nodes(plan):
    yield plan["Node Type"]
    for inner in plan.get("Plans", ()):
        yield from nodes(inner)


def planned(rows):
    statement, parameters = rows.query.sql_with_params()
    with connection.cursor() as cursor:
        # A small table is sorted sooner than looked up.
        cursor.execute("SET LOCAL enable_seqscan = off; SET LOCAL enable_bitmapscan = off; SET LOCAL enable_sort = off")
        cursor.execute(f"EXPLAIN (FORMAT JSON) {statement}", parameters)
        (told,) = cursor.fetchone()
    (root,) = json.loads(told) if isinstance(told, str) else told
    return set(nodes(root["Plan"]))


@pytest.mark.parametrize("whole", [True, False], ids=["operator", "tenant"])
def test_newest_rows_are_not_sorted(estate_a, whole):
    with row_security.service_scope(None, "test") as principal, transaction.atomic():
        rows = selectors.entries(principal)
        if not whole:
            rows = rows.filter(tenant_id=estate_a.tenant.pk)
        found = planned(rows[:51])
    assert found <= {"Limit", "Result", "Append", "Merge Append", "Index Scan", "Index Only Scan"}


def test_days_are_counted_from_an_index_alone(estate_a):
    with row_security.service_scope(None, "test"), transaction.atomic():
        rows = AuditEntry.objects.filter(tenant_id=estate_a.tenant.pk).order_by("-at", "-id")
        found = planned(rows.values("at", "category")[:1000])
    assert "Index Only Scan" in found
    assert "Index Scan" not in found
