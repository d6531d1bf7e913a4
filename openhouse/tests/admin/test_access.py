"""Who reaches the admin at all, and what its pages may do there."""

from base64 import b64encode
from uuid import uuid4

import pytest
from django.contrib import admin
from django.db import connection
from django.db.models import BinaryField
from django.test.utils import CaptureQueriesContext

from apps.audit.models import AuditEntry
from apps.core.admin import EnterpriseAdminSite
from apps.core.errors import Problem
from apps.core.gate import rule_for
from apps.core.rate_limiter import RatePolicy
from apps.core.rbac import Permission
from apps.core.scoped_admin import TenantScopedAdmin
from apps.core.surface import routes
from apps.developments.models import Development, HouseType, Unit
from apps.documents.models import DocChunk, Document
from apps.homeowners.models import Homeowner
from apps.tenants import services
from apps.tenants.models import Staff, Tenant

from .conftest import ROOT, furnished, pages, shown_models

PASSWORD = "a wholly different phrase"


def surface():
    return [route for route in routes() if route.path.startswith(ROOT)]


def unscoped(site):
    """Models whose pages do not stand on the scoped base."""
    return [model.__name__ for model, page in site._registry.items() if not isinstance(page, TenantScopedAdmin)]


def test_every_page_declares_the_rule():
    assert len(surface()) > 80
    rules = [rule_for(route.callback, "GET") for route in surface()]
    asked = {(rule.permission, rule.rate_policy) for rule in rules}
    # Files have the exports' own budget.
    files = {(permission, RatePolicy.EXPORT) for permission in (Permission.AUDIT_VIEW, Permission.ENTERPRISE_ADMIN)}
    assert asked == {(Permission.ENTERPRISE_ADMIN, RatePolicy.ADMIN_API), *files}


def test_every_model_stands_on_the_scoped_base_and_another_is_caught():
    assert unscoped(admin.site) == []
    planted = EnterpriseAdminSite("planted")
    planted.register(Unit)
    assert unscoped(planted) == ["Unit"]


# The matrix of all routes asks the same once for each address.
@pytest.mark.slow
@pytest.mark.parametrize("who", ["anonymous", "homeowner", "developer"])
def test_everybody_else_is_kept_out_of_every_page(own, as_staff, as_homeowner, anonymous, forget_limits, who):
    make = {
        "anonymous": anonymous,
        "homeowner": lambda: as_homeowner(own.homeowner),
        "developer": lambda: as_staff(own.builder),
    }
    client, wrong = make[who](), []
    for route in surface():
        forget_limits()
        url = route.url(**dict.fromkeys(route.parameters, uuid4()))
        for answer in (client.get(url), client.post(url, {})):
            to_sign_in = answer.status_code == 302 and answer.headers["Location"].startswith("/accounts/login?next=")
            if not (to_sign_in if who == "anonymous" else answer.status_code == 403):
                wrong.append((url, answer.status_code))
    # A form without a CSRF token is turned away before it is asked who sends it.
    assert [(url, status) for url, status in wrong if status != 403] == []


@pytest.mark.parametrize("model", shown_models(), ids=lambda model: model.__name__)
def test_own_pages_open_and_touch_nothing_without_a_grant(operator_client, own_rows, model):
    row = f"{pages(model)}{own_rows[model].pk}/"
    answers = [
        operator_client.get(path) for path in (pages(model), f"{row}change/", f"{row}history/", f"{pages(model)}add/")
    ]
    assert [answer.status_code for answer in answers[:3]] == [200, 200, 302]
    assert answers[3].status_code in (200, 403)
    assert operator_client.get(answers[2].headers["Location"]).status_code == 200


def test_index_and_small_pages(admin_client):
    index = admin_client.get(ROOT)
    assert index.status_code == 200
    assert f'href="{ROOT}analytics/dayfigures/overview/"' in index.content.decode()
    for path in ("developments/", "jsi18n/"):
        assert admin_client.get(ROOT + path).status_code == 200
    assert admin_client.get(ROOT + "no/such/page").status_code == 404


def secrets_of(rows):
    """What is stored as bytes, as a page might write it, and hashes of passwords."""
    for row in rows:
        for field in row._meta.concrete_fields:
            value = getattr(row, field.attname)
            if isinstance(field, BinaryField) and value:
                yield from (bytes(value).hex(), b64encode(bytes(value)).decode(), repr(bytes(value)), str(value))
            elif field.name == "password":
                yield value


def test_no_page_shows_a_secret(operator_client, own_rows, forget_limits):
    secret = set(secrets_of(own_rows.values()))
    assert len(secret) > 10
    for model, row in own_rows.items():
        forget_limits()
        page = operator_client.get(f"{pages(model)}{row.pk}/change/").content.decode()
        assert not [text for text in secret if text in page], model


def more_homes(estate, count):
    from apps.developments import services as developments
    from apps.homeowners import services as homeowners

    def make(principal):
        for number in range(count):
            place = {"development_id": estate.development.pk, "house_type_code": "BD01", "address": "x"}
            unit = developments.unit_create(principal, unit_number=f"Q{number}", **place)
            homeowners.homeowner_create(principal, unit_id=unit.pk, name=f"Q{number}")

    return make


def test_lists_ask_as_often_for_many_rows_as_for_few(estate_a, as_staff, platform):
    client = as_staff(estate_a.admin)

    def asked():
        counts = {}
        for model in (Development, HouseType, Unit, Homeowner, Staff, AuditEntry):
            with CaptureQueriesContext(
                connection,
            ) as captured:
                assert client.get(pages(model)).status_code == 200
            counts[model.__name__] = len(captured)
        return counts

    asked()
    few = asked()
    with platform() as operator:
        more_homes(estate_a, 12)(operator)
    assert asked() == few


def events_of(superuser, key):
    rows = superuser.execute("SELECT event, tenant_id FROM audit_log WHERE subject_id = %s ORDER BY at", [key])
    return rows.fetchall()


def test_what_is_written_is_recorded(estate_a, as_staff, platform, superuser):
    client, tenant = as_staff(estate_a.admin), estate_a.tenant.pk
    body = {
        "development": estate_a.development.pk,
        "unit_number": "9",
        "address": "9 Oak Park",
        "house_type_code": "BD01",
    }
    assert client.post(f"{pages(Unit)}add/", body).status_code == 302
    with platform():
        unit = Unit.objects.get(tenant=tenant, unit_number="9")
        house_type = HouseType.objects.filter(development=estate_a.development).first()
    client.post(f"{pages(Unit)}{unit.pk}/change/", body | {"address": "9A Oak Park"})
    assert events_of(superuser, unit.pk) == [("unit.created", tenant), ("unit.changed", tenant)]
    client.post(f"{pages(HouseType)}{house_type.pk}/change/", {"name": "Renamed", "bedrooms": 4, "floor_area_m2": ""})
    assert ("record.changed", tenant) in events_of(superuser, house_type.pk)


def test_resident_is_removed_with_a_trace(estate_a, as_staff, platform, superuser):
    client, person = as_staff(estate_a.admin), estate_a.neighbour
    assert client.post(f"{pages(Homeowner)}{person.pk}/delete/", {"post": "yes"}).status_code == 302
    with platform():
        assert not Homeowner.objects.filter(pk=person.pk).exists()
    assert events_of(superuser, person.pk) == [("homeowner.removed", estate_a.tenant.pk)]


def test_document_is_changed_and_removed_by_its_services(estate_a, as_staff, platform, superuser):
    from openhouse.testing.papers import ready_document

    client, document = as_staff(estate_a.admin), ready_document(estate_a)
    page = f"{pages(Document)}{document.pk}/change/"
    assert "BD01, BD02" in client.post(page, {"title": "Guide", "house_type_code": "ZZ"}).content.decode()
    assert client.post(page, {"title": "Guide", "house_type_code": "BD02"}).status_code == 302
    chosen = {"action": "delete_selected", "_selected_action": [document.pk], "post": "yes"}
    assert client.post(pages(Document), chosen).status_code == 302
    with platform():
        assert not DocChunk.objects.filter(document_id=document.pk).exists()
    names = [event for event, _ in events_of(superuser, document.pk)]
    assert names[-2:] == ["document.changed", "document.deleted"]


def test_operator_makes_a_tenant_and_its_first_admin(operator_client, anonymous, platform):
    slug = f"new-{uuid4().hex[:8]}"
    assert (
        operator_client.post(f"{pages(Tenant)}add/", {"name": "New", "slug": slug, "country": "ie"}).status_code == 302
    )
    with platform():
        tenant = Tenant.objects.get(slug=slug)
    person = {"tenant": tenant.pk, "email": f"a@{slug}.test", "name": "A", "role": "admin", "new_password": PASSWORD}
    assert operator_client.post(f"{pages(Staff)}add/", person).status_code == 302
    answer = anonymous().post_json("/api/auth/login", {"email": person["email"], "password": PASSWORD})
    assert (answer.status_code, answer.json()["staff"]["tenant"]["slug"]) == (200, slug)


def test_new_password_ends_the_persons_sessions_and_opens_the_door(estate_a, as_staff, anonymous):
    builder, client = as_staff(estate_a.builder), as_staff(estate_a.admin)
    form = {"name": "A", "role": "developer", "is_active": "on", "developments": [estate_a.development.pk]}
    assert (
        client.post(f"{pages(Staff)}{estate_a.builder.pk}/change/", form | {"new_password": "short"}).status_code == 200
    )
    assert builder.get("/api/auth/me").status_code == 200
    changed = client.post(f"{pages(Staff)}{estate_a.builder.pk}/change/", form | {"new_password": PASSWORD})
    assert changed.status_code == 302
    assert builder.get("/api/auth/me").json()["code"] == "session_ended"
    body = {"email": estate_a.builder.email, "password": PASSWORD}
    assert anonymous().post_json("/api/auth/login", body).status_code == 200


def test_last_admin_is_kept_by_the_form_too(estate_a, as_staff):
    client = as_staff(estate_a.admin)
    form = {"name": "A", "role": "developer", "is_active": "on", "new_password": ""}
    answer = client.post(f"{pages(Staff)}{estate_a.admin.pk}/change/", form)
    assert "last active administrator" in answer.content.decode()


def test_form_without_a_token_is_refused(estate_a, as_staff):
    client = as_staff(estate_a.admin)
    del client.defaults["HTTP_X_CSRFTOKEN"]
    answer = client.post(f"{pages(Development)}add/", {"name": "Planted"})
    assert answer.status_code == 403


def test_operator_adds_inside_a_tenant_only(estate_a, operator_client, platform):
    body = {"development": estate_a.development.pk, "unit_number": "8", "address": "8", "house_type_code": "BD01"}
    for model in (Development, HouseType, Unit, Homeowner):
        assert operator_client.get(f"{pages(model)}add/").status_code == 403
    assert operator_client.post(f"{pages(Unit)}add/", body).status_code == 403
    operator_client.post(f"{ROOT}tenants/tenant/work-in/", {"tenant": estate_a.tenant.slug})
    assert operator_client.post(f"{pages(Unit)}add/", body).status_code == 302
    with platform():
        assert Unit.objects.get(development=estate_a.development, unit_number="8").tenant_id == estate_a.tenant.pk


def test_operator_filters_by_development_after_choosing_a_tenant(estate_a, estate_b, operator_client):
    choice = f"development__id__exact={estate_a.development.pk}"
    assert choice not in operator_client.get(pages(Unit)).content.decode()
    narrowed = operator_client.get(pages(Unit), {"tenant__id__exact": estate_a.tenant.pk}).content.decode()
    assert choice in narrowed
    assert str(estate_b.development.pk) not in narrowed


def test_operator_inside_a_tenant_is_its_admin(estate_a, estate_b, operator_client):
    operator_client.post(f"{ROOT}tenants/tenant/work-in/", {"tenant": estate_a.tenant.slug})
    assert operator_client.get(f"{pages(Development)}add/").status_code == 200
    listed = operator_client.get(pages(Staff)).content.decode()
    assert estate_a.admin.email in listed
    assert estate_b.admin.email not in listed
    operator_client.post(f"{ROOT}tenants/tenant/work-in/", {"tenant": ""})
    assert estate_b.admin.email in operator_client.get(pages(Staff), {"q": estate_b.admin.email}).content.decode()


def test_service_refuses_what_the_form_would_let_through(estate_a, platform):
    with platform() as operator, pytest.raises(Problem):
        services.staff_change(operator, staff_id=estate_a.admin.pk, active=False)


def test_what_can_be_deleted_asks_first_and_leaves_a_trace(estate_a, as_staff, platform, superuser):
    client, rows, counted = as_staff(estate_a.admin), furnished(estate_a), 0
    query = "SELECT count(*) FROM audit_log WHERE tenant_id = %s AND actor_id = %s AND event <> 'request'"
    deletable = [model for model, page in admin.site._registry.items() if page.deletable]
    for model in deletable:
        page, asked = f"{pages(model)}{rows[model].pk}/delete/", {"pk": rows[model].pk}
        assert "Are you sure" in client.get(page).content.decode()
        with platform():
            assert model.objects.filter(**asked).exists()
        assert client.post(page, {"post": "yes"}).status_code == 302
        with platform():
            assert not model.objects.filter(**asked).exists()
        before, counted = counted, superuser.execute(query, [estate_a.tenant.pk, estate_a.admin.pk]).fetchone()[0]
        assert counted > before, model
    assert len(deletable) >= 4


def test_no_admin_hands_out_a_role_above_their_own(estate_a, as_staff, platform):
    client = as_staff(estate_a.admin)
    form = {"name": "A", "role": "super_admin", "is_active": "on", "new_password": ""}
    for person in (estate_a.builder, estate_a.admin):
        page = client.get(f"{pages(Staff)}{person.pk}/change/").content.decode()
        assert "super_admin" not in page
        assert "errorlist" in client.post(f"{pages(Staff)}{person.pk}/change/", form).content.decode()
    new = form | {"email": "above@example.test", "new_password": PASSWORD}
    assert "errorlist" in client.post(f"{pages(Staff)}add/", new).content.decode()
    with platform():
        assert not Staff.objects.filter(tenant=estate_a.tenant, role="super_admin").exists()
