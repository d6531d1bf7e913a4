"""Whatever is sent to whatever route: a refusal with a problem document, and never a failure of ours."""

import json

import pytest
from django.conf import settings

from apps.core.identity import Role
from apps.core.rbac import GRANTS
from apps.core.surface import routes

from . import samples
from .worlds import create_world

JSON = "application/json"
# Name: content type and body. Each is refused by every route that takes JSON.
BODIES = {
    "NaN": (JSON, b'{"name": NaN}'),
    "duplicate key": (JSON, b'{"name": "a", "name": "b"}'),
    "NUL": (JSON, b'{"name": "a\\u0000b"}'),
    "lone surrogate": (JSON, b'{"name": "\\ud800"}'),
    "100,000 brackets": (JSON, b"[" * 100_000),
    "invalid UTF-8": (JSON, b'{"name": "\xff"}'),
    "array": (JSON, b"[]"),
    "form": ("application/x-www-form-urlencoded", b"name=a"),
    "no type": ("", b'{"name": "a"}'),
    "broken multipart": ("multipart/form-data; boundary=x", b"--x\r\nContent-Disposition: form-data; name=\r\n\r\n"),
    "oversized": (JSON, b'{"name": "' + b"a" * settings.DATA_UPLOAD_MAX_MEMORY_SIZE + b'"}'),
}
# More of the kind, for one route: all share the parser.
MORE_BODIES = {
    "Infinity": (JSON, b'{"email": Infinity}'),
    "minus infinity": (JSON, b'{"email": -Infinity}'),
    "number beyond floats": (JSON, b'{"email": 1e999}'),
    "number beyond integers": (JSON, b'{"email": ' + b"9" * 400 + b"}"),
    "number beyond Python": (JSON, b'{"email": ' + b"9" * 5000 + b"}"),
    "nested duplicate key": (JSON, b'{"email": {"a": 1, "a": 2}}'),
    "NUL in a key": (JSON, b'{"a\\u0000b": "name"}'),
    "lone surrogate in a key": (JSON, b'{"\\udfff": 1}'),
    "100,000 braces": (JSON, b'{"a":' * 100_000),
    "30 levels": (JSON, b"[" * 30 + b"]" * 30),
    "overlong UTF-8": (JSON, b'{"email": "\xc0\x80"}'),
    "byte order mark": (JSON, b'\xef\xbb\xbf{"email": "a"}'),
    "UTF-16": (JSON, '{"email": "a"}'.encode("utf-16")),
    "array of objects": (JSON, b'[{"email": "a"}]'),
    "string": (JSON, b'"email"'),
    "null": (JSON, b"null"),
    "number": (JSON, b"1"),
    "empty": (JSON, b""),
    "not JSON": (JSON, b"email=a"),
    "cut off": (JSON, b'{"email": "a"'),
    "plain text": ("text/plain", b'{"email": "a"}'),
    "XML": ("application/xml", b"<name/>"),
    "malformed type": ("/;=", b'{"email": "a"}'),
    "multipart without boundary": ("multipart/form-data", b"x"),
}
REFUSALS = {400, 413, 415}


@pytest.fixture(scope="module")
def rough(database):
    """For values that a route may take: they change their world."""
    return create_world()


def clients_of(world, operator):
    from openhouse.testing.clients import staff_client

    found = {role: world.client(role) for role in (Role.HOMEOWNER, Role.DEVELOPER, Role.ADMIN)}
    return found | {Role.SUPER_ADMIN: staff_client(operator)}


def write_routes():
    """Each route that takes a body, with the least mighty role that may call it."""
    for route in routes():
        for method in route.methods:
            if route.path.startswith("/api/") and method != "GET":
                permission = route.rule(method).permission
                roles = (Role.HOMEOWNER, Role.DEVELOPER, Role.ADMIN, Role.SUPER_ADMIN)
                yield route, method, next(role for role in roles if permission in GRANTS[role])


@pytest.fixture(scope="module")
def todo(database):
    found = list(write_routes())
    assert len(found) >= 22
    return found


@pytest.mark.parametrize("name", BODIES)
def test_every_write_route_refuses_it(name, todo, world, operator, forget_limits):
    content_type, body = BODIES[name]
    clients, wrong = clients_of(world, operator), []
    for route, method, role in todo:
        forget_limits()
        url = route.url(**{parameter: world.things[parameter] for parameter in route.parameters})
        response = clients[role].generic(method, url, body, content_type=content_type)
        fine = response.status_code in REFUSALS and response.headers["Content-Type"] == "application/problem+json"
        if not fine:
            wrong.append((method, route.path, response.status_code))
    assert wrong == []


@pytest.mark.parametrize("name", MORE_BODIES)
def test_the_parser_refuses_it(name, anonymous):
    content_type, body = MORE_BODIES[name]
    response = anonymous().generic("POST", "/api/auth/login", body, content_type=content_type)
    assert response.status_code in REFUSALS
    assert response.headers["Content-Type"] == "application/problem+json"


# Values that parse, for every field there is: the answer is a refusal or a success, never a failure.
VALUES = {
    "long": "a" * 100_000,
    "null": None,
    "object": {"a": {"b": [1]}},
    "minus": -1,
    "large": 2**53,
    "text": "'; DROP TABLE units; --<script>{0}%s%n\u202e\uffff\ufdd0../../e\u0301\r\nSet-Cookie: x=1",
}


@pytest.mark.parametrize("name", VALUES)
def test_no_value_makes_a_route_fail(name, todo, rough, operator, forget_limits):
    clients, wrong, sent = clients_of(rough, operator), [], 0
    for route, method, role in todo:
        declared = route.view.input_for(method)
        if declared is None or getattr(route.view, "multipart", False):
            continue
        for field, _ in samples.fields(declared):
            forget_limits()
            url = route.url(**{parameter: rough.things[parameter] for parameter in route.parameters})
            content = samples.body(route.view, method) | {field: VALUES[name]}
            response = clients[role].generic(method, url, json.dumps(content), content_type=JSON)
            sent += 1
            if response.status_code >= 500:
                wrong.append((method, route.path, field, response.status_code))
    assert sent >= 40
    assert wrong == []
