"""Every detector finds its rows by an index that begins with the tenant, so its cost follows what is new."""

from datetime import timedelta

import psycopg
import pytest
from django.db import transaction
from django.utils import timezone

from apps.anomalies import selectors
from apps.anomalies.catalogue import Detector
from apps.anomalies.detectors import running
from apps.anomalies.detectors.running import SQL, Range
from apps.anomalies.thresholds import THRESHOLDS
from apps.core import row_security
from openhouse.testing.plans import IN_ORDER, steps

BIG = ("audit_log", "messages", "homeowners", "units")
# Across tenants on purpose, and says so in a comment of its own.
ACROSS = "ix_homeowner_email_key"


def scans(plan):
    if plan.get("Relation Name", "").startswith(BIG):
        yield plan
    if plan["Node Type"] == "Bitmap Index Scan":
        yield plan
    for inner in plan.get("Plans", ()):
        yield from scans(inner)


@pytest.fixture
def planned(superuser):
    """What a statement reads, on a trail without the operators' index: that begins with the time, and while a table is
    small it looks as good as any.
    """

    def told(statement, known):
        with superuser.transaction(force_rollback=True), psycopg.ClientCursor(superuser) as cursor:
            cursor.execute("DROP INDEX ix_audit_newest; SET LOCAL enable_seqscan = off")
            cursor.execute(f"EXPLAIN (FORMAT JSON) {statement}", known)
            ((root,),) = cursor.fetchone()
        return list(scans(root["Plan"]))

    return told


def reads_by_tenant(node):
    if node["Node Type"] == "Bitmap Heap Scan":
        return True  # its index is a node of its own
    return "tenant_id" in node.get("Index Cond", "") or node.get("Index Name", "") == ACROSS


@pytest.mark.parametrize("detector", Detector.values)
def test_detectors_read_by_tenant(detector, estate_a, platform, planned):
    with platform():
        fresh = Range(10**6, 10**9, timezone.now() - timedelta(days=40))
        thresholds = {name: one.default for name, one in THRESHOLDS[Detector(detector)].items()}
        known = running.parameters(Detector(detector), estate_a.tenant.pk, fresh, thresholds)
    nodes = planned(running.statement(Detector(detector)), known)
    assert nodes
    assert [node for node in nodes if not reads_by_tenant(node)] == []


def test_the_look_for_news_reads_by_tenant(planned):
    known = {"tenant": None, "to_xid": 10**9, "since": timezone.now() - timedelta(days=40), "detectors": 11}
    nodes = planned((SQL / "_fresh.sql").read_text(encoding="utf-8"), known)
    assert [node for node in nodes if not reads_by_tenant(node)] == []


def test_an_operators_first_page_is_not_sorted(estate_a):
    with row_security.service_scope(None, "test") as principal, transaction.atomic():
        # The names of the tenants are joined to the few rows of the page.
        assert steps(selectors.findings(principal).select_related(None)[:51]) <= IN_ORDER
