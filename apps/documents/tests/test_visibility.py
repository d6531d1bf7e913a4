"""Who sees which document: the lists, the single ones and the files, by one predicate."""

from collections.abc import Callable
from contextlib import closing
from typing import Any
from uuid import uuid4

from django.db import connection
from django.test.utils import CaptureQueriesContext

from openhouse.testing.clients import ApiClient
from openhouse.testing.estates import Estate
from openhouse.testing.papers import pdf, ready_document

from .uploads import add_version, upload

AsStaff = Callable[[Any], ApiClient]
AsHomeowner = Callable[[Any], ApiClient]


def titles(client: ApiClient, path: str = "/api/homeowner/documents") -> set[str]:
    return {row["title"] for row in client.get(path).json()["results"]}


def test_homeowners_see_what_is_published_for_their_development_and_house_type(
    estate_a: Estate, estate_b: Estate, builder: ApiClient, as_homeowner: AsHomeowner
) -> None:
    ready_document(estate_a, title="For all")
    ready_document(estate_a, title="For BD01", house_type_code="BD01")
    ready_document(estate_a.sibling_development, title="For the sibling")
    ready_document(estate_b, title="For strangers")
    upload(builder, estate_a.development, title="Not read yet")
    assert titles(as_homeowner(estate_a.homeowner)) == {"For all", "For BD01"}
    assert titles(as_homeowner(estate_a.neighbour)) == {"For all"}
    assert titles(as_homeowner(estate_a.stranger)) == {"For the sibling"}
    assert titles(as_homeowner(estate_b.homeowner)) == {"For strangers"}


def test_a_homeowner_opens_the_file_of_an_own_document_and_no_other(
    estate_a: Estate, estate_b: Estate, as_homeowner: AsHomeowner
) -> None:
    own, other = ready_document(estate_a, house_type_code="BD01"), ready_document(estate_a, house_type_code="BD02")
    far = [ready_document(estate_a.sibling_development), ready_document(estate_b)]
    client = as_homeowner(estate_a.homeowner)

    def fetch(key: Any) -> Any:
        return client.get(f"/api/homeowner/documents/{key}/file")

    opened, unknown = fetch(own.pk), fetch(uuid4())
    assert (opened.status_code, b"".join(opened.streaming_content)[:5]) == (200, b"%PDF-")
    for document in [other, *far]:
        refused = fetch(document.pk)
        assert refused.status_code == unknown.status_code == 404
        assert without_instance(refused) == without_instance(unknown)


def test_a_version_that_waits_or_failed_changes_nothing_for_homeowners(
    estate_a: Estate, builder: ApiClient, as_homeowner: AsHomeowner
) -> None:
    document = ready_document(estate_a)
    client = as_homeowner(estate_a.homeowner)
    before = client.get("/api/homeowner/documents").json()["results"]
    assert add_version(builder, document.pk, pdf(["New words"])).status_code == 202
    assert client.get("/api/homeowner/documents").json()["results"] == before


def test_builders_reach_the_documents_of_their_own_developments_only(
    estate_a: Estate, estate_b: Estate, as_staff: AsStaff
) -> None:
    document = ready_document(estate_a)
    own = as_staff(estate_a.builder)
    assert [call(own, document.pk) for call in CALLS.values()] == [200, 200, 200, 202, 202, 204]
    document = ready_document(estate_a)
    for person in (estate_a.sibling_builder, estate_b.builder, estate_b.admin):
        for name, call in CALLS.items():
            client = as_staff(person)
            assert call(client, document.pk) == call(client, uuid4()) == 404, name
    assert as_staff(estate_a.admin).get(f"/api/developers/documents/{document.pk}").json()["status"] == "ready"


CALLS: dict[str, Callable[[ApiClient, Any], int]] = {
    "get": lambda client, key: client.get(f"/api/developers/documents/{key}").status_code,
    "file": lambda client, key: opened(client, f"/api/developers/documents/{key}/file"),
    "patch": lambda client, key: client.patch_json(f"/api/developers/documents/{key}", {"title": "x"}).status_code,
    "versions": lambda client, key: add_version(client, key, pdf(["Other"])).status_code,
    "reingest": lambda client, key: client.post_json(f"/api/developers/documents/{key}/reingest").status_code,
    "delete": lambda client, key: client.delete(f"/api/developers/documents/{key}").status_code,
}


def test_builders_list_and_upload_in_their_own_developments_only(
    estate_a: Estate, estate_b: Estate, as_staff: AsStaff
) -> None:
    ready_document(estate_a, title="Ours")
    path = f"/api/developers/developments/{estate_a.development.pk}/documents"
    assert titles(as_staff(estate_a.builder), path) == titles(as_staff(estate_a.admin), path) == {"Ours"}
    for person in (estate_a.sibling_builder, estate_b.builder, estate_b.admin):
        client = as_staff(person)
        assert client.get(path).status_code == upload(client, estate_a.development).status_code == 404
        assert client.post_json(f"/api/developers/developments/{estate_a.development.pk}/reingest").status_code == 404


def test_homeowners_reach_no_builders_route(estate_a: Estate, as_homeowner: AsHomeowner) -> None:
    document = ready_document(estate_a)
    client = as_homeowner(estate_a.homeowner)
    assert {call(client, document.pk) for call in CALLS.values()} == {403}
    assert upload(client, estate_a.development).status_code == 403


def test_lists_cost_the_same_however_long(estate_a: Estate, as_staff: AsStaff, as_homeowner: AsHomeowner) -> None:
    lists = {
        f"/api/developers/developments/{estate_a.development.pk}/documents": as_staff(estate_a.builder),
        "/api/homeowner/documents": as_homeowner(estate_a.homeowner),
    }

    def counts() -> list[int]:
        return [queries(client, path) for path, client in lists.items()]

    ready_document(estate_a)
    few = counts()
    for number in range(3):
        ready_document(estate_a, title=f"Number {number}")
    assert counts() == few


def opened(client: ApiClient, path: str) -> int:
    with closing(client.get(path)) as response:
        return response.status_code


def queries(client: ApiClient, path: str) -> int:
    with CaptureQueriesContext(connection) as captured:
        assert client.get(path).status_code == 200
    return len(captured)


def without_instance(response: Any) -> dict[str, Any]:
    return {name: value for name, value in response.json().items() if name != "instance"}
