"""The team: who sees whom, who may change it, and what is never left behind."""

from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest
from django.db import connection

from apps.audit.models import AuditLog
from apps.tenants.models import AccountLink, Authenticator, Membership, Staff

from .post import mailed_link

TEAM = "/api/developers/team"


def one(person):
    return f"{TEAM}/{person.pk}"


def emails(answer):
    return {member["email"] for member in answer.json()["results"]}


@pytest.fixture
def admin(as_staff, estate_a):
    return as_staff(estate_a.admin)


@pytest.fixture
def second_admin(platform, estate_a):
    with platform():
        return Staff.objects.create(tenant=estate_a.tenant, email="second@example.test", name="Second", role="admin")


def invited(client, **fields):
    answer = client.post_json(TEAM, {"email": "new@example.test", "role": "developer", **fields})
    assert answer.status_code == 201, answer.content
    return answer.json()


def test_an_admin_sees_all_and_a_builder_whom_they_share_a_development_with(as_staff, admin, estate_a, estate_b):
    own = {estate_a.admin.email, estate_a.builder.email, estate_a.sibling_builder.email}
    assert emails(admin.get(TEAM)) == own
    builder = as_staff(estate_a.builder)
    assert emails(builder.get(TEAM)) == {estate_a.builder.email}
    colleague = invited(admin, memberships=[str(estate_a.development.pk)])
    assert emails(builder.get(TEAM)) == {estate_a.builder.email, "new@example.test"}
    assert builder.get(f"{TEAM}/{colleague['id']}").json()["state"] == "invited"
    assert builder.get(one(estate_a.sibling_builder)).status_code == 404


def test_builders_change_nothing(as_staff, estate_a):
    builder = as_staff(estate_a.builder)
    calls = [
        builder.post_json(TEAM, {"email": "new@example.test", "role": "developer"}),
        builder.patch_json(one(estate_a.builder), {"role": "admin"}),
        builder.send("DELETE", one(estate_a.sibling_builder)),
        builder.post_json(f"{one(estate_a.sibling_builder)}/invitation"),
    ]
    assert [call.status_code for call in calls] == [403] * 4


def test_people_of_another_company_are_not_found(admin, estate_b):
    calls = [
        admin.get(one(estate_b.builder)),
        admin.patch_json(one(estate_b.builder), {"active": False}),
        admin.send("DELETE", one(estate_b.builder)),
        admin.post_json(f"{one(estate_b.builder)}/invitation"),
    ]
    assert [call.status_code for call in calls] == [404] * 4
    refused = admin.post_json(
        TEAM, {"email": "x@example.test", "role": "developer", "memberships": [str(estate_b.development.pk)]}
    )
    assert refused.json()["errors"][0]["field"] == "memberships"


def test_nobody_hands_out_more_than_they_hold(admin):
    refused = admin.post_json(TEAM, {"email": "new@example.test", "role": "super_admin"})
    assert (refused.status_code, refused.json()["errors"][0]["field"]) == (400, "role")


def test_an_address_is_invited_once(admin, estate_a):
    invited(admin)
    again = admin.post_json(TEAM, {"email": "NEW@example.test", "role": "admin"})
    assert again.json()["errors"][0]["code"] == "duplicate"


def test_an_invitation_is_no_account_yet(admin, platform):
    made = invited(admin, role="admin", name="Nóra Ní Bhriain")
    assert (made["state"], made["active"], made["name"]) == ("invited", False, "Nóra Ní Bhriain")
    assert admin.patch_json(f"{TEAM}/{made['id']}", {"active": True}).status_code == 409
    assert admin.patch_json(f"{TEAM}/{made['id']}", {"role": "developer"}).json()["role"] == "developer"
    with platform():
        events = set(AuditLog.objects.filter(subject_id=made["id"]).values_list("event", flat=True))
    assert events == {"staff.created", "staff.invited", "staff.changed"}


def test_inviting_again_is_for_who_has_not_come_yet(admin, estate_a):
    assert admin.post_json(f"{TEAM}/{invited(admin)['id']}/invitation").status_code == 202
    assert admin.post_json(f"{one(estate_a.builder)}/invitation").status_code == 409


def test_who_is_deactivated_is_out_at_once_and_may_come_back(as_staff, admin, estate_a):
    builder = as_staff(estate_a.builder)
    assert builder.get(TEAM).status_code == 200
    assert admin.patch_json(one(estate_a.builder), {"active": False}).json()["state"] == "inactive"
    assert builder.get(TEAM).status_code == 401
    assert admin.patch_json(one(estate_a.builder), {"active": True}).json()["state"] == "active"
    assert builder.get(TEAM).status_code == 401


def test_who_is_removed_leaves_nothing_but_the_trail(as_staff, admin, platform, estate_a):
    builder = as_staff(estate_a.builder)
    with platform():
        Authenticator.objects.create(tenant=estate_a.tenant, user=estate_a.builder, sealed_key=b"x" * 40)
    assert admin.send("DELETE", one(estate_a.builder)).status_code == 204
    assert builder.get(TEAM).status_code == 401
    assert admin.get(one(estate_a.builder)).status_code == 404
    with platform():
        for model, field in ((Staff, "pk"), (Membership, "staff"), (Authenticator, "user"), (AccountLink, "staff")):
            assert not model.objects.filter(**{field: estate_a.builder.pk}).exists()
        assert AuditLog.objects.filter(subject_id=estate_a.builder.pk, event="staff.removed").exists()


def test_nobody_removes_themselves(admin, second_admin, estate_a):
    assert admin.send("DELETE", one(estate_a.admin)).status_code == 409
    assert admin.send("DELETE", one(second_admin)).status_code == 204


@pytest.mark.parametrize("change", [{"role": "developer"}, {"active": False}], ids=["demoted", "deactivated"])
def test_the_last_admin_stays(admin, second_admin, estate_a, change):
    assert admin.patch_json(one(second_admin), change).status_code == 200
    assert admin.patch_json(one(estate_a.admin), change).status_code == 409


ATTACKS = {
    "removed": lambda client, victim: client.send("DELETE", one(victim)),
    "demoted": lambda client, victim: client.patch_json(one(victim), {"role": "developer"}),
    "deactivated": lambda client, victim: client.patch_json(one(victim), {"active": False}),
}


@pytest.mark.parametrize("how", ATTACKS)
def test_two_admins_who_turn_on_each_other_at_once_leave_one(as_staff, second_admin, platform, estate_a, how):
    people = [estate_a.admin, second_admin]
    pairs = [(as_staff(one), other) for one, other in zip(people, reversed(people), strict=True)] * 4
    start = Barrier(len(pairs))

    def act(pair):
        start.wait()
        try:
            return ATTACKS[how](*pair).status_code
        finally:
            connection.close()

    with ThreadPoolExecutor(len(pairs)) as pool:
        answers = list(pool.map(act, pairs))
    assert all(status < 500 for status in answers), answers
    with platform():
        left = Staff.objects.filter(tenant=estate_a.tenant, role="admin", is_active=True).count()
    assert left == 1


def test_an_operator_invites_inside_a_tenant_and_operators_outside(as_staff, super_admin, estate_a):
    operator = as_staff(super_admin)
    outside = operator.post_json(TEAM, {"email": f"{estate_a.tenant.slug}@example.test", "role": "super_admin"})
    assert outside.json()["tenant"]["slug"] == "platform"
    operator.send("DELETE", f"{TEAM}/{outside.json()['id']}")
    operator.post_json("/api/admin/scope", {"tenant": estate_a.tenant.slug})
    assert invited(operator)["tenant"]["slug"] == estate_a.tenant.slug


def test_who_was_removed_gets_no_mail(admin, platform):
    made = invited(admin)
    with platform():
        person = Staff.objects.get(pk=made["id"])
    assert mailed_link(person)
    admin.send("DELETE", f"{TEAM}/{made['id']}")
    assert mailed_link(person) is None
