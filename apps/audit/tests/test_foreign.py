"""Reaching for somebody else's object is told to the trail, and to nobody else."""

from uuid import uuid4

import pytest

ROWS = """SELECT tenant_id, request_payload, actor_id FROM audit_log
WHERE request_id = %s AND event = 'access.foreign_object'"""


@pytest.fixture
def rows(superuser):
    return lambda response: superuser.execute(ROWS, [response.headers["X-Request-ID"]]).fetchall()


def unit_path(unit_id):
    return f"/api/developers/units/{unit_id}"


def test_own_unit_and_random_id_leave_no_such_row(estate_a, as_staff, rows):
    client = as_staff(estate_a.builder)
    own, random = client.get(unit_path(estate_a.unit.id)), client.get(unit_path(uuid4()))
    assert (own.status_code, random.status_code) == (200, 404)
    assert rows(own) == rows(random) == []


def test_another_tenants_unit_is_told_to_the_platform_only(estate_a, estate_b, as_staff, rows):
    answer = as_staff(estate_a.builder).get(unit_path(estate_b.unit.id))
    assert answer.status_code == 404
    [(tenant, payload, actor)] = rows(answer)
    assert (str(tenant), actor) == ("00000000-0000-0000-0000-000000000001", estate_a.builder.id)
    assert payload == {
        "reason": "other tenant",
        "object_type": "developments.unit",
        "object_id": str(estate_b.unit.id),
    }


def test_sibling_development_is_told_to_the_tenant(estate_a, as_staff, rows):
    answer = as_staff(estate_a.builder).get(unit_path(estate_a.far_unit.id))
    [(tenant, payload, _)] = rows(answer)
    assert (answer.status_code, tenant, payload["reason"]) == (404, estate_a.tenant.id, "other development")


def test_answers_are_the_same_for_foreign_and_random(estate_a, estate_b, as_staff):
    client = as_staff(estate_a.builder)
    foreign, random = client.get(unit_path(estate_b.unit.id)), client.get(unit_path(uuid4()))
    bodies = [answer.json() | {"instance": ""} for answer in (foreign, random)]
    assert bodies[0] == bodies[1]
