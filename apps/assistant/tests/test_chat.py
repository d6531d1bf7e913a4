"""A homeowner asks and gets a cited answer of the own documents, and nothing else."""

import json
import threading
from uuid import uuid4

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from apps.assistant.models import Citation, Conversation, Message, SearchLog
from apps.documents.tests.search.library import publish
from openhouse.testing.papers import ready_document

CHAT = "/api/chat/messages"
PRESSURE = "What should the boiler pressure be?"
BOILER = "The boiler pressure should read 1.5 bar when the system is cold."


def asked(client, text, **fields):
    response = client.post_json(CHAT, {"text": text, **fields})
    assert response.status_code == 201, response.content
    return response.json()


def stored(platform, estate):
    with platform():
        rows = {"tenant": estate.tenant}
        return [model.objects.filter(**rows).count() for model in (Message, Conversation, Citation, SearchLog)]


def test_an_answer_quotes_the_page_of_a_real_document(estate_a, as_homeowner):
    pages = [["Welcome", "Thank you for choosing a home in Oak Park."], ["Heating", BOILER]]
    document = ready_document(estate_a, pages=pages, title="Home user guide")
    body = asked(as_homeowner(estate_a.homeowner), PRESSURE)
    assert body["outcome"] == "answered"
    assert body["question"] == PRESSURE
    assert "1.5 bar" in body["answer"]
    assert "[1]" in body["answer"]
    [citation] = body["citations"]
    place = {name: citation[name] for name in ("document", "title", "version", "page", "number")}
    assert place == {"document": str(document.pk), "title": "Home user guide", "version": 1, "page": 2, "number": 1}
    assert "1.5 bar" in citation["quote"]
    assert citation["quote"] in citation["passage"]
    assert body["latency_ms"] >= 0


def test_what_the_documents_do_not_say_is_said_plainly(estate_a, as_homeowner):
    publish(estate_a.development, "Guide", [BOILER])
    body = asked(as_homeowner(estate_a.homeowner), "What is the capital of France?")
    assert (body["outcome"], body["citations"]) == ("not_found", [])
    assert "01 555 0100" in body["answer"]


def test_a_home_without_documents_is_told_so(estate_a, as_homeowner):
    assert asked(as_homeowner(estate_a.homeowner), PRESSURE)["outcome"] == "not_found"


def test_a_question_that_is_only_near_gets_the_closest_passages(estate_a, as_homeowner):
    publish(estate_a.development, "Guide", [BOILER, "The garden wall is yours."])
    body = asked(as_homeowner(estate_a.homeowner), "Is the garden wall tall?")
    assert body["outcome"] == "closest"
    assert body["answer"].startswith("I am not sure")
    assert body["citations"][0]["quote"] == "The garden wall is yours."


def test_a_misspelt_question_is_understood(estate_a, as_homeowner):
    publish(estate_a.development, "Guide", [BOILER])
    assert asked(as_homeowner(estate_a.homeowner), "boielr presure?")["outcome"] == "answered"


def test_each_home_hears_of_its_own_house_type_only(estate_a, as_homeowner):
    for code, place in {"BD01": "under the stairs", "BD02": "in the utility room"}.items():
        publish(estate_a.development, f"Type {code}", [f"The stopcock is {place}."], house_type=code)
    one = asked(as_homeowner(estate_a.homeowner), "where is the stopcock")
    two = asked(as_homeowner(estate_a.neighbour), "where is the stopcock")
    assert ("under the stairs" in one["answer"], "utility" in one["answer"]) == (True, False)
    assert ("under the stairs" in two["answer"], "utility" in two["answer"]) == (False, True)


def test_neither_another_tenant_nor_a_sibling_development_leaks(estate_a, estate_b, as_homeowner):
    publish(estate_a.development, "Guide", ["The alarm panel is by the door."])
    publish(estate_b.development, "Guide", ["The alarm panel is by the zanzibar."])
    publish(estate_a.sibling_development, "Guide", ["The alarm panel is by the quagmire."])
    home = as_homeowner(estate_a.homeowner)
    for word in ("zanzibar", "quagmire"):
        assert asked(home, word)["outcome"] == "not_found"
        assert word not in asked(home, f"is the alarm panel by the {word}")["answer"]


def test_a_replaced_version_is_never_found(estate_a, as_homeowner):
    publish(
        estate_a.development, "Guide", [BOILER], superseded=["The boiler pressure should read 9 bar in the flumph."]
    )
    home = as_homeowner(estate_a.homeowner)
    assert asked(home, "flumph")["outcome"] == "not_found"
    assert "9 bar" not in asked(home, PRESSURE)["answer"]


@pytest.mark.parametrize("text", ["I smell gas!", "the oven is on fire", "a pipe has burst"])
def test_an_emergency_is_answered_before_any_search(platform, estate_a, as_homeowner, text):
    publish(estate_a.development, "Guide", ["If you smell gas, or see fire or a burst pipe, light a match."])
    with platform():
        estate_a.development.emergency_contact = "Ann, 086 555 0199"
        estate_a.development.save()
    body = asked(as_homeowner(estate_a.homeowner), text)
    assert (body["outcome"], body["citations"]) == ("safety", [])
    assert "match" not in body["answer"]
    assert "112 or 999" in body["answer"]
    assert "Ann, 086 555 0199" in body["answer"]


@pytest.mark.parametrize(("country", "numbers"), [("IE", "1800 20 50 50"), ("GB", "0800 111 999"), ("FR", "112")])
def test_safety_numbers_are_those_of_the_country(platform, estate_a, as_homeowner, country, numbers):
    with platform():
        estate_a.tenant.country = country
        estate_a.tenant.save()
    assert numbers in asked(as_homeowner(estate_a.homeowner), "smell of gas in the hall")["answer"]


def test_other_homes_are_not_spoken_about(estate_a, as_homeowner):
    publish(estate_a.development, "Guide", ["The alarm code of number 2 is 4711."])
    home = as_homeowner(estate_a.homeowner)
    assert asked(home, "what is the alarm code of number 2")["outcome"] == "refused"
    assert asked(home, "I live in number 1, where is the alarm panel")["outcome"] != "refused"


def test_the_same_message_is_answered_once(platform, estate_a, as_homeowner):
    publish(estate_a.development, "Guide", [BOILER])
    home, key = as_homeowner(estate_a.homeowner), str(uuid4())
    first = asked(home, PRESSURE, client_message_id=key)
    assert asked(home, PRESSURE, client_message_id=key) == first
    assert stored(platform, estate_a) == [1, 1, 1, 1]
    other = asked(as_homeowner(estate_a.partner), PRESSURE, client_message_id=key)
    assert other["id"] != first["id"]


def test_the_same_message_at_the_same_time_is_answered_once(platform, estate_a, as_homeowner):
    publish(estate_a.development, "Guide", [BOILER])
    key, answers, together = str(uuid4()), [], threading.Barrier(4)
    homes = [as_homeowner(estate_a.homeowner) for _ in range(4)]

    def send(home):
        together.wait()
        answers.append(asked(home, PRESSURE, client_message_id=key))
        connection.close()

    threads = [threading.Thread(target=send, args=[home]) for home in homes]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(answers) == 4
    assert len({body["id"] for body in answers}) == 1
    assert stored(platform, estate_a) == [1, 1, 1, 1]


def test_a_conversation_goes_on_and_nobody_else_joins_it(estate_a, as_homeowner):
    home = as_homeowner(estate_a.homeowner)
    first = asked(home, PRESSURE)
    assert asked(home, "and when warm?", conversation=first["conversation"])["conversation"] == first["conversation"]
    assert asked(home, "something new")["conversation"] != first["conversation"]
    strangers = [
        as_homeowner(person).post_json(CHAT, {"text": "hello", "conversation": conversation})
        for person in (estate_a.partner, estate_a.neighbour)
        for conversation in (first["conversation"], str(uuid4()))
    ]
    assert [response.status_code for response in strangers] == [404] * 4


def test_history_is_the_own_newest_first_and_paged(estate_a, as_homeowner):
    home = as_homeowner(estate_a.homeowner)
    sent = [asked(home, f"question {number}") for number in range(3)]
    asked(as_homeowner(estate_a.partner), "not yours")
    body = home.get(CHAT, {"page_size": 2}).json()
    assert [message["id"] for message in body["results"]] == [sent[2]["id"], sent[1]["id"]]
    assert [message["id"] for message in home.get(body["next"]).json()["results"]] == [sent[0]["id"]]
    of_one = home.get(CHAT, {"conversation": sent[0]["conversation"]}).json()["results"]
    assert of_one == [sent[0]]
    assert as_homeowner(estate_a.neighbour).get(CHAT, {"conversation": sent[0]["conversation"]}).status_code == 404


def test_a_homeowner_can_forget_everything(platform, estate_a, as_homeowner):
    publish(estate_a.development, "Guide", [BOILER])
    home, partner = as_homeowner(estate_a.homeowner), as_homeowner(estate_a.partner)
    asked(home, PRESSURE)
    kept = asked(partner, PRESSURE)
    assert home.delete(CHAT).status_code == 204
    assert home.get(CHAT).json()["results"] == []
    assert partner.get(CHAT).json()["results"] == [kept]


@pytest.mark.parametrize(
    ("body", "field"),
    [
        ({}, "text"),
        ({"text": "   "}, "text"),
        ({"text": "x" * 2001}, "text"),
        ({"text": ["a"]}, "text"),
        ({"text": "hi", "unit_id": str(uuid4())}, "unit_id"),
        ({"text": "hi", "development": str(uuid4())}, "development"),
        ({"text": "hi", "client_message_id": "1"}, "client_message_id"),
        ({"text": "hi", "conversation": "x"}, "conversation"),
    ],
)
def test_bad_input_is_named(estate_a, as_homeowner, body, field):
    response = as_homeowner(estate_a.homeowner).post_json(CHAT, body)
    assert response.status_code == 400
    assert [error["field"] for error in response.json()["errors"]] == [field]


@pytest.mark.parametrize("text", [r"a\u0000b", r"a\ud800b"])
def test_text_that_cannot_be_stored_is_refused(estate_a, as_homeowner, text):
    home = as_homeowner(estate_a.homeowner)
    assert home.generic("POST", CHAT, f'{{"text": "{text}"}}', content_type="application/json").status_code == 400


@pytest.mark.parametrize(
    "text", ["' OR 1=1; DROP TABLE messages --", "a & | ! <-> :* 'b", "\\", "%s %(x)s {0}", "🏠" * 2000]
)
def test_odd_text_is_a_question_like_any_other(estate_a, as_homeowner, text):
    publish(estate_a.development, "Guide", [BOILER])
    body = asked(as_homeowner(estate_a.homeowner), text)
    assert (body["question"], body["outcome"]) == (text, "not_found")


def test_each_search_leaves_a_line_without_a_name(platform, estate_a, as_homeowner):
    publish(estate_a.development, "Guide", [BOILER])
    asked(as_homeowner(estate_a.homeowner), PRESSURE)
    with platform():
        [line] = SearchLog.objects.filter(tenant=estate_a.tenant)
    assert (line.query, line.outcome, line.mode, line.audience) == (PRESSURE, "answered", "keyword", "homeowner")
    assert (line.house_type_code, line.results) == ("BD01", 1)
    assert 0 < line.top_score <= 1
    assert line.coverage == 1


def test_asking_costs_few_queries_however_much_is_found(estate_a, as_homeowner):
    home = as_homeowner(estate_a.homeowner)
    publish(estate_a.development, "Guide", [BOILER])
    with CaptureQueriesContext(connection) as few:
        asked(home, PRESSURE)
    for number in range(5):
        publish(estate_a.development, f"Guide {number}", [f"{BOILER} Part {number}.", f"Boiler pressure {number}."])
    with CaptureQueriesContext(connection) as many:
        asked(home, PRESSURE)
    assert len(many) == len(few) <= 17
    with CaptureQueriesContext(connection) as listing:
        home.get(CHAT)
    assert len(listing) <= 7


def test_an_answer_comes_as_events_for_who_asks_so(estate_a, as_homeowner):
    publish(estate_a.development, "Guide", [BOILER])
    home = as_homeowner(estate_a.homeowner)
    response = home.post_json(CHAT, {"text": PRESSURE}, headers={"Accept": "text/event-stream"})
    assert response.status_code == 201
    assert response.headers["Content-Type"].startswith("text/event-stream")
    blocks = [block.split("\n") for block in response.content.decode().strip().split("\n\n")]
    events = [(name.removeprefix("event: "), json.loads(data.removeprefix("data: "))) for name, data in blocks]
    assert [name for name, _ in events if name != "token"] == ["meta", "citations", "done"]
    [stored] = home.get(CHAT).json()["results"]
    assert "".join(body["text"] for name, body in events if name == "token") == stored["answer"]
    assert events[0][1]["id"] == events[-1][1]["id"] == stored["id"]
    assert events[-2][1] == stored["citations"]


def test_a_refusal_is_a_problem_document_also_for_who_wants_events(estate_a, as_homeowner):
    home = as_homeowner(estate_a.homeowner)
    response = home.post_json(CHAT, {"text": ""}, headers={"Accept": "text/event-stream"})
    assert (response.status_code, response.headers["Content-Type"]) == (400, "application/problem+json")


def test_staff_and_strangers_do_not_chat(estate_a, as_staff, anonymous):
    assert as_staff(estate_a.builder).post_json(CHAT, {"text": "hi"}).status_code == 403
    assert anonymous().post_json(CHAT, {"text": "hi"}).status_code == 401
