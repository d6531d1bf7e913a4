"""A conversation begins with questions that this very home's documents answer."""

from apps.documents.tests.search.library import publish

STARTERS = "/api/chat/starters"
FILTERS = "How often do I clean the ventilation filters?"


def test_only_what_the_home_can_be_told_is_offered(estate_a, estate_b, as_staff, as_homeowner):
    publish(estate_a.development, "Air", ["Clean the ventilation filters every three months."], house_type="BD01")
    publish(estate_a.development, "Bins", ["The black bins are collected on Tuesdays."], house_type="BD02")
    path = f"/api/developers/developments/{estate_a.development.pk}/assistant"
    as_staff(estate_a.builder).send("PATCH", path, {"greeting": "Welcome to Kiln Park"})
    home, neighbour = as_homeowner(estate_a.homeowner), as_homeowner(estate_b.homeowner)
    assert home.get(STARTERS).json() == {"greeting": "Welcome to Kiln Park", "questions": [FILTERS]}
    assert home.post_json("/api/chat/messages", {"text": FILTERS}).json()["outcome"] == "answered"
    assert neighbour.get(STARTERS).json() == {"greeting": "", "questions": []}


def test_the_first_document_brings_questions_at_once(estate_a, as_homeowner):
    home = as_homeowner(estate_a.homeowner)
    told = [home.get(STARTERS).json()["questions"]]
    for title, text in {"Tiles": "Tiles are grey.", "Air": "Clean the ventilation filters every three months."}.items():
        publish(estate_a.development, title, [text])
        told.append(home.get(STARTERS).json()["questions"])
    assert told == [[], [], [FILTERS]]
