"""When a staff session ends: at sign-out, with a change of the person, after 30 idle minutes, after 8 hours."""

import pytest

from apps.core.errors import Conflict, Invalid, NotFound
from apps.core.identity import PLATFORM_TENANT, Principal, Role
from apps.tenants import services
from apps.tenants.models import Staff

BACKDATE = "UPDATE security.sessions SET {column} = {column} - %s::interval WHERE subject_id = %s"


def code(client):
    answer = client.get("/api/auth/me")
    return answer.status_code if answer.status_code == 200 else answer.json()["code"]


def test_sign_out_ends_this_session_and_no_other(estate_a, as_staff, superuser):
    one, other = as_staff(estate_a.admin), as_staff(estate_a.admin)
    assert (code(one), code(other)) == (200, 200)
    key = one.cookies["openhouse"].value
    assert one.post_json("/api/auth/logout").status_code == 204
    one.cookies["openhouse"] = key
    assert (code(one), code(other)) == ("session_ended", 200)
    events = superuser.execute(
        "SELECT event FROM audit_log WHERE actor_id = %s AND event LIKE 'staff.%%'", [estate_a.admin.pk]
    ).fetchall()
    assert events == [("staff.signed_out",)]


@pytest.mark.parametrize(
    "change",
    [
        lambda by, person: services.staff_change(by, staff_id=person.pk, role="admin"),
        lambda by, person: services.staff_change(by, staff_id=person.pk, active=False),
        lambda by, person: services.password_change(by, staff_id=person.pk, password="a wholly different phrase"),
    ],
    ids=["role", "active", "password"],
)
def test_change_of_a_person_ends_their_sessions_alone(estate_a, as_staff, platform, change):
    changed, bystander = as_staff(estate_a.builder), as_staff(estate_a.sibling_builder)
    assert (code(changed), code(bystander)) == (200, 200)
    with platform() as operator:
        change(operator, estate_a.builder)
    assert (code(changed), code(bystander)) == ("session_ended", 200)


def test_change_of_memberships_counts_from_the_next_request(estate_a, as_staff, platform):
    client = as_staff(estate_a.builder)
    assert client.get("/api/auth/me").json()["developments"] == [str(estate_a.development.pk)]
    with platform() as operator:
        services.staff_change(operator, staff_id=estate_a.builder.pk, development_ids=[estate_a.sibling_development.pk])
    assert client.get("/api/auth/me").json()["developments"] == [str(estate_a.sibling_development.pk)]


@pytest.mark.parametrize(("column", "age"), [("seen_at", "29 minutes"), ("seen_at", "31 minutes")])
def test_half_an_hour_without_a_request_ends_a_session(estate_a, as_staff, superuser, column, age):
    client = as_staff(estate_a.admin)
    superuser.execute(BACKDATE.format(column=column), [age, estate_a.admin.pk])
    assert code(client) == (200 if age == "29 minutes" else "session_ended")


@pytest.mark.parametrize("age", ["7 hours", "9 hours"])
def test_eight_hours_end_a_session_however_busy(estate_a, anonymous, superuser, age):
    client = anonymous()
    body = {"email": estate_a.admin.email, "password": "correct horse battery staple"}
    assert client.post_json("/api/auth/login", body).status_code == 200
    superuser.execute(BACKDATE.format(column="expires_at"), [age, estate_a.admin.pk])
    assert code(client) == (200 if age == "7 hours" else "session_ended")


NEW = {"name": "New", "role": "developer", "password": "a wholly different phrase"}


def test_staff_create_refuses_what_cannot_be(estate_a, platform):
    make = {**NEW, "tenant_id": estate_a.tenant.pk, "email": "New@Example.test"}
    with platform() as operator:
        assert services.staff_create(operator, **make).email == "new@example.test"
        for wrong in [
            {"email": "new@example.test"},
            {"email": "second@example.test", "password": "short"},
            {"email": "second@example.test", "password": "second@example.test"},
            {"email": "no address"},
            {"email": "second@example.test", "role": "super_admin"},
            {"email": "second@example.test", "role": "admin", "tenant_id": PLATFORM_TENANT},
            {"email": "second@example.test", "role": "homeowner"},
            {"email": "second@example.test", "name": " "},
        ]:
            with pytest.raises(Invalid):
                services.staff_create(operator, **make | wrong)


def test_developments_of_another_tenant_are_not_known(estate_a, estate_b, platform):
    make = {**NEW, "tenant_id": estate_a.tenant.pk, "email": "new@example.test"}
    with platform() as operator:
        with pytest.raises(Invalid):
            services.staff_create(operator, **make, development_ids=[estate_b.development.pk])
        assert services.staff_create(operator, **make, development_ids=[estate_a.development.pk])


def test_admin_reaches_own_tenant_only_and_cannot_make_operators(estate_a, estate_b, platform):
    admin = Principal(Role.ADMIN, session=PLATFORM_TENANT, tenant_id=estate_a.tenant.pk, subject_id=estate_a.admin.pk)
    make = {**NEW, "tenant_id": estate_a.tenant.pk, "email": "new@example.test"}
    with platform():
        assert services.staff_create(admin, **make)
        with pytest.raises(NotFound):
            services.staff_create(admin, **make | {"tenant_id": estate_b.tenant.pk})
        with pytest.raises(NotFound):
            services.staff_change(admin, staff_id=estate_b.builder.pk, active=False)
        with pytest.raises(Invalid):
            services.staff_change(admin, staff_id=estate_a.builder.pk, role="super_admin")


def test_last_administrator_stays(estate_a, platform):
    with platform() as operator:
        for change in ({"active": False}, {"role": "developer"}):
            with pytest.raises(Conflict):
                services.staff_change(operator, staff_id=estate_a.admin.pk, **change)
        services.staff_change(operator, staff_id=estate_a.builder.pk, role="admin")
        services.staff_change(operator, staff_id=estate_a.admin.pk, active=False)
    with platform():
        assert Staff.objects.filter(tenant=estate_a.tenant, role="admin", is_active=True).count() == 1


def test_slug_of_a_tenant_is_unique(estate_a, platform):
    with platform() as operator:
        for slug in (estate_a.tenant.slug, "no slug"):
            with pytest.raises(Invalid):
                services.tenant_create(operator, name="Again", slug=slug)
