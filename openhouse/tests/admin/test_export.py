"""Every list of the admin as a file: what the list shows, to whom it is shown, and nothing else."""

import csv
import io

import pytest
from django.contrib import admin
from django.db.models import BinaryField

from apps.core import list_export
from apps.core.admin import EnterpriseAdminSite
from apps.core.scoped_admin import TenantScopedAdmin
from apps.developments.models import Unit
from apps.homeowners import services as homeowners
from apps.homeowners.models import EnrolmentCode, Homeowner
from apps.tenants.models import Tenant

from .conftest import ROOT, pages, shown_models
from .test_isolation import words

BY_MODEL = pytest.mark.parametrize("model", shown_models(), ids=lambda model: model.__name__)
# Columns whose names promise what no file may hold.
SECRET = ("password", "secret", "hash", "sealed", "token", "fingerprint", "key")


def file_of(client, model, query=""):
    answer = client.get(f"{pages(model)}export{query}")
    return answer.status_code, b"".join(answer).decode()


def rows_of(client, model, query=""):
    status, text = file_of(client, model, query)
    assert status == 200
    return list(csv.DictReader(io.StringIO(text.removeprefix("\ufeff"))))


def keys(rows):
    return {row["id"] for row in rows}


@pytest.fixture
def inside_client(super_admin, as_staff, own, forget_limits):
    """The operator at work inside the own tenant."""
    forget_limits()
    client = as_staff(super_admin)
    client.post(f"{ROOT}tenants/tenant/work-in/", {"tenant": own.tenant.slug})
    return client


@BY_MODEL
def test_operators_take_out_all_tenants_each_with_its_name(operator_client, own_rows, foreign_rows, model):
    found = {row["id"]: row for row in rows_of(operator_client, model)}
    for rows in (own_rows, foreign_rows):
        row = found[str(rows[model].pk)]
        assert row.get("tenant") == (None if model is Tenant else str(rows[Tenant]))


@BY_MODEL
@pytest.mark.parametrize("who", ["admin_client", "inside_client"])
def test_inside_a_tenant_files_hold_its_rows_alone(request, own, own_rows, foreign_rows, model, who):
    client = request.getfixturevalue(who)
    if model is Tenant and who == "admin_client":
        assert file_of(client, model)[0] == 403
        return
    status, text = file_of(client, model)
    assert status == 200
    assert str(own_rows[model].pk) in text
    found = {row["id"] for row in csv.DictReader(io.StringIO(text.removeprefix("\ufeff")))}
    assert not found & {str(row.pk) for row in foreign_rows.values()}
    # The trail repeats the paths that the tenant's own people asked for, among them ids that they made up.
    assert not [word for word in words(foreign_rows) - {str(row.pk) for row in foreign_rows.values()} if word in text]


@BY_MODEL
def test_filters_of_a_file_reach_no_further(admin_client, forget_limits, foreign, foreign_rows, model):
    for query in (f"?id={foreign_rows[model].pk}", f"?tenant__id__exact={foreign.tenant.pk}"):
        forget_limits()
        status, text = file_of(admin_client, model, query)
        assert status in (200, 400, 403)
        assert status != 200 or len(text.splitlines()) == 1


@pytest.mark.parametrize("who", ["anonymous", "homeowner", "developer"])
def test_nobody_else_takes_anything_out(own, as_staff, as_homeowner, anonymous, forget_limits, who):
    make = {
        "anonymous": anonymous,
        "homeowner": lambda: as_homeowner(own.homeowner),
        "developer": lambda: as_staff(own.builder),
    }
    client, told = make[who](), set()
    for model in shown_models():
        forget_limits()
        told.add(client.get(f"{pages(model)}export").status_code)
    assert told == {302 if who == "anonymous" else 403}


def test_a_page_that_forgets_the_tenant_still_takes_out_nothing_foreign(admin_client, foreign_rows, monkeypatch):
    monkeypatch.setattr(TenantScopedAdmin, "get_queryset", admin.ModelAdmin.get_queryset)
    found = keys(rows_of(admin_client, Homeowner))
    assert found
    assert not found & {str(foreign_rows[Homeowner].pk)}


def secret_columns(site):
    """Columns of lists that may be secrets, by their type or by their name."""
    for model, page in site._registry.items():
        kinds = {field.name: field for field in model._meta.get_fields()}
        for name in page.list_display:
            if isinstance(kinds.get(name), BinaryField) or any(word in str(name) for word in SECRET):
                yield f"{model.__name__}.{name}"


def test_no_list_has_a_column_that_may_be_a_secret_and_one_is_caught():
    class Planted(TenantScopedAdmin):
        list_display = ("unit", "code_hash")

    assert list(secret_columns(admin.site)) == []
    site = EnterpriseAdminSite("planted")
    site.register(EnrolmentCode, Planted)
    assert list(secret_columns(site)) == ["EnrolmentCode.code_hash"]


def test_a_file_follows_filter_search_and_order_of_its_list(estate_a, as_staff, platform, forget_limits, monkeypatch):
    from .test_access import more_homes

    monkeypatch.setattr(list_export, "FETCHED", 2)
    with platform() as operator:
        more_homes(estate_a, 5)(operator)
    client = as_staff(estate_a.admin)
    page = client.get(pages(Unit), {"q": "Q", "o": "-0", "development__id__exact": estate_a.development.pk})
    assert "export?development__id__exact=" in page.content.decode()
    query = f"?q=Q&o=-0&development__id__exact={estate_a.development.pk}"
    assert [row["unit number"] for row in rows_of(client, Unit, query)] == ["Q4", "Q3", "Q2", "Q1", "Q0"]
    forget_limits()
    assert rows_of(client, Unit, "?q=no-such-home") == []
    assert file_of(client, Unit, "?development__tenant__slug=x")[0] == 400


def test_cells_are_never_formulas_and_buttons_are_no_columns(estate_a, as_staff, platform):
    with platform() as operator:
        homeowners.homeowner_create(operator, unit_id=estate_a.unit.pk, name="=1+1")
    rows = rows_of(as_staff(estate_a.admin), Homeowner)
    assert "'=1+1" in {row["homeowner"] for row in rows}
    assert "support" not in rows[0]
    assert {row["is active"] for row in rows} == {"yes"}


def test_an_export_is_recorded_limited_and_renews_the_session(estate_a, as_staff, superuser, settings, forget_limits):
    forget_limits()
    client = as_staff(estate_a.admin)
    before = client.cookies[settings.SESSION_COOKIE_NAME].value
    assert rows_of(client, Homeowner, "?q=nobody-of-this-name&o=1") == []
    assert client.cookies[settings.SESSION_COOKIE_NAME].value != before
    query = (
        "SELECT tenant_id, actor_id, request_payload FROM audit_log WHERE tenant_id = %s AND event = 'list.exported'"
    )
    told = {"list": "homeowners.homeowner", "filters": ["q"]}
    assert superuser.execute(query, [estate_a.tenant.pk]).fetchall() == [(estate_a.tenant.pk, estate_a.admin.pk, told)]
    assert [file_of(client, Homeowner)[0] for _ in range(5)] == [200, 200, 200, 200, 429]


@pytest.mark.parametrize("path", ["x/y/export", "audit/auditlog/export", "tenants/membership/export"])
def test_lists_that_are_none(admin_client, path):
    assert admin_client.get(ROOT + path).status_code == 404
