"""A replayed token is an anomaly in the very moment it is refused: on the trail, in the list, in the tenant's alone."""

import pytest
from django.db import transaction

from apps.audit.models import AuditLog
from apps.core import row_security
from apps.homeowners import services as homeowners
from openhouse.testing.clients import ApiClient

from .conftest import ALL

REFRESH = "/api/homeowner/session/refresh"


@pytest.fixture
def pair(estate_a):
    """The tokens of a homeowner who has joined."""
    with row_security.service_scope(estate_a.tenant.pk, "test") as principal, transaction.atomic():
        card = homeowners.enrolment_issue(principal, unit_id=estate_a.unit.pk)
    answer = ApiClient().post_json("/api/homeowner/session", {"code": card.url.rsplit("/", 1)[-1]})
    assert answer.status_code == 201, answer.content
    return answer.json()


@pytest.fixture
def admin(estate_a, as_staff):
    return as_staff(estate_a.admin)


def listed(client, detector="token-replay"):
    answer = client.get(f"{ALL}/{detector}")
    assert answer.status_code == 200, answer.content
    return answer.json()["results"]


def test_a_used_refresh_token_is_found_at_once(pair, admin, platform, estate_a):
    assert ApiClient(address="10.9.8.7").post_json(REFRESH, {"refresh": pair["refresh"]}).status_code == 200
    assert listed(admin) == []
    replay = ApiClient(address="10.9.8.6").post_json(REFRESH, {"refresh": pair["refresh"]})
    assert (replay.status_code, replay.json()["code"]) == (401, "replayed")
    (finding,) = listed(admin)
    assert (finding["kind"], finding["severity"], finding["state"], finding["count"]) == ("refresh", "high", "open", 1)
    assert finding["address"] == "10.9.8.6"
    (evidence,) = finding["evidence"]
    with platform():
        row = AuditLog.objects.get(tenant_id=estate_a.tenant.pk, event="session.token_replayed")
        told = AuditLog.objects.get(tenant_id=estate_a.tenant.pk, event="anomaly.triggered")
    assert evidence["id"] == str(row.id)
    assert (str(told.subject_id), told.request_payload["detector"]) == (finding["id"], "token-replay")


def test_an_access_token_of_an_ended_session_is_found_and_counted(pair, admin, platform, estate_a):
    home = ApiClient(Authorization=f"Bearer {pair['access']}")
    assert home.get("/api/homeowner/me").status_code == 200
    assert home.delete("/api/homeowner/sessions").status_code == 204
    for count in (1, 2):
        assert home.get("/api/homeowner/me").json()["code"] == "session_ended"
        (finding,) = listed(admin)
        assert (finding["kind"], finding["severity"], finding["count"]) == ("access", "low", count)
    with platform():
        events = AuditLog.objects.filter(tenant_id=estate_a.tenant.pk, event__startswith="anomaly.")
        assert [row.event for row in events] == ["anomaly.triggered"]


def test_nobody_else_is_told(pair, admin, as_staff, estate_a, estate_b, super_admin):
    for address in ("10.9.8.7", "10.9.8.6"):
        ApiClient(address=address).post_json(REFRESH, {"refresh": pair["refresh"]})
    (own,) = listed(admin)
    assert listed(as_staff(estate_b.admin)) == []
    assert as_staff(estate_b.admin).get(f"{ALL}/{own['id']}").status_code == 404
    assert as_staff(estate_a.builder).get(ALL).status_code == 403
    operator = as_staff(super_admin)
    assert own["id"] in {row["id"] for row in listed(operator)}
    assert operator.post_json("/api/admin/scope", {"tenant": estate_b.tenant.slug}).status_code == 204
    assert listed(operator) == []
