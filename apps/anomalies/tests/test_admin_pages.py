"""The enterprise admin's pages: evidence with links, the three acts, thresholds within bounds, a sealed webhook."""

import pytest

from apps.anomalies.models import Finding, Threshold, Webhook
from apps.audit.models import AuditLog
from openhouse.testing.anomalies import plain_finding

from .conftest import ALL

ROOT = "/admin-enterprise/anomalies/"


@pytest.fixture
def admin(estate_a, as_staff):
    return as_staff(estate_a.admin)


def refused(rows, estate, number=25):
    values = {"payload": {"code": "forbidden"}, "ip_address": "10.66.0.5"}
    return rows(estate.tenant.pk, "request.refused", number, actor_id=estate.builder.pk, **values)


def test_a_finding_is_shown_with_its_evidence_and_acted_on(estate_a, admin, rows, scan, found):
    made = refused(rows, estate_a)
    scan(estate_a.tenant)
    finding = found(estate_a.tenant)["actor"]
    listed = admin.get(f"{ROOT}finding/", {"state": "open"}).content.decode()
    assert "One person was refused many times" in listed
    page = admin.get(f"{ROOT}finding/{finding.pk}/change/").content.decode()
    assert page.count("/admin-enterprise/audit/auditentry/") >= 25
    evidence = f"/admin-enterprise/audit/auditentry/{made[0].id}/change/"
    assert evidence in page
    assert admin.get(evidence).status_code == 200
    for act, state in (("acknowledge", "acknowledged"), ("mute", "muted"), ("resolve", "resolved")):
        answer = admin.post(f"{ROOT}finding/{finding.pk}/{act}/", {"note": f"to {state}"})
        assert answer.status_code == 302
        row = found(estate_a.tenant)["actor"]
        assert (row.state, row.note, row.acted_by) == (state, f"to {state}", estate_a.admin.pk)


def test_a_time_that_makes_no_sense_is_told(estate_a, admin, found):
    finding = plain_finding(estate_a.tenant)
    for until in ("soon", "2020-01-01"):
        assert admin.post(f"{ROOT}finding/{finding.pk}/mute/", {"until": until}).status_code == 302
        assert found(estate_a.tenant)["actor"].state == "open"


def test_another_tenants_finding_is_none(estate_a, estate_b, as_staff, found):
    finding = plain_finding(estate_a.tenant)
    client = as_staff(estate_b.admin)
    assert client.get(f"{ROOT}finding/{finding.pk}/change/").status_code == 404
    assert client.post(f"{ROOT}finding/{finding.pk}/resolve/", {}).status_code == 404
    assert found(estate_a.tenant)["actor"].state == "open"


def test_a_threshold_holds_from_the_next_scan_for_its_tenant_alone(
    estate_a, estate_b, admin, as_staff, rows, scan, found, platform
):
    def add(name, value):
        return admin.post(f"{ROOT}threshold/add/", {"name": name, "value": value})

    assert add("refusals.actor", 30).status_code == 302
    assert estate_a.admin.name in admin.get(f"{ROOT}threshold/").content.decode().split("result_list")[-1]
    for name, value in (("refusals.actor", 1), ("refusals.nothing", 5), ("duplicate-emails.tenants", 5)):
        assert "errorlist" in add(name, value).content.decode()
    for estate in (estate_a, estate_b):
        refused(rows, estate)
    scan(estate_a.tenant, estate_b.tenant)
    assert found(estate_a.tenant) == {}
    assert "actor" in found(estate_b.tenant)
    with platform():
        own = Threshold.objects.get(tenant_id=estate_a.tenant.pk)
        told = AuditLog.objects.get(tenant_id=estate_a.tenant.pk, event="anomaly.threshold_changed")
    assert told.request_payload == {"threshold": "refusals.actor", "value": 30, "before": None}
    assert admin.post(f"{ROOT}threshold/{own.pk}/delete/", {"post": "yes"}).status_code == 302
    refused(rows, estate_a)
    scan(estate_a.tenant)
    assert "actor" in found(estate_a.tenant)


def test_kept_answers_are_never_old(estate_a, admin, as_staff, platform, forget_limits):
    def listed():
        return admin.get(ALL).json()["results"]

    assert listed() == []
    finding = plain_finding(estate_a.tenant)
    assert [row["state"] for row in listed()] == ["open"]
    with platform():
        # Behind the product's back: nothing says that the answer has changed, so the kept one is given.
        Finding.objects.filter(pk=finding.pk).update(note="unseen")
    assert [row["note"] for row in listed()] == [""]
    admin.post(f"{ROOT}threshold/add/", {"name": "refusals.actor", "value": 30})
    assert [row["note"] for row in listed()] == ["unseen"]


def test_the_webhooks_secret_goes_in_and_never_comes_out(estate_a, admin, settings, platform):
    settings.WEBHOOK_HOSTS = ["hooks.example.test"]
    body = {"url": "https://hooks.example.test/a", "secret": "a secret of thirty-two characters", "is_active": "on"}
    assert "errorlist" in admin.post(f"{ROOT}webhook/add/", body | {"url": "https://evil.test/"}).content.decode()
    assert admin.post(f"{ROOT}webhook/add/", body).status_code == 302
    with platform():
        webhook = Webhook.objects.get(tenant_id=estate_a.tenant.pk)
    page = admin.get(f"{ROOT}webhook/{webhook.pk}/change/").content.decode()
    assert "hooks.example.test/a" in page
    assert body["secret"] not in page
    assert admin.post(f"{ROOT}webhook/{webhook.pk}/change/", body | {"secret": ""}).status_code == 302
    assert admin.post(f"{ROOT}webhook/{webhook.pk}/delete/", {"post": "yes"}).status_code == 302
    with platform():
        assert not Webhook.objects.filter(tenant_id=estate_a.tenant.pk).exists()
