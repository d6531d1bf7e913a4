"""As tenant A's admin, through every page of the admin: nothing of B, and no way to tell B's objects from none."""

from uuid import uuid4

import pytest
from django.contrib import admin

from apps.assistant.models import Message
from apps.audit.models import AuditEntry
from apps.core.scoped_admin import TenantScopedAdmin
from apps.developments.models import Development, HouseType, Unit
from apps.documents.models import Document
from apps.homeowners.models import Homeowner
from apps.tenants.models import Staff, Tenant

from .conftest import pages, shown_models

OWN_LIST = [model for model in shown_models() if model is not Tenant]
BY_MODEL = pytest.mark.parametrize("model", OWN_LIST, ids=lambda model: model.__name__)


def words(rows):
    """What would give the other tenant away on a page."""
    names = {rows[Tenant].name, rows[Staff].email, rows[Homeowner].name, rows[Document].title, rows[Message].question}
    return names | {str(row.pk) for row in rows.values()}


def leaked(response, rows):
    text = response.content.decode()
    return {word for word in words(rows) if word in text}


def test_every_kind_is_covered(own_rows):
    assert set(own_rows) == set(shown_models())
    assert len(own_rows) >= 14


@BY_MODEL
def test_lists_show_own_rows_and_no_others(admin_client, own_rows, foreign_rows, model):
    listed, found = admin_client.get(pages(model)), admin_client.get(pages(model), {"id": own_rows[model].pk})
    assert f"{pages(model)}{own_rows[model].pk}/change/" in found.content.decode()
    assert listed.status_code == 200
    # The trail repeats the paths that the tenant's own people asked for, among them ids that they made up.
    asked_for = {str(row.pk) for row in foreign_rows.values()} if model is AuditEntry else set()
    assert leaked(listed, foreign_rows) <= asked_for
    sought = admin_client.get(pages(model), {"q": str(foreign_rows[Homeowner].name)})
    assert f"{foreign_rows[model].pk}/change/" not in sought.content.decode()


@BY_MODEL
def test_filters_do_not_reach_further(admin_client, own_rows, foreign, foreign_rows, model):
    for query in (
        {"tenant__id__exact": foreign.tenant.pk},
        {"tenant_id": foreign.tenant.pk},
        {"development__id__exact": foreign.development.pk},
        {"id": foreign_rows[model].pk},
    ):
        answer = admin_client.get(pages(model), query)
        assert answer.status_code in (200, 302, 400)
        assert f"{foreign_rows[model].pk}/change/" not in answer.content.decode()


def seen(client, path, data=None):
    """All that the caller can tell; a request's own id is new each time."""
    answer = client.get(path) if data is None else client.post(path, data)
    own_id = answer.headers["X-Request-ID"]
    headers = {name: text for name, text in answer.items() if name not in ("X-Request-ID", "RateLimit")}
    return answer.status_code, headers, answer.content.decode().replace(own_id, "")


@BY_MODEL
@pytest.mark.parametrize("page", ["change", "delete", "history"])
def test_foreign_objects_are_like_none(admin_client, own_rows, foreign_rows, model, page):
    foreign_key, none = foreign_rows[model].pk, uuid4()
    assert admin_client.get(f"{pages(model)}{own_rows[model].pk}/{page}/").status_code in (200, 302, 403)
    for data in (None, {"post": "yes"}):
        at = [f"{pages(model)}{key}/{page}/" for key in (foreign_key, none)]
        told = seen(admin_client, at[0], data)
        assert told == seen(admin_client, at[1], data)
        assert told[0] in (403, 404)


def test_attempt_at_a_foreign_object_is_in_the_platforms_trail(admin_client, foreign, superuser):
    answer = admin_client.get(f"{pages(Homeowner)}{foreign.homeowner.pk}/change/")
    query = "SELECT request_payload->>'reason' FROM audit_log WHERE request_id = %s AND event = 'access.foreign_object'"
    assert superuser.execute(query, [answer.headers["X-Request-ID"]]).fetchall() == [("other tenant",)]


def test_mass_action_on_foreign_rows_removes_nothing(admin_client, own_rows, foreign_rows, platform):
    for model in (Homeowner, Document):
        chosen = {"action": "delete_selected", "_selected_action": [foreign_rows[model].pk], "post": "yes"}
        admin_client.post(pages(model), chosen)
        with platform():
            assert model.objects.filter(pk=foreign_rows[model].pk).exists()


def test_autocomplete_offers_own_homes_only(admin_client, own, foreign):
    query = {"app_label": "homeowners", "model_name": "homeowner", "field_name": "unit", "term": "Park"}
    found = {row["id"] for row in admin_client.get("/admin-enterprise/autocomplete/", query).json()["results"]}
    assert found >= {str(own.unit.pk), str(own.sibling_unit.pk)}
    assert not found & {str(foreign.unit.pk), str(foreign.sibling_unit.pk)}


@pytest.mark.parametrize("model", [Unit, HouseType])
def test_choices_hold_own_developments_only(admin_client, own, foreign, model):
    page = admin_client.get(f"{pages(model)}add/").content.decode()
    assert str(own.development.pk) in page
    assert str(foreign.development.pk) not in page


UNIT = {"unit_number": "901", "address": "901 Oak Park", "house_type_code": "BD01"}
PERSON = {"name": "Planted Person", "email": "", "phone": ""}
STAFF = {"name": "N", "role": "developer", "new_password": "a wholly different phrase"}


@pytest.mark.parametrize(
    ("model", "body", "field", "of"),
    [
        (Unit, UNIT, "development", lambda estate: estate.development),
        (HouseType, {"code": "ZZ1", "name": "Z"}, "development", lambda estate: estate.development),
        (Homeowner, PERSON, "unit", lambda estate: estate.unit),
        (Staff, STAFF | {"email": "planted@example.test"}, "developments", lambda estate: estate.development),
    ],
    ids=["unit", "house type", "homeowner", "staff"],
)
def test_foreign_parents_are_refused(admin_client, own, foreign, platform, model, body, field, of):
    def made():
        with platform():
            return model.objects.filter(tenant=own.tenant, **shared).count()

    shared = {name: value for name, value in body.items() if name in ("unit_number", "code", "name", "email")}
    refused = admin_client.post(f"{pages(model)}add/", body | {field: of(foreign).pk})
    assert refused.status_code == 200
    assert "errorlist" in refused.content.decode()
    assert made() == 0
    assert admin_client.post(f"{pages(model)}add/", body | {field: of(own).pk}).status_code == 302
    assert made() == 1


def test_tenants_are_out_of_an_admins_reach(admin_client, own_rows, foreign_rows):
    for key in (own_rows[Tenant].pk, foreign_rows[Tenant].pk, uuid4()):
        assert admin_client.get(f"{pages(Tenant)}{key}/change/").status_code in (302, 403)
    assert admin_client.get(pages(Tenant)).status_code == 403
    assert admin_client.post("/admin-enterprise/tenants/tenant/work-in/", {"tenant": "x"}).status_code == 403


def test_page_that_forgets_the_tenant_still_shows_nothing_foreign(admin_client, foreign_rows, monkeypatch):
    monkeypatch.setattr(TenantScopedAdmin, "get_queryset", admin.ModelAdmin.get_queryset)
    listed = admin_client.get(pages(Homeowner))
    assert listed.status_code == 200
    assert leaked(listed, foreign_rows) == set()


def test_operator_sees_both_tenants_and_which_is_which(operator_client, own, foreign, own_rows, foreign_rows):
    page = operator_client.get(pages(Development)).content.decode()
    assert own.tenant.name in page
    assert foreign.tenant.name in page
    assert f"({foreign.tenant.name})" in operator_client.get(f"{pages(Unit)}{foreign.unit.pk}/change/").content.decode()
