"""Changing one's own password from outside."""

import pytest
from django.conf import settings

from openhouse.testing.estates import PASSWORD

PATH, NEW = "/api/auth/password", "a wholly different phrase"


def change(client, current=PASSWORD, new=NEW):
    return client.post_json(PATH, {"current": current, "new": new})


def sign_in(client, person, password):
    return client.post_json("/api/auth/login", {"email": person.email, "password": password}).status_code


def is_live(client):
    return client.get("/api/auth/me").status_code == 200


@pytest.mark.parametrize("role", ["admin", "builder"])
def test_this_session_goes_on_under_a_new_key_and_the_others_end(estate_a, as_staff, anonymous, role):
    person = getattr(estate_a, role)
    client, other, bystander = as_staff(person), as_staff(person), as_staff(estate_a.sibling_builder)
    before = client.cookies[settings.SESSION_COOKIE_NAME].value
    answer = change(client)
    assert (answer.status_code, answer.content) == (204, b"")
    assert client.cookies[settings.SESSION_COOKIE_NAME].value != before
    assert (is_live(client), is_live(other), is_live(bystander)) == (True, False, True)
    client.cookies[settings.SESSION_COOKIE_NAME] = before
    assert not is_live(client)
    assert [sign_in(anonymous(), person, password) for password in (PASSWORD, NEW)] == [401, 200]


def test_pages_know_the_person_after_the_change(estate_a, as_staff):
    client = as_staff(estate_a.builder)
    change(client)
    assert estate_a.builder.name in client.get("/documents").content.decode()


def test_operator_inside_a_tenant_changes_their_own(estate_a, super_admin, as_staff, anonymous):
    client = as_staff(super_admin)
    client.post_json("/api/admin/scope", {"tenant": estate_a.tenant.slug})
    assert change(client).status_code == 204
    assert is_live(client)
    assert sign_in(anonymous(), super_admin, NEW) == 200


@pytest.mark.parametrize(
    ("body", "field"),
    [
        ({"current": "not the password"}, "current"),
        ({"new": "elevenchars"}, "new"),
        ({"new": "password1234"}, "new"),
        ({"new": "123456789012"}, "new"),
    ],
    ids=["wrong", "short", "common", "numbers"],
)
def test_what_is_refused_changes_nothing(estate_a, as_staff, anonymous, body, field):
    client, other = as_staff(estate_a.builder), as_staff(estate_a.builder)
    answer = change(client, **body)
    assert (answer.status_code, answer.json()["errors"][0]["field"]) == (400, field)
    assert (is_live(client), is_live(other)) == (True, True)
    assert sign_in(anonymous(), estate_a.builder, PASSWORD) == 200


def test_own_name_and_address_are_no_password(estate_a, as_staff):
    answer = change(as_staff(estate_a.builder), new=estate_a.builder.email)
    assert answer.json()["errors"][0]["field"] == "new"


def test_guesses_of_the_present_password_are_limited(estate_a, as_staff):
    client = as_staff(estate_a.builder)
    codes = [change(client, current=f"guess number {n}").status_code for n in range(11)]
    assert codes == [400] * 10 + [429]


def test_hash_is_argon2_and_the_trail_tells_of_the_change(estate_a, as_staff, superuser):
    change(as_staff(estate_a.builder))
    stored = superuser.execute("SELECT password FROM staff WHERE id = %s", [estate_a.builder.pk]).fetchone()[0]
    assert stored.startswith("argon2$argon2id$")
    rows = superuser.execute(
        "SELECT actor_id, tenant_id, request_payload FROM audit_log WHERE event = 'staff.changed' AND subject_id = %s",
        [estate_a.builder.pk],
    ).fetchall()
    assert rows == [(estate_a.builder.pk, estate_a.tenant.pk, {"password": True})]
