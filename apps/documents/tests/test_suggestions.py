"""For which house type a document seems to be: guessed with reasons, shown to the builder, and never acted upon."""

from typing import Any

import pytest

from apps.documents.ingestion.pages import PageText
from apps.documents.suggestions import asks_for_review, suggest
from openhouse.testing.clients import ApiClient
from openhouse.testing.estates import Estate
from openhouse.testing.papers import pdf, ready_document

from .uploads import add_version, detail, read_all, upload

TYPES = {"BD01": "", "BD02": "", "C-3": "The Willow"}


def pages(*texts: str) -> list[PageText]:
    return [PageText(number, text) for number, text in enumerate(texts, start=1)]


@pytest.mark.parametrize(
    ("name", "texts", "code", "sure"),
    [
        ("BD02_heating.pdf", ["Heating"], "BD02", True),
        ("bd-02 heating.pdf", ["House type BD02"], "BD02", True),
        ("bd2.pdf", ["Heating"], "BD02", True),
        ("guide.pdf", ["This is for type BD01.", "Only BD01."], "BD01", True),
        ("guide.pdf", ["The Willow: your home"], "C-3", True),
        ("guide.pdf", ["Nothing", "Nothing", "In BD01 the boiler is upstairs."], "BD01", False),
        ("BD01.pdf", ["This guide is for BD02.", "BD02", "BD02"], "BD02", False),
        ("guide.pdf", ["For BD01, BD02 and C3 alike."], None, False),
        ("guide.pdf", ["BD011 and ABD01 are something else."], None, False),
        ("BD01 drawings.pdf", ["BD01, BD02 and C3 share a plinth."], "BD01", False),
    ],
)
def test_what_name_and_text_say(name: str, texts: list[str], code: str | None, sure: bool) -> None:
    found = suggest(TYPES, name, pages(*texts))
    assert (found.code, found.confidence >= 0.6) == (code, sure), found
    assert 0 <= found.confidence <= 1
    assert bool(found.reasons) is (code is not None)


def test_a_code_that_is_a_common_word_counts_behind_type_only() -> None:
    types = {"A": "", "2": ""}
    assert suggest(types, "a guide 2.pdf", pages("A home with 2 rooms.")).code is None
    assert suggest(types, "guide.pdf", pages("For house type A.")).code == "A"


def test_one_type_alone_leaves_nothing_to_guess() -> None:
    assert suggest({"BD01": ""}, "BD01.pdf", pages("BD01")).code is None


def test_a_choice_is_questioned_only_by_what_is_sure() -> None:
    sure, unsure = (suggest(TYPES, "x.pdf", pages(*texts)) for texts in (["BD02", "BD02"], ["", "BD02"]))
    assert [asks_for_review(sure, chosen) for chosen in (None, "BD01", "BD02")] == [True, True, False]
    assert [asks_for_review(unsure, chosen) for chosen in (None, "BD01", "BD02")] == [False, False, False]


@pytest.fixture
def waiting(builder: ApiClient, estate_a: Estate) -> str:
    """Uploaded for all homes, though its name says otherwise."""
    made: str = upload(builder, estate_a.development, name="BD02 heating.pdf").json()["id"]
    read_all(estate_a.tenant.pk)
    return made


def tray(client: ApiClient, estate: Estate) -> list[str]:
    path = f"/api/developers/developments/{estate.development.pk}/documents?needs_review=true"
    return [row["id"] for row in client.get(path).json()["results"]]


def test_a_suggestion_waits_for_the_builder_and_changes_nothing_for_homes(
    builder: ApiClient, estate_a: Estate, waiting: str, as_homeowner: Any
) -> None:
    ready_document(estate_a, title="Of no type")
    body = detail(builder, waiting)
    assert tray(builder, estate_a) == [waiting]
    assert (body["house_type"], body["needs_review"]) == (None, True)
    assert body["suggestion"] == {"house_type": "BD02", "confidence": 0.75, "reasons": [{"code": "file_name"}]}
    for person in (estate_a.homeowner, estate_a.neighbour):
        assert waiting in [row["id"] for row in as_homeowner(person).get("/api/homeowner/documents").json()["results"]]


@pytest.mark.parametrize("answer", ["BD02", "BD01", None])
def test_the_builder_s_answer_ends_the_review_for_good(
    builder: ApiClient, estate_a: Estate, waiting: str, answer: str | None
) -> None:
    path = f"/api/developers/documents/{waiting}"
    assert builder.patch_json(path, {"title": "Another title"}).json()["needs_review"] is True
    answered = builder.patch_json(path, {"house_type": answer}).json()
    assert (answered["house_type"], answered["needs_review"]) == (answer, False)
    builder.post_json(f"{path}/reingest")
    read_all(estate_a.tenant.pk)
    assert tray(builder, estate_a) == []
    add_version(builder, waiting, pdf(["House type BD01"], ["BD01"], ["BD01"]), "BD01.pdf")
    read_all(estate_a.tenant.pk)
    assert bool(tray(builder, estate_a)) is (answer != "BD01")
