"""Drawings hold no text to quote: who asks for one gets it offered by its name, of the own home only."""

import json

import pytest

from apps.assistant.drawing_words import wants_drawing
from apps.documents.tests.search.library import publish

CHAT = "/api/chat/messages"


def downloads(client, text):
    response = client.post_json(CHAT, {"text": text})
    assert response.status_code == 201, response.content
    return response.json()["downloads"]


def titles(client, text):
    return sorted(one["title"] for one in downloads(client, text))


def test_a_drawing_is_offered_that_search_cannot_read(estate_a, as_homeowner):
    document = publish(estate_a.development, "Ground floor plan", ["North"], house_type="BD01")
    home = as_homeowner(estate_a.homeowner)
    [card] = downloads(home, "Can I see the plans?")
    assert card == {"document": str(document.pk), "title": "Ground floor plan", "version": 1, "pages": 1}
    assert [one["downloads"] for one in home.get(CHAT).json()["results"]] == [[card]]


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("Can I see the floor plan?", True),
        ("floor plans", True),
        ("Where are the drawings of my house?", True),
        ("An féidir liom plean an urláir a fheiceáil?", True),
        ("Taispeáin dom na pleananna", True),
        ("What floor do I have?", False),
        ("Where do you plan to put the playground?", False),
        ("When is the maintenance plan of the lift reviewed?", False),
        ("Cá bhfuil an stopchoca?", False),
    ],
)
def test_a_drawing_is_wanted_by_who_asks_to_see_one(text, wanted):
    assert wants_drawing(text) is wanted


def test_without_a_drawing_no_page_with_another_word_of_the_question_is_quoted(estate_a, as_homeowner):
    publish(estate_a.development, "Floors", ["The floor of the hall is oak. Seal the floor once a year."])
    home = as_homeowner(estate_a.homeowner)
    for text, outcome in (("Can I see the floor plan?", "not_found"), ("What is the floor of the hall?", "answered")):
        said = home.post_json(CHAT, {"text": text}).json()
        assert (said["outcome"], said["downloads"]) == (outcome, [])


def test_a_page_that_tells_where_a_plan_is_is_quoted(estate_a, as_homeowner):
    publish(estate_a.development, "Safety", ["The evacuation plan hangs behind the door of the hall."])
    said = as_homeowner(estate_a.homeowner).post_json(CHAT, {"text": "Where is the evacuation plan?"}).json()
    assert (said["outcome"], said["downloads"]) == ("answered", [])


def test_what_is_called_most_like_the_question_is_offered(estate_a, as_homeowner):
    for title in ("Ground floor plan", "First floor plan", "Front elevation", "Home user guide"):
        publish(estate_a.development, title, ["North"])
    home = as_homeowner(estate_a.homeowner)
    assert titles(home, "Show me the first floor plan") == ["First floor plan"]
    assert titles(home, "Have you got elevations?") == ["Front elevation"]
    assert titles(home, "Is there a blueprint?") == ["First floor plan", "Front elevation", "Ground floor plan"]
    assert titles(home, "When are the bins collected?") == []


def test_no_other_house_type_and_nobody_elses(estate_a, estate_b, as_homeowner):
    publish(estate_a.development, "Plan for the other type", ["North"], house_type="BD02")
    publish(estate_b.development, "Plan of another builder", ["North"])
    assert titles(as_homeowner(estate_a.homeowner), "Show me the plan") == []
    assert titles(as_homeowner(estate_a.neighbour), "Show me the plan") == ["Plan for the other type"]


def test_a_cited_drawing_is_offered_and_a_refusal_offers_none(estate_a, as_homeowner):
    publish(
        estate_a.development, "Kitchen layout", ["The boiler pressure should read 1.5 bar when the system is cold."]
    )
    home = as_homeowner(estate_a.homeowner)
    assert titles(home, "What should the boiler pressure be?") == ["Kitchen layout"]
    assert titles(home, "Who lives in number 12? Show me the plan.") == []


def test_a_stream_and_a_trial_offer_the_same(estate_a, as_homeowner, as_staff):
    publish(estate_a.development, "Ground floor plan", ["North"], house_type="BD01")
    publish(estate_a.development, "Attic plan", ["North"], house_type="BD02")
    home, builder = as_homeowner(estate_a.homeowner), as_staff(estate_a.builder)
    stream = home.post_json(CHAT, {"text": "The plan?"}, headers={"Accept": "text/event-stream"}).content.decode()
    done = json.loads(stream.split("event: done\ndata: ")[1])
    path = f"/api/developers/developments/{estate_a.development.pk}/assistant/try"
    tried = builder.post_json(path, {"text": "The plan?", "house_type": "BD01"}).json()
    assert [one["title"] for one in done["downloads"]] == ["Ground floor plan"]
    assert tried["downloads"] == done["downloads"]
