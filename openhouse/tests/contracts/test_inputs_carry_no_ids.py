"""No input says who acts or for whom: tenant, development, unit and role come from the session and the path alone."""

import pytest
from django import forms
from rest_framework import serializers

from apps.audit.models import AuditLog
from apps.core.api import Api
from apps.core.gate import by_method
from apps.core.identity import Role
from apps.core.rbac import GRANTS
from apps.core.surface import routes

from . import samples

FORBIDDEN = {"tenant_id", "tenant", "development_id", "unit_id", "homeowner_id", "role", "impersonated_by", "actor_id"}
# Where such a name is right, and why.
EXEMPT = {
    ("POST", "/api/admin/scope", "tenant"): "the one call that chooses a tenant; operators only, audited",
    ("POST", "/api/admin/developers", "role"): "the role of the person being made, not of the caller",
    ("PATCH", "/api/admin/developers/<uuid:staff_id>", "role"): "the role of the person being changed",
    ("POST", "/api/developers/team", "role"): "the role of the person being invited, not of the caller",
    ("PATCH", "/api/developers/team/<uuid:staff_id>", "role"): "the role of the person being changed",
    ("GET", "/api/admin/developers", "role"): "a filter of the list",
    ("GET", "/api/admin/audit", "role"): "a filter of the trail by who acted",
    ("GET", "/api/admin/audit/export", "role"): "a filter of the trail by who acted",
}


def names(field, prefix=""):
    """Every field name inside a serializer, at any depth."""
    field = getattr(field, "child", field)
    for name, inner in getattr(field, "fields", {}).items():
        yield name
        yield from names(inner)


def declared_names(surface):
    for route in surface:
        if not (isinstance(route.view, type) and issubclass(route.view, Api)):
            continue
        for method in route.methods:
            for declared in (route.view.input_for(method), by_method(route.view.Query, method)):
                for name in names(declared()) if declared else ():
                    yield method, route.path, name


def form_names():
    """Fields of every form class of our own pages; the admin's forms are bound to rows that its queryset reaches."""
    assert routes(), "walked first, so that every module of a page is loaded"
    found = [forms.Form]
    while found:
        kind = found.pop()
        found += kind.__subclasses__()
        if kind.__module__.startswith("apps."):
            yield from ((kind.__qualname__, name) for name in kind.base_fields)


def test_no_declared_input_names_who_acts():
    declared = list(declared_names(routes()))
    assert len(declared) >= 60
    assert {entry for entry in declared if entry[2] in FORBIDDEN} == set(EXEMPT), "one is new, or an exemption is stale"


def test_no_form_of_a_page_names_who_acts():
    fields = list(form_names())
    assert len(fields) >= 2
    assert [field for field in fields if field[1] in FORBIDDEN and "Staff" not in field[0]] == []


def test_a_nested_name_is_found():
    class Inner(serializers.Serializer):
        tenant_id = serializers.UUIDField()

    class Planted(serializers.Serializer):
        rows = Inner(many=True)

    assert "tenant_id" in set(names(Planted()))


def writes(role):
    return [
        (route, method)
        for route in routes()
        for method in route.methods
        if method != "GET" and route.path.startswith("/api/") and route.rule(method).permission in GRANTS[role]
    ]


@pytest.mark.parametrize("role", [Role.ADMIN, Role.DEVELOPER, Role.HOMEOWNER])
def test_sent_along_they_are_refused_and_recorded(role, world, platform, forget_limits):
    todo = writes(role)
    assert len(todo) >= {Role.ADMIN: 20, Role.DEVELOPER: 18, Role.HOMEOWNER: 4}[role]
    for route, method in todo:
        forget_limits()
        extra = {"tenant_id": str(world.estate.tenant.pk), "impersonated_by": str(world.estate.admin.pk)}
        content = samples.body(route.view, method) | extra
        values = {name: world.things[name] for name in route.parameters}
        response = samples.send(world.client(role), route.view, method, route.url(**values), content)
        assert response.status_code == 400, (method, route.path, response.content)
        refused = {error["field"] for error in response.json()["errors"]}
        assert refused == set(extra), (method, route.path)
        with platform():
            (row,) = AuditLog.objects.filter(request_id=response.headers["X-Request-ID"])
        assert (row.event, row.request_payload["reason"]) == ("request.refused", "unknown fields")
