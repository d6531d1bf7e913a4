"""The questions page for a client without script: what it shows, what its forms do, and to whom."""

from uuid import uuid4

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from apps.portal.pages import questions

PAGE, CHAT = "/questions", "/api/chat/messages"
FENCE = "What colour can I paint the garden fence?"
SAID = "Sage Green only."


@pytest.fixture
def asked(estate_a, as_homeowner):
    """A home's question, sent to the builder with a note."""
    home = as_homeowner(estate_a.homeowner)
    message = home.post_json(CHAT, {"text": FENCE}).json()
    assert home.post_json(f"{CHAT}/{message['id']}/ask-builder", {"note": "<b>soon</b>"}).status_code == 201
    return message


def act(client, development, **form):
    return client.post(f"{PAGE}?development={development.pk}", form)


def shown(client, **query):
    response = client.get(PAGE, query)
    assert response.status_code == 200
    return response


def only_topic(client):
    (topic,) = shown(client).context["topics"]
    return topic


def test_a_question_is_shown_and_answered_by_plain_forms(estate_a, as_staff, as_homeowner, asked):
    builder = as_staff(estate_a.builder)
    page = shown(builder).content.decode()
    assert FENCE in page
    assert "Home 1 asks you" in page
    assert "&lt;b&gt;soon&lt;/b&gt;" in page
    assert estate_a.homeowner.name not in page
    words = {"question": FENCE, "answer": SAID, "house_type": ""}
    done = act(builder, estate_a.development, act="save", topic=only_topic(builder).id, **words)
    assert done.status_code == 302
    assert SAID in shown(builder).content.decode()
    said = as_homeowner(estate_a.homeowner).post_json(CHAT, {"text": FENCE}).json()
    assert (said["outcome"], said["citations"][0]["source"]) == ("answered", "entry")


def test_an_answer_is_added_changed_and_deleted(estate_a, as_staff):
    builder, place = as_staff(estate_a.builder), estate_a.development
    words = {"act": "save", "question": FENCE, "answer": SAID}
    assert act(builder, place, **words, house_type="BD02").status_code == 302
    (entry,) = shown(builder).context["entries"]
    assert (entry.answer, entry.house_type_code) == (SAID, "BD02")
    assert act(builder, place, **words | {"answer": "Moss Grey."}, entry=entry.pk).status_code == 302
    (entry,) = shown(builder).context["entries"]
    assert (entry.answer, entry.house_type_code) == ("Moss Grey.", None)
    assert act(builder, place, act="delete", entry=entry.pk).status_code == 302
    assert list(shown(builder).context["entries"]) == []


def test_a_question_can_be_put_aside(estate_a, as_staff, asked):
    builder = as_staff(estate_a.builder)
    assert act(builder, estate_a.development, act="dismiss", topic=only_topic(builder).id).status_code == 302
    assert shown(builder).context["topics"] == []
    assert FENCE in shown(builder, state="dismissed").content.decode()


@pytest.mark.parametrize(
    "form",
    [
        {},
        {"act": "save", "question": FENCE},
        {"act": "save", "question": FENCE, "answer": SAID, "house_type": "XX"},
        {"act": "explode"},
        {"act": "dismiss"},
        {"act": "save", "topic": "x"},
    ],
)
def test_a_form_that_makes_no_sense_is_told_so(estate_a, as_staff, form):
    builder = as_staff(estate_a.builder)
    response = act(builder, estate_a.development, **form)
    assert response.status_code == 400
    assert 'role="alert"' in response.content.decode()
    assert list(shown(builder).context["entries"]) == []


def test_questions_of_others_are_not_there(estate_a, estate_b, as_staff, as_homeowner, asked):
    topic = only_topic(as_staff(estate_a.builder))
    for person in (estate_a.sibling_builder, estate_b.builder, estate_b.admin):
        client = as_staff(person)
        assert FENCE not in shown(client).content.decode()
        missing = client.get(PAGE, {"development": uuid4()})
        foreign = client.get(PAGE, {"development": estate_a.development.pk})
        assert (foreign.status_code, missing.status_code) == (404, 404)
        for target in ({"act": "dismiss", "topic": topic.id}, {"act": "save", "question": "a", "answer": "b"}):
            assert act(client, estate_a.development, **target).status_code == 404
    assert as_homeowner(estate_a.homeowner).get(PAGE).status_code == 403
    assert len(shown(as_staff(estate_a.admin), development=estate_a.development.pk).context["topics"]) == 1


def test_the_page_costs_the_same_however_much_there_is(estate_a, as_staff, as_homeowner, asked):
    builder = as_staff(estate_a.builder)
    shown(builder)
    with CaptureQueriesContext(connection) as few:
        shown(builder)
    for number in range(3):
        words = {"question": f"Question {number}?", "answer": SAID}
        assert act(builder, estate_a.development, act="save", **words).status_code == 302
        as_homeowner(estate_a.homeowner).post_json(CHAT, {"text": f"Where is zebra number {number}{number}?"})
    shown(builder)
    with CaptureQueriesContext(connection) as many:
        shown(builder)
    assert len(many) == len(few)


def test_answers_are_searched_and_read_page_by_page(estate_a, as_staff, monkeypatch):
    monkeypatch.setattr(questions, "ENTRIES_SHOWN", 2)
    builder, place = as_staff(estate_a.builder), f"/api/developers/developments/{estate_a.development.pk}/faq"
    for thing in ("gate", "fence", "shed"):
        builder.post_json(place, {"question": f"Who paints the {thing}?", "answer": SAID})
    page, told = shown(builder), []
    while page.context["entries"]:
        told += [entry.question.split()[-1] for entry in page.context["entries"]]
        following = page.context["next_entries"]
        if not following:
            break
        page = builder.get(following)
    assert told == ["shed?", "fence?", "gate?"]
    assert [entry.question for entry in shown(builder, q="GATE").context["entries"]] == ["Who paints the gate?"]
    assert "No answer fits this." in shown(builder, q="violin").content.decode()
    found = builder.get(f"{place}?search=fence").json()["results"]
    assert [entry["question"] for entry in found] == ["Who paints the fence?"]


def test_topics_are_read_part_by_part(estate_a, as_staff, as_homeowner, asked, monkeypatch):
    monkeypatch.setattr(questions, "TOPICS_SHOWN", 1)
    as_homeowner(estate_a.neighbour).post_json(CHAT, {"text": "Which airline flies to Reykjavik?"})
    builder = as_staff(estate_a.builder)
    page = shown(builder)
    assert [topic.question for topic in page.context["topics"]] == [FENCE]
    rest = builder.get(page.context["next_topics"])
    assert [topic.question for topic in rest.context["topics"]] == ["Which airline flies to Reykjavik?"]
    assert (rest.context["next_topics"], bool(rest.context["first_topics"])) == ("", True)


def test_what_was_typed_is_kept_when_it_is_refused(estate_a, as_staff, asked):
    builder = as_staff(estate_a.builder)
    words = {"act": "save", "question": FENCE, "answer": "Long and careful words.", "house_type": "XX"}
    refused = act(builder, estate_a.development, topic=only_topic(builder).id, **words)
    assert (refused.status_code, "Long and careful words." in refused.content.decode()) == (400, True)
