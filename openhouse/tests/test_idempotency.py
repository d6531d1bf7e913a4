"""A POST that is sent again with its key is answered again and not done again, whatever happens in between."""

from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection

from apps.core import upkeep
from apps.core.errors import Conflict
from apps.developments import services
from openhouse.testing.papers import pdf

KEY = {"Idempotency-Key": "import-2026-11-25"}


@pytest.fixture
def units(estate_a):
    return f"/api/developers/developments/{estate_a.development.pk}/units"


@pytest.fixture
def documents(estate_a):
    return f"/api/developers/developments/{estate_a.development.pk}/documents"


@pytest.fixture
def count(superuser, estate_a):
    def counted(table):
        of = f"SELECT count(*) FROM {table} WHERE tenant_id = %s"
        return superuser.execute(of, [estate_a.tenant.pk]).fetchone()[0]

    return counted


def unit(number="77", **fields):
    return {"unit_number": number, "address": f"{number} Oak Park", "house_type": "BD01"} | fields


def told(response):
    return response.status_code, response.headers.get("Idempotency-Replayed"), response.json()


def test_the_same_request_again_is_the_same_answer(estate_a, as_staff, units, count):
    client, before = as_staff(estate_a.builder), count("units")
    first = client.post_json(units, unit(), headers=KEY)
    again = as_staff(estate_a.builder).post_json(units, {**reversed_(unit())}, headers=KEY)
    assert first.status_code == 201, first.content
    assert told(again) == (201, "true", first.json())
    assert again.headers.get("Location") == first.headers.get("Location")
    assert told(first)[1] is None
    assert count("units") == before + 1


def reversed_(body):
    """The same object, written in another order."""
    return dict(reversed(body.items()))


def test_an_upload_again_is_the_same_document(estate_a, as_staff, documents, count):
    client, file = as_staff(estate_a.builder), pdf(["Heating", "Turn the valve."])

    def upload(content):
        return client.post(documents, {"file": SimpleUploadedFile("guide.pdf", content), "title": "Guide"}, headers=KEY)

    answers = [upload(file) for _ in range(2)]
    assert [answer.status_code for answer in answers] == [202, 202], answers[0].content
    assert answers[0].json() == answers[1].json()
    assert answers[0].headers["Location"] == answers[1].headers["Location"]
    assert count("documents") == 1
    other = upload(pdf(["Other"]))
    assert (other.status_code, other.json()["code"]) == (422, "idempotency_mismatch")
    assert count("documents") == 1


def test_an_import_again_is_the_same_import(estate_a, as_staff, units, count):
    client, before = as_staff(estate_a.builder), count("units")
    rows = b"Unit Number,Address,House Type\n91,91 Oak Park,BD01\n92,92 Oak Park,BD02\n"

    def imported():
        return client.post(f"{units}/import", {"file": SimpleUploadedFile("homes.csv", rows)}, headers=KEY)

    first, again = imported(), imported()
    assert first.status_code == 200, first.content
    assert first.json()["inserted"] == 2
    assert told(again) == (200, "true", first.json())
    assert count("units") == before + 2


def test_a_key_with_another_body_or_another_address_is_refused(estate_a, as_staff, units, count):
    client = as_staff(estate_a.builder)
    assert client.post_json(units, unit(), headers=KEY).status_code == 201
    before = count("units")
    answer = client.post_json(units, unit("78"), headers=KEY)
    assert (answer.status_code, answer.json()["code"]) == (422, "idempotency_mismatch")
    faq = client.post_json(f"/api/developers/developments/{estate_a.development.pk}/faq", unit(), headers=KEY)
    assert faq.status_code == 422
    assert count("units") == before


def test_a_request_that_fails_leaves_its_key_free(estate_a, as_staff, units):
    client = as_staff(estate_a.builder)
    assert client.post_json(units, unit(estate_a.unit.unit_number), headers=KEY).status_code == 400
    assert client.post_json(units, unit(), headers=KEY).status_code == 201


def test_a_key_is_one_persons(estate_a, as_staff, units, count):
    before = count("units")
    assert as_staff(estate_a.builder).post_json(units, unit(), headers=KEY).status_code == 201
    other = as_staff(estate_a.admin).post_json(units, unit("78"), headers=KEY)
    assert (other.status_code, other.headers.get("Idempotency-Replayed")) == (201, None)
    assert count("units") == before + 2


def test_what_one_may_no_longer_do_is_not_replayed(estate_a, as_staff, units, superuser):
    client = as_staff(estate_a.builder)
    assert client.post_json(units, unit(), headers=KEY).status_code == 201
    superuser.execute("UPDATE security.sessions SET ended_at = now() WHERE subject_id = %s", [estate_a.builder.pk])
    assert client.post_json(units, unit(), headers=KEY).status_code == 401


def test_an_answer_is_kept_for_a_day(estate_a, as_staff, units, superuser, count):
    client = as_staff(estate_a.builder)
    assert client.post_json(units, unit(), headers=KEY).status_code == 201
    mine = "FROM security.answers WHERE subject_id = %s"
    age = "UPDATE security.answers SET created_at = now() - %s::interval WHERE subject_id = %s"
    superuser.execute(age, ["23 hours", estate_a.builder.pk])
    upkeep.prune_answers()
    assert client.post_json(units, unit(), headers=KEY).headers["Idempotency-Replayed"] == "true"
    superuser.execute(age, ["25 hours", estate_a.builder.pk])
    assert client.post_json(units, unit(), headers=KEY).json()["errors"][0]["field"] == "unit_number"
    upkeep.prune_answers()
    assert superuser.execute(f"SELECT count(*) {mine}", [estate_a.builder.pk]).fetchone() == (0,)


def test_sixteen_equal_requests_at_once_have_one_effect(estate_a, as_staff, units, count):
    before, together = count("units"), Barrier(16)
    clients = [as_staff(estate_a.builder) for _ in range(16)]

    def ask(client):
        try:
            together.wait()
            answer = client.post_json(units, unit(), headers=KEY)
            return answer.status_code, answer.headers.get("Idempotency-Replayed")
        finally:
            connection.close()

    with ThreadPoolExecutor(16) as pool:
        found = list(pool.map(ask, clients))
    assert found.count((201, None)) == 1, found
    assert set(found) <= {(201, None), (201, "true"), (409, None)}, found
    assert count("units") == before + 1
    assert told(as_staff(estate_a.builder).post_json(units, unit(), headers=KEY))[:2] == (201, "true")


def test_a_key_in_use_is_a_conflict(estate_a, as_staff, units, monkeypatch):
    """What another request sees while the first is at work: asked from inside it, on a connection of its own."""
    seen, real = [], services.unit_create

    def slow(*args, **kwargs):
        with ThreadPoolExecutor(1) as pool:
            seen.append(pool.submit(again).result())
        return real(*args, **kwargs)

    def again():
        monkeypatch.setattr(services, "unit_create", real)
        try:
            answer = as_staff(estate_a.builder).post_json(units, unit(), headers=KEY)
            return answer.status_code, answer.json()["code"], answer.headers["Retry-After"]
        finally:
            connection.close()

    monkeypatch.setattr(services, "unit_create", slow)
    assert as_staff(estate_a.builder).post_json(units, unit(), headers=KEY).status_code == 201
    assert seen == [(409, str(Conflict.code), "1")]


@pytest.mark.parametrize("key", ["", "a b", "x" * 201, "schl\u00fcssel"])
def test_a_key_is_a_word(estate_a, as_staff, units, key):
    assert as_staff(estate_a.builder).post_json(units, unit(), headers={"Idempotency-Key": key}).status_code == 400


def test_answers_that_hold_a_secret_are_not_kept(estate_a, as_staff, superuser):
    client = as_staff(estate_a.builder)
    for path, body in (
        ("/api/developers/tokens", {"name": "x", "permissions": ["unit.view"]}),
        (f"/api/developers/units/{estate_a.unit.pk}/enrolment", {}),
    ):
        answer = client.post_json(path, body, headers=KEY)
        assert (answer.status_code, answer.json()["code"]) == (400, "bad_request"), path
        assert client.post_json(path, body).status_code == 201
    kept = superuser.execute("SELECT count(*) FROM security.answers WHERE subject_id = %s", [estate_a.builder.pk])
    assert kept.fetchone() == (0,)


def test_elsewhere_the_header_says_nothing(estate_a, as_staff):
    client = as_staff(estate_a.admin)
    answers = [client.post_json("/api/admin/developments", {"name": f"Ash {n}"}, headers=KEY) for n in range(2)]
    assert [answer.status_code for answer in answers] == [201, 201]
    path = f"/api/developers/units/{estate_a.unit.pk}"
    assert {client.patch_json(path, {"address": f"{n} Road"}, headers=KEY).status_code for n in range(2)} == {200}
