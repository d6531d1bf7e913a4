"""From a question without an answer to a home that is told: by the builder's answer, or by any document."""

from secrets import token_bytes
from uuid import uuid4

import pytest
from django.db import ProgrammingError, connection, transaction
from django.test.utils import CaptureQueriesContext

from apps.audit.models import AuditLog
from apps.core import row_security
from apps.developments.models import Unit
from apps.documents.tests.search.library import publish
from apps.homeowners.models import Homeowner
from openhouse.testing.clients import _open as open_session

from .loop import CHAT, answer, ask_again, asked, desk, history, send, topics

FENCE = "What colour can I paint the garden fence?"
SAID = "Garden fences may be painted in Sage Green or left natural. Please ask before using another colour."


def test_a_question_comes_to_the_builder_and_its_answer_back_to_the_home(platform, estate_a, as_homeowner, as_staff):
    home, builder, place = as_homeowner(estate_a.homeowner), as_staff(estate_a.builder), estate_a.development
    first = asked(home, FENCE)
    assert (first["outcome"], first["sent_to_builder"], first["follows"]) == ("not_found", None, None)
    sent = send(home, first, "It is the one to the lane.")
    assert sent.status_code == 201
    assert send(home, first, "Again").json() == sent.json()

    [topic] = topics(builder, place)
    assert (topic["question"], topic["outcome"], topic["homes"], topic["state"]) == (FENCE, "not_found", None, "open")
    assert topic["sent"] == [{"home": "1", "note": "It is the one to the lane.", "at": sent.json()["sent_at"]}]
    entry = answer(builder, place, topic, SAID)
    assert (entry["question"], entry["answer"], entry["house_type"]) == (FENCE, SAID, None)

    ask_again(place)
    assert topics(builder, place) == []
    assert [one["question"] for one in topics(builder, place, state="answered")] == [FENCE]
    told, before = history(home)
    assert (told["follows"], before["followed_by"]) == (first["id"], told["id"])
    assert (told["question"], told["outcome"], told["conversation"]) == (FENCE, "answered", first["conversation"])
    [cited] = told["citations"]
    assert (cited["source"], cited["document"], cited["outdated"]) == ("entry", entry["document"], False)
    assert cited["title"].startswith("Answered by your builder, ")
    assert "Sage Green" in told["answer"]
    ask_again(place)
    assert len(history(home)) == 2

    again = asked(home, FENCE)
    assert (again["outcome"], again["citations"][0]["document"]) == ("answered", entry["document"])
    with platform():
        seen = set(AuditLog.objects.filter(tenant_id=place.tenant_id).values_list("event", flat=True))
    assert {"question.sent", "entry.created", "question.answered"} <= seen


def test_a_document_answers_what_was_asked_before_it_came(estate_a, as_homeowner, as_staff):
    home, neighbour = as_homeowner(estate_a.homeowner), as_homeowner(estate_a.neighbour)
    asked(home, FENCE)
    asked(neighbour, FENCE)
    publish(estate_a.development, "Colours", [f"The garden fence. {SAID}"], house_type="BD01")
    ask_again(estate_a.development)
    assert [one["outcome"] for one in history(home)] == ["answered", "not_found"]
    assert history(home)[0]["citations"][0]["source"] == "document"
    assert [one["outcome"] for one in history(neighbour)] == ["not_found"]
    [open_still] = topics(as_staff(estate_a.builder), estate_a.development)
    assert open_still["question"] == FENCE


def test_an_answer_for_one_house_type_is_for_its_homes_only(estate_a, as_homeowner, as_staff):
    home, neighbour = as_homeowner(estate_a.homeowner), as_homeowner(estate_a.neighbour)
    asked(home, FENCE)
    asked(neighbour, FENCE)
    builder = as_staff(estate_a.builder)
    answer(builder, estate_a.development, topics(builder, estate_a.development)[0], SAID, house_type="BD02")
    ask_again(estate_a.development)
    assert [one["outcome"] for one in history(neighbour)] == ["answered", "not_found"]
    assert [one["outcome"] for one in history(home)] == ["not_found"]
    assert asked(home, FENCE)["outcome"] == "not_found"
    assert asked(as_homeowner(estate_a.stranger), FENCE)["outcome"] == "not_found"


def test_what_is_recorded_of_a_home_is_told_to_that_home_only(platform, estate_a, as_homeowner):
    people = [estate_a.homeowner, resident(platform, estate_a, "7")]
    homes = [as_homeowner(person) for person in people]
    for home in homes:
        assert asked(home, "What is my Eircode?")["outcome"] == "not_found"
    with platform():
        for number, person in enumerate(people):
            Unit.objects.filter(pk=person.unit_id).update(eircode=f"D02 X28{number}")
    ask_again(estate_a.development)
    for number, home in enumerate(homes):
        assert [f"D02 X28{number}" in one["answer"] for one in history(home)] == [True, False]


def test_an_answer_that_was_rated_down_is_answered_again_by_something_new_only(estate_a, as_homeowner, as_staff):
    publish(estate_a.development, "Guide", ["You can paint the garden fence in any colour that you can think of."])
    home, builder = as_homeowner(estate_a.homeowner), as_staff(estate_a.builder)
    first = asked(home, FENCE)
    assert first["outcome"] == "answered"
    assert topics(builder, estate_a.development) == []
    rated = home.post_json(f"{CHAT}/{first['id']}/feedback", {"rating": "down", "reason": "Which colours?"})
    assert rated.status_code == 204
    assert history(home)[0]["rating"] == "down"
    [topic] = topics(builder, estate_a.development)
    assert (topic["rated_down"], topic["reasons"], topic["answer"]) == (True, ["Which colours?"], first["answer"])
    ask_again(estate_a.development)
    assert len(history(home)) == 1
    answer(builder, estate_a.development, topic, SAID)
    ask_again(estate_a.development)
    assert "Sage Green" in history(home)[0]["answer"]


def test_a_rating_can_be_changed_and_never_moves_what_is_found(estate_a, as_homeowner, as_staff):
    publish(estate_a.development, "Guide", ["You can paint the garden fence in any colour that you can think of."])
    home = as_homeowner(estate_a.homeowner)
    first = asked(home, FENCE)
    for rating in ("down", "up"):
        assert home.post_json(f"{CHAT}/{first['id']}/feedback", {"rating": rating}).status_code == 204
    assert history(home)[0]["rating"] == "up"
    assert topics(as_staff(estate_a.builder), estate_a.development) == []
    assert asked(home, FENCE)["answer"] == first["answer"]
    assert home.post_json(f"{CHAT}/{first['id']}/feedback", {"rating": "meh"}).status_code == 400


@pytest.mark.parametrize("call", ["feedback", "ask-builder"])
def test_only_the_own_messages_can_be_rated_or_sent(estate_a, as_homeowner, as_staff, call):
    message = asked(as_homeowner(estate_a.homeowner), FENCE)
    body = {"rating": "up"} if call == "feedback" else {}
    others = [as_homeowner(person) for person in (estate_a.partner, estate_a.neighbour, estate_a.stranger)]
    unknown = others[0].post_json(f"{CHAT}/{uuid4()}/{call}", body)
    assert unknown.status_code == 404
    for other in others:
        response = other.post_json(f"{CHAT}/{message['id']}/{call}", body)
        assert (response.status_code, response.json()["code"]) == (404, unknown.json()["code"])
    assert as_homeowner(estate_a.homeowner).post_json(f"{CHAT}/{message['id']}/{call}", body).status_code in (201, 204)
    assert as_staff(estate_a.builder).post_json(f"{CHAT}/{message['id']}/{call}", body).status_code == 403


def resident(platform, estate, number):
    with platform():
        unit = Unit.objects.create(
            tenant=estate.tenant,
            development=estate.development,
            unit_number=number,
            address="Road",
            house_type_code="BD01",
        )
        return Homeowner.objects.create(tenant=estate.tenant, development=estate.development, unit=unit, name="A")


def test_questions_alike_are_one_topic_and_few_homes_are_not_counted(platform, estate_a, as_homeowner, as_staff):
    builder = as_staff(estate_a.builder)
    for person, text in (
        (estate_a.homeowner, "Can I keep chickens in the garden?"),
        (estate_a.partner, "May we keep chickens in our garden please"),
        (estate_a.neighbour, "Keeping chickens in the garden?"),
    ):
        asked(as_homeowner(person), text)
    asked(as_homeowner(estate_a.homeowner), "Which airline flies to Reykjavik?")
    by_question = {topic["question"]: topic for topic in topics(builder, estate_a.development)}
    assert set(by_question) == {"Keeping chickens in the garden?", "Which airline flies to Reykjavik?"}
    assert [topic["homes"] for topic in by_question.values()] == [None, None]
    asked(as_homeowner(resident(platform, estate_a, "7")), "can i keep chickens in garden")
    chickens = topics(builder, estate_a.development)[0]
    assert (chickens["homes"], len(chickens["questions"]), chickens["sent"]) == (3, 2, [])


def test_a_builder_never_learns_who_asked(platform, estate_a, as_homeowner, as_staff):
    message = asked(as_homeowner(estate_a.homeowner), FENCE)
    told = str(topics(as_staff(estate_a.builder), estate_a.development))
    people = (estate_a.homeowner, estate_a.unit)
    assert [one for one in [message["id"], estate_a.homeowner.name, *(str(p.pk) for p in people)] if one in told] == []


@pytest.mark.parametrize("table", ["messages", "citations", "conversations"])
def test_the_database_shows_a_builder_no_message(estate_a, as_homeowner, table):
    asked(as_homeowner(estate_a.homeowner), FENCE)
    session, _ = open_session("staff", estate_a.builder.pk, token_bytes(32), {})
    refused = pytest.raises(ProgrammingError, match="permission denied")
    with row_security.acting(session), refused, transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(f"SELECT count(*) FROM {table}")


def test_a_topic_that_was_put_aside_comes_back_when_a_home_sends_it(estate_a, as_homeowner, as_staff):
    home, builder, place = as_homeowner(estate_a.homeowner), as_staff(estate_a.builder), estate_a.development
    message = asked(home, FENCE)
    [topic] = topics(builder, place)
    path = desk(place, f"unanswered/{topic['id']}/dismiss")
    assert builder.post_json(path).status_code == 204
    assert builder.post_json(path).status_code == 204
    asked(home, FENCE)
    assert topics(builder, place) == []
    assert [one["id"] for one in topics(builder, place, state="dismissed")] == [topic["id"]]
    send(home, message)
    assert [one["id"] for one in topics(builder, place)] == [topic["id"]]


def test_questions_of_others_are_not_there(estate_a, estate_b, as_homeowner, as_staff):
    asked(as_homeowner(estate_a.homeowner), FENCE)
    [topic] = topics(as_staff(estate_a.builder), estate_a.development)
    calls = [
        ("GET", "unanswered", None),
        ("POST", f"unanswered/{topic['id']}/answer", {"answer": SAID}),
        ("POST", f"unanswered/{topic['id']}/dismiss", None),
        ("GET", "faq", None),
        ("POST", "faq", {"question": FENCE, "answer": SAID}),
    ]
    for person in (estate_a.sibling_builder, estate_b.builder, estate_b.admin):
        client = as_staff(person)
        for method, rest, body in calls:
            assert client.send(method, desk(estate_a.development, rest), body).status_code == 404, (method, rest)
    for own in (estate_a.sibling_builder, estate_b.builder):
        place = estate_a.sibling_development if own == estate_a.sibling_builder else estate_b.development
        assert topics(as_staff(own), place) == []
        rest = f"unanswered/{topic['id']}/answer"
        assert as_staff(own).post_json(desk(place, rest), {"answer": SAID}).status_code == 404
    assert as_homeowner(estate_a.homeowner).get(desk(estate_a.development)).status_code == 403
    assert len(topics(as_staff(estate_a.admin), estate_a.development)) == 1


def test_what_a_home_forgets_is_gone_from_the_list(estate_a, as_homeowner, as_staff):
    home = as_homeowner(estate_a.homeowner)
    send(home, asked(home, FENCE))
    assert home.delete(CHAT).status_code == 204
    assert topics(as_staff(estate_a.builder), estate_a.development) == []


def test_the_list_costs_the_same_however_much_was_asked(estate_a, as_homeowner, as_staff):
    home, builder = as_homeowner(estate_a.homeowner), as_staff(estate_a.builder)
    asked(home, FENCE)
    topics(builder, estate_a.development)
    with CaptureQueriesContext(connection) as few:
        topics(builder, estate_a.development)
    for text in ("Where are zebras kept?", "Who sells violins?", "Is there a helipad?"):
        send(home, asked(home, text))
    with CaptureQueriesContext(connection) as many:
        assert len(topics(builder, estate_a.development)) == 4
    assert len(many) == len(few) <= 11
