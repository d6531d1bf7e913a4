"""Must-read documents: homeowners confirm a version, builders see which homes have, and who opens what is counted."""

from collections.abc import Callable
from typing import Any
from uuid import uuid4

import pytest
from django.db import DatabaseError, transaction

from apps.core import row_security
from apps.documents.models import DocumentConsent
from openhouse.testing.clients import ApiClient
from openhouse.testing.estates import Estate
from openhouse.testing.papers import pdf, ready_document

from .uploads import add_version, read_all

AsHomeowner = Callable[[Any], ApiClient]


def listed(client: ApiClient, **query: str) -> list[Any]:
    results: list[Any] = client.get("/api/homeowner/documents", query).json()["results"]
    return results


def consent(client: ApiClient, key: Any, **body: int) -> Any:
    return client.post_json(f"/api/homeowner/documents/{key}/consent", body)


def homes(client: ApiClient, key: Any) -> dict[str, tuple[bool, list[int]]]:
    rows = client.get(f"/api/developers/documents/{key}/consents").json()["results"]
    return {row["unit_number"]: (row["confirmed"], [given["version"] for given in row["given"]]) for row in rows}


def test_a_confirmation_holds_for_its_version_and_counts_once(
    estate_a: Estate, builder: ApiClient, as_homeowner: AsHomeowner, platform: Any
) -> None:
    document = ready_document(estate_a, must_read=True)
    client = as_homeowner(estate_a.homeowner)
    (row,) = listed(client)
    assert (row["must_read"], row["consented_version"], row["needs_consent"]) == (True, None, True)
    first, again = consent(client, document.pk, version=1), consent(client, document.pk)
    assert first.status_code == again.status_code == 200
    assert first.json() == again.json() == first.json() | {"document": str(document.pk), "version": 1}
    with platform():
        (kept,) = DocumentConsent.objects.filter(document=document)
        assert (kept.homeowner_id, kept.unit_id, kept.version) == (estate_a.homeowner.pk, estate_a.unit.pk, 1)
    (row,) = listed(client)
    assert (row["consented_version"], row["needs_consent"]) == (1, False)
    assert homes(builder, document.pk) == {"1": (True, [1]), "2": (False, [])}
    add_version(builder, document.pk, pdf(["New", "Words"]))
    read_all(estate_a.tenant.pk)
    (row,) = listed(client)
    assert (row["version"], row["consented_version"], row["needs_consent"]) == (2, 1, True)
    assert homes(builder, document.pk)["1"] == (False, [1])
    assert consent(client, document.pk, version=1).status_code == 409
    assert consent(client, document.pk, version=2).json()["version"] == 2
    assert homes(builder, document.pk)["1"] == (True, [2, 1])


def test_another_person_of_the_home_confirms_for_themselves(estate_a: Estate, as_homeowner: AsHomeowner) -> None:
    document = ready_document(estate_a, must_read=True)
    consent(as_homeowner(estate_a.homeowner), document.pk)
    assert listed(as_homeowner(estate_a.partner))[0]["needs_consent"] is True


def test_only_what_this_home_must_read_can_be_confirmed(
    estate_a: Estate, estate_b: Estate, as_homeowner: AsHomeowner
) -> None:
    client = as_homeowner(estate_a.homeowner)
    assert consent(client, ready_document(estate_a).pk).status_code == 409
    others = [
        ready_document(estate_a, must_read=True, house_type_code="BD02"),
        ready_document(estate_b, must_read=True),
    ]
    for key in (*(document.pk for document in others), uuid4()):
        assert consent(client, key).status_code == 404


def test_homes_of_another_house_type_are_not_asked(estate_a: Estate, builder: ApiClient) -> None:
    document = ready_document(estate_a, must_read=True, house_type_code="BD02")
    assert set(homes(builder, document.pk)) == {"2"}


def test_nobody_confirms_or_reads_for_somebody_else(estate_a: Estate, as_homeowner: AsHomeowner) -> None:
    """As SQL of the homeowner's own session would try it."""
    document = ready_document(estate_a, must_read=True)
    consent(as_homeowner(estate_a.homeowner), document.pk)
    session = as_session(estate_a.neighbour)
    with row_security.acting(session), transaction.atomic():
        assert not DocumentConsent.objects.exists()
    row = {"tenant": estate_a.tenant, "development": estate_a.development, "document": document, "version": 1}
    planted = DocumentConsent(**row, unit=estate_a.unit, homeowner=estate_a.partner)
    with row_security.acting(session), pytest.raises(DatabaseError, match="row-level security"), transaction.atomic():
        planted.save(force_insert=True)


def as_session(person: Any) -> Any:
    from openhouse.testing.clients import _open

    return _open("homeowner", person.pk, None, {})[0]


def test_the_builder_s_order_is_the_homes_order(
    estate_a: Estate, estate_b: Estate, builder: ApiClient, as_homeowner: AsHomeowner
) -> None:
    path = f"/api/developers/developments/{estate_a.development.pk}/must-read"
    one, two, three = (str(ready_document(estate_a, title=title, must_read=True).pk) for title in ("A", "B", "C"))
    ready_document(estate_a, title="Not a must")
    assert [row["id"] for row in builder.get(path).json()["results"]] == [one, two, three]
    assert builder.send("PUT", path, {"documents": [three, one, two]}).status_code == 204
    client = as_homeowner(estate_a.homeowner)
    assert [row["title"] for row in listed(client, must_read="true", page_size="2")] == ["C", "A"]
    for wrong in ([three, one], [three, one, one], [three, one, str(ready_document(estate_b).pk)]):
        assert builder.send("PUT", path, {"documents": wrong}).status_code == 400
    builder.patch_json(f"/api/developers/documents/{three}", {"must_read": False})
    builder.patch_json(f"/api/developers/documents/{three}", {"must_read": True})
    assert [row["title"] for row in listed(client, must_read="true")] == ["A", "B", "C"]


def test_who_opens_a_document_is_counted_by_person_and_day(
    estate_a: Estate, builder: ApiClient, as_homeowner: AsHomeowner
) -> None:
    document = ready_document(estate_a)
    path = f"/api/homeowner/documents/{document.pk}/file"
    client = as_homeowner(estate_a.homeowner)
    kept = client.get(path, {"download": "true"})
    assert kept["Content-Disposition"].startswith("attachment")
    kept.close()
    for headers in ({}, {"Range": "bytes=0-9"}, {"Range": "bytes=10-"}, {"Range": "bytes=-5"}):
        client.get(path, headers=headers).close()
    as_homeowner(estate_a.neighbour).get(path).close()
    rows = builder.get(f"/api/developers/documents/{document.pk}/readers").json()["results"]
    assert [(row["unit_number"], row["views"], row["downloads"]) for row in rows] == [("2", 1, 0), ("1", 2, 1)]
    builder.get(f"/api/developers/documents/{document.pk}/file").close()
    assert len(builder.get(f"/api/developers/documents/{document.pk}/readers").json()["results"]) == 2
