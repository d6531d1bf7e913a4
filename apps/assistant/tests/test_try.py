"""A builder tries a question as a home of any house type of the own developments."""

from uuid import uuid4

import pytest

from apps.assistant.models import Message, SearchLog
from apps.documents.tests.search.library import publish

STOPCOCK = "where is the stopcock"


def path(development):
    return f"/api/developers/developments/{development.pk}/assistant/try"


@pytest.fixture
def estate(estate_a):
    for code, place in {"BD01": "under the stairs", "BD02": "in the utility room"}.items():
        publish(estate_a.development, f"Type {code}", [f"The stopcock is {place}."], house_type=code)
    return estate_a


def tried(client, development, **body):
    response = client.post_json(path(development), {"text": STOPCOCK, **body})
    assert response.status_code == 200, response.content
    return response.json()


def test_a_trial_is_answered_as_the_house_type(estate, as_staff):
    builder = as_staff(estate.builder)
    body = tried(builder, estate.development, house_type="BD02")
    assert (body["outcome"], body["mode"], body["question"]) == ("answered", "keyword", STOPCOCK)
    assert "utility room" in body["answer"]
    [passage] = body["passages"]
    assert passage.keys() >= {"document", "title", "version", "page", "text", "score"}
    assert (passage["title"], passage["page"], passage["version"]) == ("Type BD02", 1, 1)
    assert 0 < passage["score"] <= 1
    assert body["citations"][0]["document"] == passage["document"]
    assert len(tried(builder, estate.development)["passages"]) == 2


def test_at_most_ten_passages_best_first(estate, as_staff):
    publish(estate.development, "Long", [f"Stopcock number {number} of many." for number in range(12)])
    passages = tried(as_staff(estate.builder), estate.development)["passages"]
    assert len(passages) == 10
    assert sorted((passage["score"] for passage in passages), reverse=True) == [one["score"] for one in passages]


def test_a_trial_stores_a_line_of_the_log_and_no_message(platform, estate, as_staff):
    tried(as_staff(estate.builder), estate.development, house_type="BD01")
    with platform():
        [line] = SearchLog.objects.filter(tenant=estate.tenant)
        assert not Message.objects.filter(tenant=estate.tenant).exists()
    assert (line.audience, line.house_type_code, line.query) == ("developer", "BD01", STOPCOCK)


def test_an_emergency_still_shows_what_a_search_finds(estate, as_staff):
    body = tried(as_staff(estate.builder), estate.development, text="a pipe burst, where is the stopcock")
    assert (body["outcome"], body["citations"]) == ("safety", [])
    assert len(body["passages"]) == 2


def test_an_unknown_house_type_is_named(estate, as_staff):
    response = as_staff(estate.builder).post_json(path(estate.development), {"text": "hi", "house_type": "XX"})
    assert response.status_code == 400
    assert response.json()["errors"][0]["field"] == "house_type"


def test_out_of_reach_is_not_found(estate, estate_b, as_staff, super_admin):
    for person in (estate.sibling_builder, estate_b.builder, estate_b.admin):
        assert as_staff(person).post_json(path(estate.development), {"text": STOPCOCK}).status_code == 404
    random = f"/api/developers/developments/{uuid4()}/assistant/try"
    assert as_staff(estate.builder).post_json(random, {"text": STOPCOCK}).status_code == 404
    for person in (estate.admin, super_admin):
        assert tried(as_staff(person), estate.development)["outcome"] == "answered"


def test_a_homeowner_has_no_trial(estate, as_homeowner):
    assert as_homeowner(estate.homeowner).post_json(path(estate.development), {"text": "hi"}).status_code == 403
