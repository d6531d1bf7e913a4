"""Administrators say who works on a development; it counts from the next request."""

from uuid import uuid4

DEVELOPMENTS = "/api/developers/developments"


def members(estate):
    return f"{DEVELOPMENTS}/{estate.development.pk}/members"


def names(client, estate):
    return {row["id"] for row in client.get(members(estate)).json()["results"]}


def test_a_builder_is_put_on_a_development_and_taken_off(estate_a, as_staff, superuser):
    admin, newcomer = as_staff(estate_a.admin), estate_a.sibling_builder
    own = as_staff(newcomer)
    assert own.get(members(estate_a)).status_code == 404
    added = admin.post_json(members(estate_a), {"person": str(newcomer.pk)})
    assert (added.status_code, added.json()["email"]) == (201, newcomer.email)
    assert names(own, estate_a) == {str(estate_a.builder.pk), str(newcomer.pk)}
    assert len(own.get(DEVELOPMENTS).json()["results"]) == 2
    assert admin.delete(f"{members(estate_a)}/{newcomer.pk}").status_code == 204
    assert names(admin, estate_a) == {str(estate_a.builder.pk)}
    assert own.get(members(estate_a)).status_code == 404
    rows = superuser.execute(
        "SELECT request_payload FROM audit_log WHERE event = 'staff.changed' AND subject_id = %s ORDER BY at",
        [newcomer.pk],
    )
    assert [len(row["memberships"]) for (row,) in rows] == [2, 1]


def test_others_may_not_and_strangers_are_not_there(estate_a, estate_b, as_staff):
    person = {"person": str(estate_a.sibling_builder.pk)}
    builder, stranger, admin = (as_staff(one) for one in (estate_a.builder, estate_b.admin, estate_a.admin))
    assert builder.get(members(estate_a)).status_code == 200
    assert builder.post_json(members(estate_a), person).status_code == 403
    assert builder.delete(f"{members(estate_a)}/{estate_a.builder.pk}").status_code == 403
    assert stranger.post_json(members(estate_a), person).status_code == 404
    for foreign in (estate_b.builder.pk, uuid4()):
        refused = admin.post_json(members(estate_a), {"person": str(foreign)})
        assert (refused.status_code, refused.json()["errors"][0]["field"]) == (400, "person")
        assert admin.delete(f"{members(estate_a)}/{foreign}").status_code == 404
