"""A copy of what is held of a person, for them and for their builder; and nothing of it once they are removed."""

import json
from uuid import uuid4

import pytest

from openhouse.testing.papers import ready_document

OWN, CHAT = "/api/homeowner/export", "/api/chat/messages"
ASKED = "What should the boiler pressure be?"
NOTE = "Please come on a Tuesday."


def export(person):
    return f"/api/developers/homeowners/{person.id}/export"


@pytest.fixture
def lived(estate_a, as_homeowner, as_staff):
    """A person with a name who asked, rated, sent on and confirmed."""
    document = ready_document(estate_a, must_read=True)
    as_staff(estate_a.builder).patch_json(
        f"/api/developers/homeowners/{estate_a.homeowner.id}", {"name": "Aoife Byrne", "email": "aoife@example.test"}
    )
    home = as_homeowner(estate_a.homeowner)
    message = home.post_json(CHAT, {"text": ASKED}).json()
    home.post_json(f"{CHAT}/{message['id']}/feedback", {"rating": "down", "reason": "Too short"})
    home.post_json(f"{CHAT}/{message['id']}/ask-builder", {"note": NOTE})
    home.get(f"/api/homeowner/documents/{document.pk}/file").close()
    return home


def read(response):
    assert response.status_code == 200, response.content
    assert response.headers["Content-Disposition"] == 'attachment; filename="personal-data.json"'
    assert response.headers["Cache-Control"] == "no-store"
    return json.loads(response.content)


def test_a_homeowner_gets_all_that_is_held(estate_a, lived, trail):
    copy = read(lived.get(OWN))
    assert (copy["person"]["name"], copy["person"]["email"]) == ("Aoife Byrne", "aoife@example.test")
    assert copy["home"]["unit_number"] == estate_a.unit.unit_number
    assert len(copy["sessions"]) == 1
    (message,) = copy["conversations"][0]["messages"]
    assert (message["question"], message["rating"], message["note_to_builder"]) == (ASKED, "down", NOTE)
    assert message["citations"]
    assert copy["withheld"] == []
    (event,) = trail.of(estate_a.tenant.pk, "homeowner.exported")
    assert {"person", "home", "sessions", "conversations"} <= set(event["parts"])


def test_nobody_elses_data_is_in_it(estate_a, lived, as_homeowner):
    as_homeowner(estate_a.partner).post_json(CHAT, {"text": "Who sells violins?"})
    text = lived.get(OWN).content.decode()
    assert "violins" not in text
    assert estate_a.partner.name not in text
    assert ASKED not in as_homeowner(estate_a.partner).get(OWN).content.decode()


def test_a_builder_gets_all_but_what_was_asked_and_an_admin_gets_that_too(estate_a, lived, as_staff):
    told = read(as_staff(estate_a.builder).get(export(estate_a.homeowner)))
    assert told["withheld"] == ["conversations"]
    assert ASKED not in json.dumps(told)
    assert len(told["sessions"]) == 1
    whole = read(as_staff(estate_a.admin).get(export(estate_a.homeowner)))
    assert whole["withheld"] == []
    assert whole["conversations"] == read(lived.get(OWN))["conversations"]


def test_a_person_out_of_reach_is_one_that_does_not_exist(estate_a, estate_b, lived, as_staff, anonymous):
    for staff in (estate_a.sibling_builder, estate_b.admin):
        client = as_staff(staff)
        foreign, nowhere = (
            client.get(path) for path in (export(estate_a.homeowner), export(type(estate_a.homeowner)(pk=uuid4())))
        )
        assert (foreign.status_code, nowhere.status_code) == (404, 404)
    assert lived.get(export(estate_a.homeowner)).status_code == 403
    assert anonymous().get(OWN).status_code == 401


def test_support_does_not_carry_a_home_away(estate_a, lived, as_staff, anonymous):
    look = {"reason": "They asked for help by phone."}
    visit = (
        as_staff(estate_a.admin).post_json(f"/api/admin/homeowners/{estate_a.homeowner.id}/impersonate", look).json()
    )
    bearer = {"Authorization": f"Bearer {visit['access']}"}
    assert anonymous().get("/api/homeowner/me", headers=bearer).status_code == 200
    assert anonymous().get(OWN, headers=bearer).status_code == 403


def test_who_is_removed_leaves_nothing_but_the_trail(estate_a, lived, as_staff, superuser):
    person, names = estate_a.homeowner, ("Aoife Byrne", "aoife@example.test", ASKED, NOTE, "Too short")
    tables = [
        row[0]
        for row in superuser.execute(
            "SELECT c.oid::regclass::text FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace"
            " WHERE n.nspname IN ('public', 'security') AND c.relkind IN ('r', 'p')"
        ).fetchall()
    ]

    def held():
        """Tables with rows of theirs, or that say who they are; the search log, which names nobody, left out."""
        found = set()
        for table in tables:
            rows = superuser.execute(f"SELECT to_jsonb(t)::text FROM {table} t").fetchall()
            text = "\n".join(row[0] for row in rows if str(estate_a.tenant.pk) in row[0])
            if str(person.pk) in text or any(name in text for name in names):
                found.add(table)
        return found - {"search_log"}

    before = held()
    assert {"homeowners", "messages", "security.subjects", "security.sessions"} <= before
    assert as_staff(estate_a.builder).delete(f"/api/developers/homeowners/{person.id}").status_code == 204
    assert {table.partition("_")[0] for table in held()} <= {"audit", "rate"}
    assert lived.get("/api/homeowner/me").status_code == 401
    trail = superuser.execute("SELECT to_jsonb(a)::text FROM audit_log a").fetchall()
    assert not [name for name in names if any(name in row[0] for row in trail)]
