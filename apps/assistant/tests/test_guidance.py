"""What a builder tells the assistant of a development reaches its homes, and no others."""

import pytest

from apps.assistant.language_model.prompt import messages
from apps.documents.tests.search.library import publish

CHAT = "/api/chat/messages"


def path(development):
    return f"/api/developers/developments/{development.pk}/assistant"


def asked(client, text):
    return client.post_json(CHAT, {"text": text}).json()


def test_a_name_of_the_development_finds_what_the_documents_call_otherwise(estate_a, estate_b, as_staff, as_homeowner):
    for estate in (estate_a, estate_b):
        publish(estate.development, "Water", ["The booster set stands behind the grey door of the plant room."])
        publish(estate.development, "Other", ["The bins are collected on Tuesdays."])
    question = "Where is the thrumming doodah?"
    home, neighbour = as_homeowner(estate_a.homeowner), as_homeowner(estate_b.homeowner)
    assert asked(home, question)["outcome"] == "not_found"
    lines = [["thrumming doodah", "booster set"]]
    changed = as_staff(estate_a.builder).send("PATCH", path(estate_a.development), {"other_names": lines})
    assert (changed.status_code, changed.json()["other_names"]) == (200, lines)
    assert "grey door" in asked(home, question)["answer"]
    assert asked(neighbour, question)["outcome"] == "not_found"


def test_a_note_stands_where_the_documents_say_nothing(estate_a, as_staff, as_homeowner):
    builder, note = as_staff(estate_a.builder), "The show house team is in on Saturdays."
    assert builder.send("PATCH", path(estate_a.development), {"not_found_note": note}).status_code == 200
    assert asked(as_homeowner(estate_a.homeowner), "Can I keep alpacas?")["answer"].endswith(note)
    assert builder.get(path(estate_a.development)).json()["not_found_note"] == note


@pytest.mark.parametrize(
    "lines", [[["alone"]], [["a name of far too many words", "b"]], [["", "b"]], [["!", "b"]], ["ab"]]
)
def test_a_line_that_cannot_be_one_is_refused_and_nothing_changes(estate_a, as_staff, lines):
    builder = as_staff(estate_a.builder)
    refused = builder.send("PATCH", path(estate_a.development), {"other_names": lines, "greeting": "Hello"})
    assert (refused.status_code, refused.json()["code"]) == (400, "invalid")
    assert builder.get(path(estate_a.development)).json() == {
        "greeting": "",
        "not_found_note": "",
        "instructions": "",
        "other_names": [],
    }


def test_wishes_stand_with_the_rules_and_below_them():
    system = messages("q", [], wishes="Call the customer care desk the hub.")[0]["content"]
    assert system.index("Write plain sentences") < system.index("It adds no facts") < system.index("the hub")
