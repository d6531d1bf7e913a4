"""The builder's page of the assistant without script: a trial, what guides it, and for whom."""

from uuid import uuid4

import pytest

from apps.documents.tests.search.library import publish


def path(development):
    return f"/developments/{development.pk}/assistant"


def test_a_trial_is_answered_as_the_house_type(estate_a, as_staff):
    for code, place in {"BD01": "under the stairs", "BD02": "in the utility room"}.items():
        publish(estate_a.development, f"Type {code}", [f"The stopcock is {place}."], house_type=code)
    page = as_staff(estate_a.builder).post(
        path(estate_a.development), {"act": "try", "text": "Where is the stopcock?", "house_type": "BD02"}
    )
    assert page.status_code == 200
    assert "utility room" in page.content.decode()
    assert "under the stairs" not in page.content.decode()


@pytest.mark.parametrize("form", [{"text": ""}, {"text": "Why?", "house_type": "XX"}, {"text": "x" * 2001}])
def test_a_trial_that_cannot_be_is_told_beside_its_field(estate_a, as_staff, form):
    page = as_staff(estate_a.builder).post(path(estate_a.development), {"act": "try", **form})
    assert page.status_code == 400
    assert "field-error" in page.content.decode()


def test_guidance_is_saved_and_shown_again(estate_a, as_staff):
    builder, place = as_staff(estate_a.builder), path(estate_a.development)
    form = {"act": "guide", "greeting": "Céad míle fáilte", "other_names": "hot press, airing cupboard\n\n"}
    assert builder.post(place, form).status_code == 302
    page = builder.get(place).content.decode()
    assert "Céad míle fáilte" in page
    assert "hot press, airing cupboard" in page
    refused = builder.post(place, form | {"greeting": "Hello", "other_names": "alone"})
    assert refused.status_code == 400
    assert "alone" in refused.content.decode()
    assert "Céad míle fáilte" in builder.get(place).content.decode()


def test_a_development_out_of_reach_is_not_found(estate_a, estate_b, as_staff):
    builder = as_staff(estate_a.builder)
    here, there = builder.get(path(estate_a.development)), builder.get(path(estate_b.development))
    sibling = builder.get(path(estate_a.sibling_development))
    nowhere = builder.get(f"/developments/{uuid4()}/assistant")
    assert here.status_code == 200
    assert [there.status_code, sibling.status_code, nowhere.status_code] == [404] * 3
    assert builder.post(path(estate_b.development), {"act": "guide", "greeting": "mine"}).status_code == 404
