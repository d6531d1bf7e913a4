"""Nonsense in addresses and forms is told as such; nothing of it is a fault of ours."""

import pytest

from apps.audit.models import AuditEntry
from apps.developments.models import Unit
from apps.documents.models import Document
from apps.homeowners.models import Homeowner

from .conftest import ROOT, pages

QUERIES = [
    "p=99999999999999999999",
    "p=-1",
    "o=99.-x",
    "q=%F0%9F%8F%A0%27%22%5C",
    "q=" + "a+" * 200,
    "id=nonsense",
    "id__in=nonsense,1",
    "development=nonsense",
    "development__id__exact=nonsense",
    "development__tenant__slug=x",
    "created_at__gte=nonsense",
    "created_at__year=99999999999",
    "at__gte=2026-99-99",
    "status=99999999999999999999",
    "status__gte=x",
    "event=nonsense",
    "is_active__exact=nonsense",
    "unit__unit_number__regex=(",
    "_facets=True",
    "_popup=1&_to_field=password",
    "e=1",
    "all=",
]


@pytest.mark.parametrize("query", QUERIES)
def test_queries_of_lists(admin_client, own_rows, query):
    wrong = []
    for model in (Unit, Homeowner, Document, AuditEntry):
        answer = admin_client.get(f"{pages(model)}?{query}")
        if answer.status_code >= 500:
            wrong.append((model.__name__, answer.status_code))
    assert wrong == []


@pytest.mark.parametrize("query", QUERIES)
def test_queries_of_files(admin_client, own_rows, query):
    answer = admin_client.get(f"{pages(Unit)}export?{query}")
    assert answer.status_code in (200, 400)
    assert b"".join(answer)


@pytest.mark.parametrize(
    "path",
    [
        "developments/unit/nonsense/change/",
        "developments/unit/_00/change/",
        "developments/unit/a/b/c/change/",
        "developments/unit/1/2/change/",
        "autocomplete/?app_label=x&model_name=y&field_name=z",
        "autocomplete/?app_label=tenants&model_name=staff&field_name=tenant",
        "autocomplete/?app_label=homeowners&model_name=homeowner&field_name=unit&term=%27&page=99999999999",
        "autocomplete/",
        "nonsense/",
    ],
)
def test_addresses(admin_client, path):
    assert admin_client.get(ROOT + path).status_code in (400, 403, 404)


@pytest.mark.parametrize(
    "body",
    [
        {"action": "delete_selected", "_selected_action": "nonsense"},
        {"action": "nonsense", "_selected_action": "nonsense"},
        {"action": "delete_selected", "select_across": "1", "index": "nonsense"},
        {"action": ["delete_selected", "x"], "_selected_action": ["x"] * 150},
    ],
    ids=str,
)
def test_actions(admin_client, own_rows, body):
    assert admin_client.post(pages(Homeowner), body).status_code < 500


@pytest.mark.parametrize("value", ["\x00", "x" * 5000, "nonsense", "😀", "-1", "1e999"])
def test_forms(admin_client, own_rows, value):
    names = ("development", "unit_number", "address", "house_type_code", "unit", "name", "email", "bedrooms")
    for model in (Unit, Homeowner):
        for page in ("add/", f"{own_rows[model].pk}/change/"):
            assert admin_client.post(pages(model) + page, dict.fromkeys(names, value)).status_code < 500
