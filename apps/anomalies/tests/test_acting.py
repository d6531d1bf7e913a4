"""What people do about a finding, and what new evidence then does to it."""

from datetime import timedelta

import pytest
from django.utils import timezone

from apps.anomalies.models import Finding
from apps.audit.models import AuditLog

from .conftest import ALL


@pytest.fixture
def limited(estate_a, rows, scan):
    """`limited()` lets somebody run into a limit often enough to be found, once more each time."""

    def again(ago=timedelta(minutes=30)):
        values = {"payload": {"policy": "admin_api", "refusals": 1}, "ip_address": "10.7.7.7"}
        rows(estate_a.tenant.pk, "rate_limited", 6, actor_id=estate_a.builder.pk, ago=ago, **values)
        scan(estate_a.tenant)

    return again


@pytest.fixture
def admin(estate_a, as_staff):
    return as_staff(estate_a.admin)


def one(client):
    (finding,) = client.get(f"{ALL}/rate-limits").json()["results"]
    return finding


def events(platform, tenant):
    with platform():
        found = AuditLog.objects.filter(tenant_id=tenant.pk, event__startswith="anomaly.").order_by("at")
        return [(row.event, row.request_payload.get("reopened")) for row in found]


def test_the_same_again_raises_the_count_and_is_no_second_finding(limited, admin, estate_a, platform, scan):
    limited()
    first = one(admin)
    assert (first["kind"], first["count"], first["subject_id"]) == ("repeat_offender", 6, str(estate_a.builder.pk))
    scan(estate_a.tenant)
    assert one(admin)["count"] == 6
    limited(timedelta(minutes=5))
    again = one(admin)
    assert (again["id"], again["count"]) == (first["id"], 12)
    assert len(again["evidence"]) == 12
    assert again["last_seen"] > first["last_seen"]
    assert events(platform, estate_a.tenant) == [("anomaly.triggered", False)]


def test_what_is_resolved_opens_again_with_new_evidence_only(limited, admin, estate_a, platform, scan):
    limited()
    path = f"{ALL}/{one(admin)['id']}/resolve"
    done = admin.post_json(path, {"note": "A broken script; fixed."})
    assert (done.status_code, done.json()["state"], done.json()["note"]) == (200, "resolved", "A broken script; fixed.")
    assert done.json()["acted_by"] == str(estate_a.admin.pk)
    scan(estate_a.tenant)
    assert one(admin)["state"] == "resolved"
    limited(timedelta(minutes=5))
    assert one(admin)["state"] == "open"
    told = [("anomaly.triggered", False), ("anomaly.resolved", None), ("anomaly.triggered", True)]
    assert events(platform, estate_a.tenant) == told


def test_what_is_muted_counts_in_silence_until_its_time(limited, admin, estate_a, platform):
    limited()
    finding = one(admin)["id"]
    past = admin.post_json(f"{ALL}/{finding}/mute", {"until": "2020-01-01T00:00:00Z"})
    assert past.json()["errors"][0]["field"] == "until"
    until = (timezone.now() + timedelta(days=1)).isoformat()
    assert admin.post_json(f"{ALL}/{finding}/mute", {"until": until, "note": "Known."}).json()["state"] == "muted"
    limited(timedelta(minutes=5))
    assert (one(admin)["state"], one(admin)["count"]) == ("muted", 12)
    with platform():
        Finding.objects.filter(pk=finding).update(muted_until=timezone.now() - timedelta(seconds=1))
    limited(timedelta(minutes=2))
    assert (one(admin)["state"], one(admin)["count"]) == ("open", 18)


def test_what_is_acknowledged_stays_so(limited, admin):
    limited()
    finding = one(admin)["id"]
    assert admin.post_json(f"{ALL}/{finding}/acknowledge", {}).json()["state"] == "acknowledged"
    limited(timedelta(minutes=5))
    assert (one(admin)["state"], one(admin)["count"]) == ("acknowledged", 12)
    assert admin.get(ALL, {"state": "open"}).json()["results"] == []
    assert [row["id"] for row in admin.get(ALL, {"state": "acknowledged"}).json()["results"]] == [finding]


def test_another_tenant_can_do_nothing_about_it(limited, admin, as_staff, estate_b):
    limited()
    finding = one(admin)["id"]
    for act in ("acknowledge", "resolve", "mute"):
        assert as_staff(estate_b.admin).post_json(f"{ALL}/{finding}/{act}", {}).status_code == 404
    assert one(admin)["state"] == "open"
