"""The pages about one document, for a client without script: what they show, what their forms do, and to whom."""

from uuid import uuid4

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext

from apps.core import row_security
from apps.documents import selectors
from openhouse.testing.papers import pdf, read_now, ready_document


def page(document, rest=""):
    return f"/documents/{document.pk}{rest}"


def act(client, document, name, **fields):
    return client.post(page(document), {"act": name, **fields})


def newest(document):
    """The document with the version that was added since."""
    with row_security.service_scope(document.tenant_id, "test") as principal, transaction.atomic():
        return selectors.document(principal, document.pk)


@pytest.fixture
def document(estate_a):
    return ready_document(estate_a, title="Home user guide", must_read=True)


@pytest.fixture
def builder(as_staff, estate_a):
    return as_staff(estate_a.builder)


def shown(client, document, rest=""):
    answer = client.get(page(document, rest))
    assert answer.status_code == 200, answer.content
    return answer.content.decode()


def test_it_tells_of_readers_and_questions(builder, as_homeowner, estate_a, document):
    home = as_homeowner(estate_a.homeowner)
    home.post_json("/api/chat/messages", {"text": "What should the boiler pressure read?"})
    home.get(f"/api/homeowner/documents/{document.pk}/file").close()
    home.post_json(f"/api/homeowner/documents/{document.pk}/consent", {})
    body = shown(builder, document)
    for told in ("What should the boiler pressure read?", "1 of 2 homes have confirmed", "Homes that opened it: 1"):
        assert told in body
    assert estate_a.homeowner.name in shown(builder, document, "/readers")
    assert "Not yet" in shown(builder, document, "/confirmed")


def test_documents_of_others_are_random_ids(builder, as_staff, as_homeowner, estate_a, estate_b, document):
    others = [ready_document(estate_a.sibling_development), ready_document(estate_b)]
    for rest in ("", "/readers", "/confirmed", "/compare"):
        assert builder.get(page(document, rest)).status_code == 200
        for other in others:
            assert builder.get(page(other, rest)).status_code == 404
        assert as_homeowner(estate_a.homeowner).get(page(document, rest)).status_code == 403
    for name in ("again", "delete", "deprecate", "up", "save", "house_type", "rollback"):
        assert act(as_staff(estate_b.builder), document, name, title="x").status_code == 404
    assert builder.get(f"/documents/{uuid4()}").status_code == 404


def test_its_forms_change_it(builder, document):
    act(builder, document, "save", title="Guide", house_type="BD02", must_read="")
    body = builder.get(f"/api/developers/documents/{document.pk}").json()
    assert (body["title"], body["house_type"], body["must_read"]) == ("Guide", "BD02", False)
    assert act(builder, document, "save", title="Guide", house_type="NOPE").status_code == 400
    assert act(builder, document, "rollback").status_code == 409
    assert act(builder, document, "nonsense").status_code == 400
    assert act(builder, document, "deprecate").status_code == 302
    assert "Out of force" in shown(builder, document)
    assert act(builder, document, "reinstate").status_code == 302
    gone = act(builder, document, "delete")
    assert gone["Location"] == f"/documents?development={document.development_id}"
    assert builder.get(page(document)).status_code == 404


def test_a_version_with_its_note_is_compared_and_what_it_says_is_escaped(builder, document):
    newer = SimpleUploadedFile("newer.pdf", pdf(["Heating", "The pressure <script>should</script> read 2 bar."]))
    answer = builder.post(page(document, "/versions"), {"file": newer, "note": "Two <b>bar</b>"})
    assert answer.status_code == 302
    read_now(newest(document))
    assert "Two &lt;b&gt;bar&lt;/b&gt;" in shown(builder, document)
    body = shown(builder, document, "/compare?earlier=1&later=2")
    assert "<ins>The pressure &lt;script&gt;should&lt;/script&gt; read 2 bar.</ins>" in body
    assert builder.get(page(document, "/compare?earlier=7")).status_code == 404
    assert builder.get(page(document, "/compare?earlier=x")).status_code == 400
    assert act(builder, document, "rollback", version="1").status_code == 302
    assert builder.post(page(document, "/versions"), {}).status_code == 400


def test_the_order_of_what_must_be_read_is_changed_from_the_list(builder, estate_a, document):
    other = ready_document(estate_a, title="Second", must_read=True)
    listed = f"/documents?development={estate_a.development.pk}"

    def order():
        return [one.title for one, _ in builder.get(listed).context["must_read"]]

    assert order() == ["Home user guide", "Second"]
    assert act(builder, other, "up", back="list")["Location"] == listed
    assert order() == ["Second", "Home user guide"]
    act(builder, other, "up", back="list")
    assert order() == ["Second", "Home user guide"]


def test_the_list_is_narrowed(builder, estate_a, document):
    ready_document(estate_a, title="Oak stairs", house_type_code="BD02")
    listed = f"/documents?development={estate_a.development.pk}"

    def titles(query):
        return {one.title for one in builder.get(f"{listed}&{query}").context["documents"]}

    assert titles("q=oak") == titles("type=BD02") == {"Oak stairs"}
    assert titles("type=-") == {"Home user guide"}
    assert titles("state=failed") == titles("review=true") == set()
    assert builder.get(f"{listed}&state=nonsense").status_code == 400


def test_a_selection_is_read_again_as_a_job(builder, as_staff, estate_a, estate_b, document):
    start = {"development": str(estate_a.development.pk)}
    assert builder.post("/documents/jobs", start)["Location"].startswith("/documents?")
    started = builder.post("/documents/jobs", start | {"documents": [str(document.pk)]})
    body = builder.get(started["Location"]).content.decode()
    assert "0 of 1 read" in body
    read_now(document)
    assert "1 of 1 read" in builder.get(started["Location"]).content.decode()
    assert builder.post(started["Location"]).status_code == 409
    assert builder.post("/documents/jobs", start | {"everything": "true"}).status_code == 302
    for client in (as_staff(estate_b.builder), as_staff(estate_a.sibling_builder)):
        assert client.get(started["Location"]).status_code == 404
        assert client.post("/documents/jobs", start | {"everything": "true"}).status_code == 404
    assert builder.post("/documents/jobs", start | {"documents": ["x"]}).status_code == 400


def test_the_pages_ask_the_database_as_often_for_much_as_for_little(builder, as_homeowner, estate_a, document):
    rests = ("", "/readers", "/confirmed")

    def counts():
        found = []
        for path in (*(page(document, rest) for rest in rests), "/documents"):
            with CaptureQueriesContext(connection) as queries:
                assert builder.get(path).status_code == 200
            found.append(len(queries))
        return found

    def read_by(person):
        home = as_homeowner(person)
        home.get(f"/api/homeowner/documents/{document.pk}/file").close()
        home.post_json(f"/api/homeowner/documents/{document.pk}/consent", {})

    read_by(estate_a.homeowner)
    few = counts()
    read_by(estate_a.partner)
    read_by(estate_a.neighbour)
    ready_document(estate_a, title="More", must_read=True)
    assert counts() == few
