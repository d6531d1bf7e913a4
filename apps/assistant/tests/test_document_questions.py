"""Builders see which questions a document has answered, and never who asked them."""

from uuid import uuid4

from openhouse.testing.papers import ready_document


def asked(client, document):
    answer = client.get(f"/api/developers/documents/{document.pk}/questions")
    assert answer.status_code == 200, answer.content
    return answer.json()["results"]


def test_a_document_tells_what_it_has_answered(as_staff, as_homeowner, estate_a, estate_b):
    document, other = ready_document(estate_a), ready_document(estate_a, lines=["Windows", "Clean the frames twice."])
    question = {"text": "What should the boiler pressure read?"}
    for person in (estate_a.homeowner, estate_a.partner, estate_a.neighbour):
        answer = as_homeowner(person).post_json("/api/chat/messages", question).json()
    home = as_homeowner(estate_a.neighbour)
    home.post_json(f"/api/chat/messages/{answer['id']}/feedback", {"rating": "up"})
    builder = as_staff(estate_a.builder)
    (row,) = asked(builder, document)
    assert (row["question"], row["asked"], row["helpful"], row["unhelpful"]) == (question["text"], 3, 1, 0)
    assert (row["homes"], row["pages"]) == (None, [1]), "two homes are too few to be counted"
    assert estate_a.homeowner.name not in str(row)
    assert asked(builder, other) == []
    for person in (estate_a.sibling_builder, estate_b.admin):
        client = as_staff(person)
        for key in (document.pk, uuid4()):
            assert client.get(f"/api/developers/documents/{key}/questions").status_code == 404
    assert home.get(f"/api/developers/documents/{document.pk}/questions").status_code == 403


def test_questions_that_say_something_else_are_told_apart(as_staff, as_homeowner, estate_a):
    document = ready_document(estate_a)
    client, home = as_staff(estate_a.builder), as_homeowner(estate_a.homeowner)
    for text in ("What should the boiler pressure read?", "Which pressure when the system is cold?"):
        home.post_json("/api/chat/messages", {"text": text})
        asked(client, document)
    assert len(asked(client, document)) == 2
