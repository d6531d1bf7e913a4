"""An archived development takes nothing new, and stays readable for everybody who lives or works there."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from openhouse.testing.papers import pdf, ready_document

DEVELOPMENTS = "/api/developers/developments"


def place(estate, rest=""):
    return f"{DEVELOPMENTS}/{estate.development.pk}{rest}"


@pytest.fixture
def archived(estate_a, as_staff):
    answer = as_staff(estate_a.admin).post_json(place(estate_a, "/archive"))
    assert (answer.status_code, bool(answer.json()["archived_at"])) == (200, True)
    return estate_a


def additions(client, estate):
    """The status of everything that would add to the development."""
    home = {"unit_number": "77", "address": "77 Oak Park", "house_type": "BD01"}
    return [
        client.post_json(place(estate, "/units"), home).status_code,
        client.post_json(place(estate, "/house-types"), {"code": "BD77"}).status_code,
        client.upload(place(estate, "/documents"), SimpleUploadedFile("guide.pdf", pdf())).status_code,
    ]


def test_it_takes_nothing_new_until_it_is_brought_back(archived, as_staff):
    builder, admin = as_staff(archived.builder), as_staff(archived.admin)
    assert additions(builder, archived) == [409, 409, 409]
    corrected = builder.patch_json(f"/api/developers/units/{archived.unit.pk}", {"address": "1a Oak Park"})
    assert corrected.status_code == 200
    restored = admin.delete(place(archived, "/archive"))
    assert (restored.status_code, restored.json()["archived_at"]) == (200, None)
    assert additions(builder, archived) == [201, 201, 202]


def test_homeowners_go_on_reading_and_asking(estate_a, as_staff, as_homeowner):
    ready_document(estate_a, title="Home user guide")
    assert as_staff(estate_a.admin).post_json(place(estate_a, "/archive")).status_code == 200
    home = as_homeowner(estate_a.homeowner)
    assert home.get("/api/homeowner/documents").json()["results"][0]["title"] == "Home user guide"
    asked = home.post_json("/api/chat/messages", {"text": "What should the boiler pressure be?"})
    assert (asked.status_code, asked.json()["outcome"]) == (201, "answered")


def test_administrators_alone_archive_each_their_own(estate_a, estate_b, as_staff, superuser):
    for method in ("POST", "DELETE"):
        assert as_staff(estate_a.builder).send(method, place(estate_a, "/archive")).status_code == 403
        assert as_staff(estate_b.admin).send(method, place(estate_a, "/archive")).status_code == 404
    admin = as_staff(estate_a.admin)
    for method in ("POST", "POST", "DELETE", "DELETE"):
        assert admin.send(method, place(estate_a, "/archive")).status_code == 200
    rows = superuser.execute(
        "SELECT event FROM audit_log WHERE subject_id = %s AND category = 'change' ORDER BY at",
        [estate_a.development.pk],
    )
    assert [event for (event,) in rows] == ["development.archived", "development.restored"]


@pytest.mark.parametrize(("query", "names"), [("", 2), ("?archived=true", 1), ("?archived=false", 1)])
def test_lists_tell_archived_ones_apart(archived, as_staff, query, names):
    found = as_staff(archived.admin).get(f"{DEVELOPMENTS}{query}").json()["results"]
    assert len(found) == names
    assert {row["name"] for row in found if row["archived_at"]} == ({"Oak Park"} if "false" not in query else set())
