"""Two tenants over every route: the own object answers; another's is a random id, to the last header."""

from uuid import uuid4

import pytest
from django.urls import path
from rest_framework import serializers
from rest_framework.response import Response

from apps.core.api import Api
from apps.core.gate import by_method
from apps.core.identity import Role
from apps.core.rate_limiter import RatePolicy
from apps.core.rbac import GRANTS, Permission
from apps.core.surface import Route, routes

from . import samples
from .worlds import create_world

ROLES = [Role.ADMIN, Role.DEVELOPER, Role.HOMEOWNER]
ORDER = ("GET", "POST", "PUT", "PATCH", "DELETE")
VARY = {"X-Request-ID", "RateLimit", "RateLimit-Policy", "Date"}


@pytest.fixture(scope="module")
def theirs(database):
    return create_world()


@pytest.fixture(scope="module")
def worlds(database):
    """A world for each role, because its person removes things in it."""
    return {role: create_world() for role in ROLES}


@pytest.fixture(scope="module")
def quiet(database):
    """A world whose people ask for nothing of others, so that not even their own audit trail may name it."""
    return create_world()


def calls(role):
    """Route and method of everything below /api/ that names an object and that the role is granted; removals last."""
    found = [
        (route, method)
        for route in routes()
        for method in route.methods
        if route.path.startswith("/api/") and route.parameters and route.rule(method).permission in GRANTS[role]
    ]
    return sorted(found, key=lambda call: (ORDER.index(call[1]), "sessions" not in call[0].path, -len(call[0].path)))


def answer(client, route, method, values):
    """What tells one answer from another."""
    response = samples.send(client, route.view, method, route.url(**values))
    body = response.json() if "json" in response.headers.get("Content-Type", "") and not response.streaming else None
    response.close()
    headers = {name: text for name, text in response.headers.items() if name not in VARY}
    return response.status_code, {k: v for k, v in (body or {}).items() if k != "instance"}, headers


@pytest.mark.parametrize("role", ROLES)
def test_every_object_of_others_is_a_random_id(role, worlds, theirs, forget_limits):
    todo = calls(role)
    assert len(todo) >= {Role.ADMIN: 34, Role.DEVELOPER: 30, Role.HOMEOWNER: 2}[role]
    assert differing(role, worlds[role], theirs, todo, forget_limits) == []


def differing(role, own, theirs, todo, forget_limits):
    """The calls that answer an object of others otherwise than a random id, or the own one with a refusal."""
    client, wrong = own.client(role), []
    for route, method in todo:
        forget_limits()
        unknown = answer(client, route, method, {name: uuid4() for name in route.parameters})
        assert unknown[0] == 404, (method, route.path, unknown)
        for others in (theirs.things, own.beside[role]):
            # All of it another's, and the last of it below what is the caller's own.
            for mine in ({}, own.things):
                values = {**others, **{name: mine[name] for name in route.parameters[:-1] if name in mine}}
                told = answer(client, route, method, values) if set(route.parameters) <= set(values) else unknown
                if told != unknown:
                    wrong.append((method, route.path, told))
        status = answer(client, route, method, own.own(role, route.path))[0]
        if status in (401, 403, 404) or status >= 500:
            wrong.append((method, route.path, "own", status))
    return wrong


def test_a_route_that_tells_an_id_of_others_from_a_random_one_is_caught(worlds, theirs, forget_limits, settings):
    own = worlds[Role.DEVELOPER]

    class Telling(Api):
        permission, rate_policy = Permission.UNIT_VIEW, RatePolicy.DEVELOPER_API

        def get(self, request, unit_id):
            known = {own.things["unit_id"]: 200, theirs.things["unit_id"]: 404}
            response = Response({}, status=known.get(unit_id, 404))
            response.headers["X-Exists"] = str(unit_id in known)
            return response

    view = Telling.as_view()
    settings.ROOT_URLCONF = type("planted", (), {"urlpatterns": [path("api/planted/<uuid:unit_id>", view)]})
    planted = [(Route("/api/planted/<uuid:unit_id>", "planted", view), "GET")]
    (_, told, answered), *_ = differing(Role.DEVELOPER, own, theirs, planted, forget_limits)
    assert told == "/api/planted/<uuid:unit_id>"
    assert answered[2]["X-Exists"] == "True"


@pytest.mark.parametrize("role", ROLES)
def test_no_answer_tells_of_another_tenant(role, theirs, quiet, forget_limits):
    client, asked = quiet.client(role), 0
    for route in routes():
        if "GET" not in route.methods or route.rule("GET").permission not in GRANTS[role]:
            continue
        forget_limits()
        values = {name: quiet.things.get(name, uuid4()) for name in route.parameters}
        response = client.get(route.url(**values))
        assert response.status_code < 500, route.path
        body = b"".join(response.streaming_content) if response.streaming else response.content
        response.close()
        told = [mark for mark in theirs.marks if mark in body.decode(errors="replace")]
        assert told == [], route.path
        asked += 1
    assert asked >= {Role.ADMIN: 60, Role.DEVELOPER: 15, Role.HOMEOWNER: 8}[role]


# Which object a field of a body or query names by its id; a new one belongs here.
FIELDS = {
    "memberships": "development_id",
    "development": "development_id",
    "actor": "staff_id",
    "subject": "document_id",
    "client_message_id": None,  # the caller's own name for a message
    "conversation": "conversation_id",
    "unit": "unit_id",
    "units": "unit_id",
    "document": "document_id",
    "documents": "document_id",
    "homeowner": "homeowner_id",
    "person": "staff_id",
}


def named_objects():
    """Route, method, place and name of every field that takes an id."""
    for route in routes():
        if not (isinstance(route.view, type) and issubclass(route.view, Api)):
            continue
        for method in route.methods:
            declared = {"Input": route.view.input_for(method), "Query": by_method(route.view.Query, method)}
            for place in declared:
                for name, field in samples.fields(declared[place]):
                    if isinstance(getattr(field, "child", field), serializers.UUIDField):
                        yield route, method, place, name, field


def test_an_id_inside_a_body_or_query_of_others_is_a_random_id(quiet, theirs, forget_limits):
    own, client = quiet, quiet.client(Role.ADMIN)
    found = list(named_objects())
    assert len(found) >= 4
    for route, method, place, name, field in found:
        kind = FIELDS[name]
        if kind is None or route.rule(method).permission not in GRANTS[Role.ADMIN] or kind not in theirs.things:
            continue
        answers = [_with(client, route, method, place, name, field, own, key) for key in (theirs.things[kind], uuid4())]
        forget_limits()
        assert answers[0] == answers[1], (method, route.path, name)


def _with(client, route, method, place, name, field, own, key):
    content = [str(key)] if isinstance(field, serializers.ListField) else str(key)
    url = route.url(**own.own(Role.ADMIN, route.path))
    if place == "Query":
        response = client.get(url, {name: content})
    else:
        fixed = {"email": f"{'x' * 12}@example.test", "name": "x"}
        response = samples.send(
            client, route.view, method, url, samples.body(route.view, method) | fixed | {name: content}
        )
    body = {} if response.streaming else response.json()
    response.close()
    return response.status_code, {k: v for k, v in body.items() if k != "instance"}
