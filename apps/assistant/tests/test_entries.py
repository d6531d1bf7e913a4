"""Answers that builders write: found, cited, changed and removed as every document is, and listed on their own."""

import pytest

from .loop import asked, desk, history

QUESTION = "What colour can I paint the garden fence?"
SAID = "Garden fences may be painted in Sage Green."


def add(client, development, **body):
    response = client.post_json(desk(development, "faq"), {"question": QUESTION, "answer": SAID} | body)
    assert response.status_code == 201, response.content
    return response.json()


def path(development, entry):
    return desk(development, f"faq/{entry['id']}")


def test_an_entry_is_found_at_once_and_listed_apart_from_documents(estate_a, as_homeowner, as_staff):
    builder, home, place = as_staff(estate_a.builder), as_homeowner(estate_a.homeowner), estate_a.development
    entry = add(builder, place)
    assert builder.get(desk(place, "faq")).json()["results"] == [entry]
    assert builder.get(path(place, entry)).json() == entry
    said = asked(home, QUESTION)
    assert said["outcome"] == "answered"
    assert [(one["source"], one["document"]) for one in said["citations"]] == [("entry", entry["document"])]
    assert SAID in said["citations"][0]["passage"]
    assert builder.get(desk(place, "documents")).json()["results"] == []
    assert home.get("/api/homeowner/documents").json()["results"] == []
    assert SAID in b"".join(home.get(f"/api/homeowner/documents/{entry['document']}/file").streaming_content).decode()


def test_a_changed_entry_answers_anew_and_outdates_what_cited_it(estate_a, as_homeowner, as_staff):
    builder, home, place = as_staff(estate_a.builder), as_homeowner(estate_a.homeowner), estate_a.development
    entry = add(builder, place)
    before = asked(home, QUESTION)
    changed = builder.patch_json(path(place, entry), {"answer": "Only in Moss Grey."})
    assert changed.status_code == 200
    assert (changed.json()["answer"], changed.json()["document"]) == ("Only in Moss Grey.", entry["document"])
    after = asked(home, QUESTION)
    assert "Moss Grey" in after["answer"]
    newest, oldest = history(home)
    assert (newest["id"], newest["outdated"], oldest["id"], oldest["outdated"]) == (
        after["id"],
        False,
        before["id"],
        True,
    )
    assert [one["outdated"] for one in oldest["citations"]] == [True]


def test_an_entry_can_be_given_to_a_house_type_and_back(estate_a, as_homeowner, as_staff):
    builder, home, place = as_staff(estate_a.builder), as_homeowner(estate_a.homeowner), estate_a.development
    entry = add(builder, place, house_type="BD02")
    assert asked(home, QUESTION)["outcome"] == "not_found"
    assert asked(as_homeowner(estate_a.neighbour), QUESTION)["outcome"] == "answered"
    assert builder.patch_json(path(place, entry), {"house_type": None}).json()["house_type"] is None
    assert asked(home, QUESTION)["outcome"] == "answered"
    for refused in (
        builder.patch_json(path(place, entry), {"house_type": "XX"}),
        builder.post_json(desk(place, "faq"), {"question": QUESTION, "answer": SAID, "house_type": "XX"}),
    ):
        assert (refused.status_code, refused.json()["errors"][0]["field"]) == (400, "house_type")


@pytest.mark.parametrize("way", ["entry", "document"])
def test_a_removed_entry_is_found_no_more(estate_a, as_homeowner, as_staff, way):
    builder, home, place = as_staff(estate_a.builder), as_homeowner(estate_a.homeowner), estate_a.development
    entry = add(builder, place)
    asked(home, QUESTION)
    target = path(place, entry) if way == "entry" else f"/api/developers/documents/{entry['document']}"
    assert builder.delete(target).status_code == 204
    assert builder.get(desk(place, "faq")).json()["results"] == []
    assert asked(home, QUESTION)["outcome"] == "not_found"
    assert history(home)[1]["outdated"] is True


def test_an_entry_is_read_again_with_all_documents(estate_a, as_homeowner, as_staff):
    from apps.documents.tests.uploads import read_all

    builder, place = as_staff(estate_a.builder), estate_a.development
    entry = add(builder, place)
    assert builder.post_json(desk(place, "reingest")).status_code == 202
    read_all(place.tenant_id)
    said = asked(as_homeowner(estate_a.homeowner), QUESTION)
    assert (said["outcome"], said["citations"][0]["document"]) == ("answered", entry["document"])


def test_entries_of_others_are_not_there(estate_a, estate_b, as_staff):
    entry = add(as_staff(estate_a.builder), estate_a.development)
    for person, place in (
        (estate_a.sibling_builder, estate_a.sibling_development),
        (estate_b.admin, estate_b.development),
    ):
        client = as_staff(person)
        for development in (place, estate_a.development):
            for method, body in (("GET", None), ("PATCH", {"answer": "x"}), ("DELETE", None)):
                assert client.send(method, path(development, entry), body).status_code == 404
    assert as_staff(estate_a.admin).get(path(estate_a.development, entry)).status_code == 200


def test_the_day_in_its_title_is_that_of_the_homes(settings, estate_a, as_homeowner, as_staff):
    builder, home, titles = as_staff(estate_a.builder), as_homeowner(estate_a.homeowner), set()
    for zone in ("Etc/GMT-14", "Etc/GMT+12"):
        settings.CALENDAR_TIME_ZONE = zone
        entry = add(builder, estate_a.development)
        titles.add(asked(home, QUESTION)["citations"][0]["title"])
        assert builder.delete(path(estate_a.development, entry)).status_code == 204
    assert len(titles) == 2
