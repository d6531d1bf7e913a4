"""The documents page for a client without script: whose documents it shows, and what an upload answers."""

from uuid import uuid4

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test.utils import CaptureQueriesContext

from openhouse.testing.papers import pdf, ready_document

PAGE = "/documents"


def paper(name="guide.pdf", content=None):
    return SimpleUploadedFile(name, content or pdf(), content_type="application/pdf")


def shown(client, development, **query):
    return client.get(PAGE, {"development": development.pk, **query})


def test_a_builder_sees_the_documents_of_their_development_and_of_no_other(as_staff, estate_a, estate_b):
    ready_document(estate_a, title="Our guide")
    ready_document(estate_a.sibling_development, title="Guide of the sibling")
    ready_document(estate_b, title="Guide of another builder")
    page = as_staff(estate_a.builder).get(PAGE).content.decode()
    assert "Our guide" in page
    assert "Guide of the sibling" not in page
    assert "Guide of another builder" not in page


def test_a_development_out_of_reach_looks_like_one_that_does_not_exist(as_staff, estate_a, estate_b):
    client = as_staff(estate_a.builder)
    assert shown(client, estate_a.development).status_code == 200
    missing = client.get(PAGE, {"development": uuid4()})
    for development in (estate_a.sibling_development, estate_b.development):
        foreign = shown(client, development)
        assert (foreign.status_code, foreign.reason_phrase) == (missing.status_code, missing.reason_phrase)


def test_an_operator_sees_every_tenant_s_developments(as_staff, super_admin, estate_a, estate_b):
    client = as_staff(super_admin)
    for estate in (estate_a, estate_b):
        assert shown(client, estate.development).context["development"] == estate.development


def test_a_builder_without_a_development_is_told_whom_to_ask(as_staff, estate_a, superuser):
    superuser.execute("DELETE FROM memberships WHERE staff_id = %s", [estate_a.builder.pk])
    assert "Ask your administrator" in as_staff(estate_a.builder).get(PAGE).content.decode()


def test_a_place_that_cannot_be_read_is_a_bad_request(as_staff, estate_a):
    assert as_staff(estate_a.builder).get(PAGE, {"development": "1 or 1=1"}).status_code == 400


def test_a_homeowner_s_token_opens_no_builder_s_page(as_homeowner, estate_a):
    assert as_homeowner(estate_a.homeowner).get(PAGE).status_code == 403


def test_an_upload_by_the_plain_form_lands_in_the_development_of_the_page(as_staff, estate_a):
    client = as_staff(estate_a.admin)
    target = f"{PAGE}?development={estate_a.sibling_development.pk}"
    answer = client.post(target, {"file": paper("warranty.pdf"), "house_type": "BD01", "must_read": "true"})
    assert (answer.status_code, answer["Location"]) == (302, target)
    assert [d.title for d in shown(client, estate_a.sibling_development).context["documents"]] == ["warranty"]
    assert shown(client, estate_a.development).context["documents"] == []


@pytest.mark.parametrize(
    ("file", "fields", "sentence"),
    [
        (("fake.pdf", b"no pdf"), {}, "content is something else"),
        (("guide.pdf", None), {"house_type": "NOPE"}, "house type"),
        ((), {}, "choose a file"),
    ],
    ids=["not a pdf", "unknown house type", "no file"],
)
def test_a_refused_upload_is_explained_and_stores_nothing(as_staff, estate_a, file, fields, sentence):
    client = as_staff(estate_a.builder)
    answer = client.post(PAGE, fields | ({"file": paper(*file)} if file else {}))
    assert answer.status_code == 400
    assert sentence in answer.context["error"]
    assert answer.context["documents"] == []


def test_of_several_files_one_that_is_refused_keeps_none_of_the_others_out(as_staff, estate_a):
    client = as_staff(estate_a.builder)
    answer = client.post(PAGE, {"file": [paper("heating.pdf"), paper("fake.pdf", b"no pdf"), paper("oven.pdf")]})
    assert answer.status_code == 400
    assert answer.context["error"].startswith("fake.pdf: ")
    assert {document.title for document in answer.context["documents"]} == {"heating", "oven"}
    assert client.post(PAGE, {"file": [paper() for _ in range(21)]}).status_code == 400


def test_a_file_larger_than_allowed_is_refused_as_too_large(as_staff, estate_a, settings):
    settings.DOCUMENT_MAX_BYTES = 100_000
    answer = as_staff(estate_a.builder).post(PAGE, {"file": paper(content=b"%PDF-" + b"x" * 300_000)})
    assert answer.status_code == 413
    assert "larger" in answer.content.decode()


def test_uploads_by_the_form_are_limited(as_staff, estate_a, forget_limits):
    client = as_staff(estate_a.builder)
    answers = {client.post(PAGE, {}).status_code for _ in range(21)}
    assert answers == {400, 429}


def test_a_long_list_is_shown_page_by_page_without_gaps(as_staff, estate_a, monkeypatch):
    from apps.portal.pages import documents

    monkeypatch.setattr(documents, "PAGE_SIZE", 2)
    titles = [f"Guide {number}" for number in range(5)]
    for title in titles:
        ready_document(estate_a, title=title)
    client, seen, address = as_staff(estate_a.builder), [], f"{PAGE}?development={estate_a.development.pk}"
    while address:
        context = client.get(address).context
        seen += [document.title for document in context["documents"]]
        address = context["older_page"]
    assert seen == titles[::-1]


def test_the_page_asks_the_database_as_often_for_many_documents_as_for_one(as_staff, estate_a):
    client = as_staff(estate_a.builder)
    counts = []
    for _ in range(2):
        for number in range(3):
            ready_document(estate_a, title=f"Guide {number}")
        with CaptureQueriesContext(connection) as queries:
            client.get(PAGE)
        counts.append(len(queries))
    assert counts[0] == counts[1]


def test_the_same_file_again_is_pointed_out(as_staff, estate_a):
    client, path = as_staff(estate_a.builder), f"/api/developers/developments/{estate_a.development.pk}/documents"
    same = pdf()
    first = client.upload(path, paper("one.pdf", same)).json()
    other = client.upload(path, paper("other.pdf", pdf(["Other"]))).json()
    again = client.upload(path, paper("copy.pdf", same))
    assert [one["same_file_as"] for one in (first, other, again.json())] == [None, None, first["id"]]
    assert client.get(again.headers["Location"]).json()["same_file_as"] == first["id"]
    assert [row["same_file_as"] for row in client.get(path).json()["results"]] == [first["id"], None, None]
    page = shown(client, estate_a.development).content.decode()
    assert page.count("The very same file is here already as “one”.") == 1
    path = f"/api/developers/documents/{first['id']}"
    assert client.post_json(f"{path}/deprecate", {}).status_code == 200
    assert [client.get(one).json()["same_file_as"] for one in (path, again.headers["Location"])] == [None, None]
    assert client.post_json(f"{path}/reinstate", {}).status_code == 202
    client.delete(path)
    assert client.get(again.headers["Location"]).json()["same_file_as"] is None


def test_an_archived_development_offers_no_upload(as_staff, estate_a):
    admin, path = as_staff(estate_a.admin), f"/api/developers/developments/{estate_a.development.pk}/archive"
    assert "data-upload" in shown(admin, estate_a.development).content.decode()
    admin.post_json(path)
    page = shown(admin, estate_a.development).content.decode()
    assert ("data-upload" in page, "takes no documents" in page) == (False, True)
