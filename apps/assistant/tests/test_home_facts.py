"""What is recorded of a home is told before any document is searched, and of the own home only."""

import pytest

from apps.documents.tests.search.library import publish

from .loop import asked, history

ROOMS = {
    "BD01": [
        ("Living, dining and kitchen", "6.80", "4.10"),
        ("Bedroom 1", "3.90", "3.10"),
        ("Bedroom 2", "3.3", "2.8"),
    ],
    "BD02": [("Kitchen", "3.00", "3.00"), ("Bedroom 1", "4.40", "3.50")],
}


@pytest.fixture
def estate(estate_a, as_staff):
    """Rooms as the builder records them, and a document that says something else of them."""
    builder, place = as_staff(estate_a.builder), f"/api/developers/developments/{estate_a.development.pk}/house-types"
    for design in builder.get(place).json()["results"]:
        rooms = [{"name": name, "length_m": length, "width_m": width} for name, length, width in ROOMS[design["code"]]]
        body = {"rooms": rooms, "floor_area_m2": "98.50"}
        assert builder.patch_json(f"{place}/{design['id']}", body).status_code == 200
    for unit, code in ((estate_a.unit, "D02 X285"), (estate_a.sibling_unit, "D02 Y306")):
        assert builder.patch_json(f"/api/developers/units/{unit.pk}", {"eircode": code}).status_code == 200
    publish(estate_a.development, "Guide", ["The main bedroom is big. The kitchen size is 99 m. The eircode is A65."])
    return estate_a


QUESTIONS = {
    "how big is the main bedroom": ("3.9 m by 3.1 m, 12.1 m²", "4.4 m by 3.5 m, 15.4 m²"),
    "What size is my kitchen?": ("6.8 m by 4.1 m", "3 m by 3 m"),
    "what floor area does my home have": ("98.5 m²", "98.5 m²"),
    "which house type do I have": ("BD01, Type BD01", "BD02, Type BD02"),
    "How many bedrooms do I have?": ("3 bedrooms", "3 bedrooms"),
    "What is my Eircode?": ("D02 X285", "D02 Y306"),
    "what is my unit number": ("number 1.", "number 2."),
    "What is my address?": ("1 Oak Park", "2 Oak Park"),
}


@pytest.mark.parametrize("question", QUESTIONS)
def test_each_home_is_told_of_itself(estate, as_homeowner, question):
    for person, expected in zip((estate.homeowner, estate.neighbour), QUESTIONS[question], strict=True):
        said = asked(as_homeowner(person), question)
        assert said["outcome"] == "answered"
        assert expected in said["answer"]
        [cited] = said["citations"]
        assert (cited["source"], cited["title"], cited["document"]) == ("home", "Your home's data", None)
        assert (cited["version"], cited["page"], cited["outdated"]) == (None, None, False)
        [kept] = history(as_homeowner(person))
        assert (kept["citations"], kept["outdated"]) == ([cited], False)


@pytest.mark.parametrize(
    "question",
    [
        "what size bulbs are in the kitchen",
        "how big is the boiler",
        "how long is the warranty",
        "how big is the garage",
        "what is the address of the site office",
        "how big is it",
        "how long does the hall take to dry",
    ],
)
def test_every_other_question_goes_to_the_documents(estate, as_homeowner, question):
    assert "home" not in [cited["source"] for cited in asked(as_homeowner(estate.homeowner), question)["citations"]]


def test_what_a_home_has_of_its_own_comes_before_its_design(estate, as_homeowner, as_staff):
    own = {"bedrooms": 4, "floor_area_m2": "120.50"}
    changed = as_staff(estate.builder).patch_json(f"/api/developers/units/{estate.unit.pk}", own)
    assert changed.json().items() >= own.items()
    client = as_homeowner(estate.homeowner)
    assert "4 bedrooms" in asked(client, "How many bedrooms do I have?")["answer"]
    assert "120.5 m²" in asked(client, "what floor area does my home have")["answer"]


def test_other_homes_are_still_refused(estate, as_homeowner):
    for text in ("what is the address of my neighbour", "how big is the main bedroom of number 2"):
        assert "4.4 m" not in asked(as_homeowner(estate.homeowner), text)["answer"]


def test_a_home_without_rooms_is_answered_from_documents(estate_a, as_homeowner):
    publish(estate_a.development, "Guide", ["The main bedroom is big: four metres by three metres."])
    said = asked(as_homeowner(estate_a.homeowner), "how big is the main bedroom")
    assert [cited["source"] for cited in said["citations"]] == ["document"]


def test_a_builder_tries_it_as_a_house_type(estate, as_staff):
    path = f"/api/developers/developments/{estate.development.pk}/assistant/try"
    tried = as_staff(estate.builder).post_json(path, {"text": "how big is bedroom 1", "house_type": "BD02"}).json()
    assert "4.4 m by 3.5 m" in tried["answer"]
    assert [cited["source"] for cited in tried["citations"]] == ["home"]


@pytest.mark.parametrize(
    "rooms",
    [
        "Kitchen",
        ["Kitchen"],
        [{"name": "Kitchen"}],
        [{"name": "", "length_m": 1, "width_m": 1}],
        [{"name": "Kitchen", "length_m": -1, "width_m": 1}],
        [{"name": "Kitchen", "length_m": 1, "width_m": 0}],
        [{"name": "Kitchen", "length_m": 1, "width_m": 1, "height_m": 2}],
        [{"name": "Kitchen", "length_m": 1, "width_m": 1}] * 61,
    ],
)
def test_rooms_out_of_shape_are_refused(estate_a, as_staff, rooms):
    builder, place = as_staff(estate_a.builder), f"/api/developers/developments/{estate_a.development.pk}/house-types"
    design = builder.get(place).json()["results"][0]
    assert builder.patch_json(f"{place}/{design['id']}", {"rooms": rooms}).status_code == 400
    assert builder.post_json(place, {"code": "BD09", "rooms": rooms}).status_code == 400
    assert builder.get(place).json()["results"][0] == design
