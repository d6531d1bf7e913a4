"""Every detector finds its rows by an index that begins with the tenant, so its cost follows what is new."""

import json
from datetime import timedelta

import pytest
from django.db import connection
from django.utils import timezone

from apps.anomalies.catalogue import Detector
from apps.anomalies.detectors import running
from apps.anomalies.detectors.running import SQL, Range
from apps.anomalies.thresholds import THRESHOLDS

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


def planned(statement, known):
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL enable_seqscan = off")
        cursor.execute(f"EXPLAIN (FORMAT JSON) {statement}", known)
        (told,) = cursor.fetchone()
    (root,) = json.loads(told) if isinstance(told, str) else told
    return list(scans(root["Plan"]))


def reads_by_tenant(node):
    if node["Node Type"] == "Bitmap Heap Scan":
        return True  # its index is a node of its own
    return "tenant_id" in node.get("Index Cond", "") or node.get("Index Name", "") == ACROSS


@pytest.mark.parametrize("detector", Detector.values)
def test_detectors_read_by_tenant(detector, estate_a, platform):
    with platform():
        fresh = Range(10**6, 10**9, timezone.now() - timedelta(days=40))
        thresholds = {name: one.default for name, one in THRESHOLDS[Detector(detector)].items()}
        known = running.parameters(Detector(detector), estate_a.tenant.pk, fresh, thresholds)
        nodes = planned(running.statement(Detector(detector)), known)
    assert nodes
    assert [node for node in nodes if not reads_by_tenant(node)] == []


def test_the_look_for_news_reads_by_tenant(platform):
    with platform():
        known = {"tenant": None, "to_xid": 10**9, "since": timezone.now() - timedelta(days=40), "detectors": 11}
        nodes = planned((SQL / "_fresh.sql").read_text(encoding="utf-8"), known)
    assert [node for node in nodes if not reads_by_tenant(node)] == []
