"""The admin's API from outside: who may call, whose rows they see, and what they make."""

from itertools import product
from uuid import uuid4

import pytest

from apps.audit.models import AuditLog

LISTS = ["tenants", "developers", "developments", "units", "homeowners", "documents"]
OPERATORS_ONLY = {"tenants", "scope"}
NEW = {"email": "new.person@example.test", "name": "New Person", "role": "developer"}


def path(name):
    return f"/api/admin/{name}"


@pytest.fixture
def client_of(estate_a, super_admin, as_staff, as_homeowner, anonymous):
    return {
        "super_admin": lambda: as_staff(super_admin),
        "admin": lambda: as_staff(estate_a.admin),
        "developer": lambda: as_staff(estate_a.builder),
        "homeowner": lambda: as_homeowner(estate_a.homeowner),
        "anonymous": anonymous,
    }


def expected(role, name):
    if role == "anonymous":
        return 401
    allowed = role == "super_admin" or (role == "admin" and name not in OPERATORS_ONLY)
    return 200 if allowed else 403


@pytest.mark.parametrize("role", ["super_admin", "admin", "developer", "homeowner", "anonymous"])
def test_lists_open_to_exactly_the_roles_that_may(client_of, role):
    client = client_of[role]()
    assert {n: client.get(path(n)).status_code for n in LISTS} == {n: expected(role, n) for n in LISTS}


@pytest.mark.parametrize("role", ["developer", "homeowner", "anonymous"])
def test_writes_are_refused_before_the_body_is_read(client_of, role):
    client = client_of[role]()
    for name in ("tenants", "developers", "developments", "scope"):
        assert client.post_json(path(name), {}).status_code == (401 if role == "anonymous" else 403)


def ids(client, name, **extra):
    found, url = set(), path(name) + "?page_size=200"
    while url:
        page = client.get(url, **extra).json()
        found |= {row["id"] for row in page["results"]}
        url = page["next"]
    return found


def test_admin_sees_own_tenant_whole_and_nothing_else(estate_a, estate_b, as_staff):
    client = as_staff(estate_a.admin)
    people = (estate_a.admin, estate_a.builder, estate_a.sibling_builder)
    assert ids(client, "developers") == {str(p.pk) for p in people}
    assert ids(client, "developments") == {str(estate_a.development.pk), str(estate_a.sibling_development.pk)}
    assert ids(client, "units") == {str(u.pk) for u in (estate_a.unit, estate_a.sibling_unit, estate_a.far_unit)}
    assert str(estate_b.homeowner.pk) not in ids(client, "homeowners")
    foreign = f"{path('units')}?development={estate_b.development.pk}"
    assert client.get(foreign).json() == client.get(f"{path('units')}?development={uuid4()}").json()


def test_operator_sees_every_tenant_until_one_is_entered(estate_a, estate_b, super_admin, as_staff, platform):
    client, other = as_staff(super_admin), as_staff(super_admin)
    both = {str(estate_a.unit.pk), str(estate_b.unit.pk)}
    assert both <= ids(client, "units")
    answer = client.post_json(path("scope"), {"tenant": estate_b.tenant.slug})
    assert (answer.status_code, answer.content) == (204, b"")
    assert both & ids(client, "units") == {str(estate_b.unit.pk)}
    assert both <= ids(other, "units")
    assert client.get("/api/auth/me").json()["tenant"]["slug"] == estate_b.tenant.slug
    assert client.post_json(path("scope"), {"tenant": estate_a.tenant.slug}).status_code == 204
    assert client.post_json(path("scope"), {"tenant": None}).status_code == 204
    assert both <= ids(client, "units")
    with platform():
        rows = AuditLog.objects.filter(actor_id=super_admin.pk, event="staff.scope_entered").order_by("at")
        told = [(row.tenant_id, row.request_payload["entered"]) for row in rows]
    a, b = estate_a.tenant.pk, estate_b.tenant.pk
    assert told == [(b, True), (b, False), (a, True), (a, False)]


def test_unknown_tenant_leaves_the_scope_as_it_was(estate_a, super_admin, as_staff):
    client = as_staff(super_admin)
    client.post_json(path("scope"), {"tenant": estate_a.tenant.slug})
    assert client.post_json(path("scope"), {"tenant": "no-such-tenant"}).status_code == 404
    assert client.get("/api/auth/me").json()["tenant"]["slug"] == estate_a.tenant.slug


def test_operator_sets_up_a_builder_from_nothing(super_admin, as_staff, anonymous):
    client, slug = as_staff(super_admin), f"new-{uuid4().hex[:8]}"
    made = client.post_json(path("tenants"), {"name": "New Homes", "slug": slug})
    assert (made.status_code, made.json()["country"]) == (201, "IE")
    assert client.post_json(path("tenants"), {"name": "Again", "slug": slug}).json()["errors"][0]["field"] == "slug"
    assert client.post_json(path("developments"), {"name": "Oak Park"}).status_code == 409
    client.post_json(path("scope"), {"tenant": slug})
    assert client.post_json(path("tenants"), {"name": "Inside", "slug": slug + "-2"}).status_code == 409
    estate = client.post_json(path("developments"), {"name": "Oak Park"})
    assert (estate.status_code, estate.json()["tenant"]["slug"]) == (201, slug)
    admin = client.post_json(path("developers"), {**NEW, "email": f"a@{slug}.test", "role": "admin"}).json()
    body = {"email": admin["email"], "password": admin["password"]}
    assert anonymous().post_json("/api/auth/login", body).status_code == 200
    assert "password" not in client.get(path("developers")).json()["results"][0]


def test_admin_invites_a_builder_and_changes_them(estate_a, as_staff):
    client = as_staff(estate_a.admin)
    body = {**NEW, "password": "a wholly different phrase", "memberships": [str(estate_a.development.pk)]}
    made = client.post_json(path("developers"), body)
    assert made.status_code == 201
    assert "password" not in made.json()
    assert made.json()["memberships"] == body["memberships"]
    one = path(f"developers/{made.json()['id']}")
    changed = client.patch_json(one, {"role": "admin", "memberships": [], "active": False}).json()
    assert (changed["role"], changed["memberships"], changed["active"]) == ("admin", [], False)
    assert client.post_json(path("developers"), body).json()["errors"][0]["field"] == "email"


@pytest.mark.parametrize(
    "wrong",
    [
        {"role": "super_admin"},
        {"role": "homeowner"},
        {"password": "short"},
        {"tenant_id": str(uuid4())},
        {"memberships": [str(uuid4())]},
        {"memberships": "all"},
        {"email": "no address"},
    ],
)
def test_invitations_that_are_refused(estate_a, as_staff, wrong):
    client = as_staff(estate_a.admin)
    assert client.post_json(path("developers"), NEW | wrong).status_code == 400
    assert client.post_json(path("developers"), NEW).status_code == 201


def test_person_of_another_tenant_is_like_none(estate_a, estate_b, as_staff):
    client = as_staff(estate_a.admin)
    answers = [
        client.patch_json(path(f"developers/{key}"), {"active": False}) for key in (estate_b.builder.pk, uuid4())
    ]
    seen = [(a.status_code, {**a.json(), "instance": ""}) for a in answers]
    assert seen[0] == seen[1]
    assert seen[0][0] == 404
    assert as_staff(estate_b.builder).get("/api/auth/me").status_code == 200


def test_last_admin_cannot_lock_everybody_out(estate_a, as_staff):
    answer = as_staff(estate_a.admin).patch_json(path(f"developers/{estate_a.admin.pk}"), {"active": False})
    assert (answer.status_code, answer.json()["code"]) == (409, "conflict")


@pytest.mark.parametrize(("name", "query"), [*product(LISTS, ["tenant=x", "cursor=x", "page_size=0"])])
def test_unknown_and_broken_queries_are_400(super_admin, as_staff, name, query):
    assert as_staff(super_admin).get(f"{path(name)}?{query}").status_code == 400
