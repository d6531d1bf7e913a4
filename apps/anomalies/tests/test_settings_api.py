"""Thresholds and the webhook over HTTP: the same services as the pages, for one's own tenant alone."""

import pytest

from apps.anomalies.models import Delivery
from apps.audit.models import AuditLog
from apps.core.identity import PLATFORM_TENANT
from openhouse.testing.anomalies import plain_finding

from .conftest import ALL

HOOK = {"url": "https://hooks.example.test/a", "secret": "a secret of thirty-two characters"}


@pytest.fixture
def admin(estate_a, as_staff):
    return as_staff(estate_a.admin)


@pytest.fixture
def neighbour(estate_b, as_staff):
    return as_staff(estate_b.admin)


def threshold(client, name="refusals.actor"):
    listed = client.get(f"{ALL}/thresholds").json()["results"]
    return next((row for row in listed if row["name"] == name), None)


def put(client, name, value):
    return client.send("PUT", f"{ALL}/thresholds", {"name": name, "value": value})


def test_a_threshold_is_set_by_somebody_and_goes_back_to_its_default(estate_a, admin, neighbour, platform):
    before = threshold(admin)
    assert (before["value"], before["set_by"], before["set_at"]) == (before["default"], None, None)
    assert put(admin, "refusals.actor", 30).status_code == 200
    now = threshold(admin)
    assert (now["value"], now["default"], now["set_by"]) == (30, before["default"], str(estate_a.admin.pk))
    assert (now["set_by_name"], now["set_at"] is not None) == (estate_a.admin.name, True)
    assert threshold(neighbour)["value"] == before["default"]
    assert put(admin, "refusals.actor", None).status_code == 200
    assert threshold(admin) == before
    with platform():
        told = AuditLog.objects.filter(tenant_id=estate_a.tenant.pk, event="anomaly.threshold_changed").order_by("at")
        assert [row.request_payload["value"] for row in told] == [30, None]


def test_what_is_no_threshold_of_ones_own_is_refused(admin, super_admin, as_staff):
    for name, value in (("refusals.actor", 1), ("refusals.nothing", 5), ("duplicate-emails.tenants", 5)):
        assert put(admin, name, value).status_code == 400
    assert threshold(admin, "duplicate-emails.tenants") is None
    assert threshold(as_staff(super_admin), "duplicate-emails.tenants")["value"] == 2


def test_builders_set_nothing(estate_a, as_staff):
    builder = as_staff(estate_a.builder)
    assert put(builder, "refusals.actor", 30).status_code == 403
    assert builder.send("PUT", f"{ALL}/webhook", HOOK).status_code == 403


def test_the_webhook_is_set_shown_without_its_secret_and_removed(estate_a, admin, neighbour, settings, platform):
    settings.WEBHOOK_HOSTS = ["hooks.example.test"]
    nothing = {"url": "", "active": False, "changed_at": None}
    assert admin.get(f"{ALL}/webhook").json() == nothing
    refused = admin.send("PUT", f"{ALL}/webhook", HOOK | {"url": "https://evil.test/"})
    assert refused.json()["errors"][0]["field"] == "url"
    assert admin.send("PUT", f"{ALL}/webhook", {"url": HOOK["url"]}).json()["errors"][0]["field"] == "secret"
    made = admin.send("PUT", f"{ALL}/webhook", HOOK)
    assert (made.status_code, made.json()["url"], made.json()["active"]) == (200, HOOK["url"], True)
    assert HOOK["secret"] not in made.content.decode()
    assert neighbour.get(f"{ALL}/webhook").json() == nothing
    assert neighbour.send("DELETE", f"{ALL}/webhook").status_code == 404
    assert admin.send("PUT", f"{ALL}/webhook", {"url": HOOK["url"], "active": False}).json()["active"] is False
    assert admin.send("DELETE", f"{ALL}/webhook").status_code == 204
    assert admin.get(f"{ALL}/webhook").json() == nothing
    with platform():
        told = AuditLog.objects.filter(tenant_id=estate_a.tenant.pk, event="anomaly.webhook_changed").order_by("at")
        assert [row.request_payload["fields"] for row in told] == [["secret", "url"], [], ["removed"]]


def test_deliveries_are_listed_by_what_became_of_them(estate_a, admin, neighbour, settings, platform):
    settings.WEBHOOK_HOSTS = ["hooks.example.test"]
    admin.send("PUT", f"{ALL}/webhook", HOOK)
    finding = plain_finding(estate_a.tenant)

    def listed(client, **query):
        return client.get(f"{ALL}/webhook/deliveries", query).json()["results"]

    (waiting,) = listed(admin)
    assert (waiting["anomaly"], waiting["state"]) == (str(finding.pk), "waiting")
    with platform():
        Delivery.objects.filter(pk=waiting["id"]).update(next_at=None, failure="status 500", attempts=7)
    (given_up,) = listed(admin, state="failed")
    assert (given_up["failure"], given_up["attempts"], given_up["sent_at"]) == ("status 500", 7, None)
    assert listed(admin, state="waiting") == listed(admin, state="sent") == listed(neighbour) == []


def test_an_operator_in_no_tenant_sets_the_platforms_own(super_admin, as_staff, settings, platform, estate_a):
    operator = as_staff(super_admin)
    assert put(operator, "refusals.address", 130).status_code == 200
    with platform():
        (told,) = AuditLog.objects.filter(event="anomaly.threshold_changed", actor_id=super_admin.pk)
    assert told.tenant_id == PLATFORM_TENANT
    assert put(operator, "refusals.address", None).status_code == 200
    assert threshold(as_staff(estate_a.admin), "refusals.address")["value"] == 120
