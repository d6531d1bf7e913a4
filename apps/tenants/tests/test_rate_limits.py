"""Administrators see who is near a limit in their own tenant, and give somebody their places back."""

from uuid import uuid4

import pytest

from apps.core.limit_status import id_of

URL = "/api/admin/rate-limits"


@pytest.fixture
def fill(superuser, forget_limits):
    """Fills the window of a key for some while."""
    forget_limits()
    insert = (
        "INSERT INTO rate_limits (key, tenant_id, hits, refused)"
        " VALUES (%s, %s, array_fill(now() + interval '1 hour', ARRAY[150]), 3)"
    )
    return lambda key, estate: superuser.execute(insert, [key, estate.tenant.id]) and id_of(key)


def shown(client):
    answer = client.get(URL)
    assert answer.status_code == 200
    return {row["id"]: row for row in answer.json()["results"]}


def resets(superuser, actor):
    return superuser.execute(
        "SELECT tenant_id, request_payload FROM audit_log WHERE event = 'limit.reset' AND actor_id = %s", [actor.pk]
    ).fetchall()


def test_admin_sees_own_people_only_and_lets_one_go_on(estate_a, estate_b, as_staff, fill, superuser):
    own = fill(f"developer:{estate_a.builder.pk}", estate_a)
    foreign = fill(f"developer:{estate_b.builder.pk}", estate_b)
    builder, admin = as_staff(estate_a.builder), as_staff(estate_a.admin)
    assert builder.get("/api/developers/developments").status_code == 429
    (row,) = shown(admin).values()
    assert (row["id"], row["name"], row["over"], row["address"]) == (str(own), estate_a.builder.name, True, None)
    assert [admin.delete(f"{URL}/{one}").status_code for one in (foreign, uuid4())] == [404, 404]
    assert admin.delete(f"{URL}/{own}").status_code == 204
    assert builder.get("/api/developers/developments").status_code == 200
    told = {"limit": "developer", "whose": str(estate_a.builder.pk)}
    assert resets(superuser, estate_a.admin) == [(estate_a.tenant.pk, told)]
    assert admin.delete(f"{URL}/{uuid4()}").status_code == 404
    assert as_staff(estate_b.builder).get("/api/developers/developments").status_code == 429


def test_addresses_are_the_operators(estate_a, super_admin, as_staff, fill):
    key = fill("public:10.9.8.7", estate_a)
    admin, operator = as_staff(estate_a.admin), as_staff(super_admin)
    assert str(key) not in shown(admin)
    assert admin.delete(f"{URL}/{key}").status_code == 404
    assert shown(operator)[str(key)]["address"] == "10.9.8.7"
    assert operator.delete(f"{URL}/{key}").status_code == 204
    assert str(key) not in shown(operator)


def test_builders_have_no_part_in_it(estate_a, as_staff, fill):
    key = fill(f"homeowner:{estate_a.homeowner.pk}", estate_a)
    assert as_staff(estate_a.admin).get(URL).status_code == 200
    builder = as_staff(estate_a.builder)
    assert (builder.get(URL).status_code, builder.delete(f"{URL}/{key}").status_code) == (403, 403)


def test_the_gate_asks_for_a_proof(app_login):
    with pytest.raises(Exception, match=r"proof refused|permission denied"):
        app_login.execute("SELECT security.forget_limit('admin:x', '\\x00')")
