"""Paths, queries, headers and methods that no program of ours sends."""

import pytest

from apps.core.identity import Role
from apps.core.rbac import GRANTS
from apps.core.surface import routes

PATHS = [
    "/%00",
    "/api/%00",
    "/api/admin/%00",
    "/api/developers/nothing",
    "/api/admin/nothing",
    "/admin-enterprise/nothing/",
    "/api/developers/units/%FF",
    "/api/developers/units/%ed%a0%80",
    "/api/developers/units/not-a-uuid",
    "/api/developers/units/00000000-0000-0000-0000-000000000000",
    "/api/developers/units/" + "a" * 8000,
    "/api//admin//audit",
    "/api/admin/audit/",
    "/api/../admin-enterprise/",
    "/%2e%2e/%2e%2e/etc/passwd",
    "/static/../manage.py",
    "/static/%2e%2e/manage.py",
    "/join/%00",
    "/join/" + "9" * 5000,
    "/\u202e",
    "//evil.example/%2f..",
]
QUERIES = [
    "%00",
    "a=%00",
    "a=%FF",
    "a=%ed%a0%80",
    "a=" + "b" * 8000,
    "&&&===",
    "a=1&a=2",
    "cursor=%00",
    "page_size=0",
    "page_size=-1",
]
QUERIES += [
    "page_size=99999999999999999999",
    "cursor=eyJhIjoxfQ",
    "cursor=" + "x" * 900,
    "format=api",
    "unknown=1",
    "a[]=1",
]
METHODS = ["HEAD", "OPTIONS", "TRACE", "CONNECT", "PROPFIND", "get", "X" * 500]


@pytest.mark.parametrize("path", PATHS, ids=lambda path: path[:40])
@pytest.mark.parametrize("method", ["GET", "POST"])
def test_no_path_makes_us_fail(path, method, world):
    response = world.client(Role.ADMIN).generic(method, path, b"", content_type="application/json")
    assert response.status_code < 500
    if path.startswith("/api/") and response.status_code != 301:
        assert response.status_code >= 400
        assert response.headers["Content-Type"] == "application/problem+json"


@pytest.mark.parametrize("query", QUERIES, ids=lambda query: query[:40])
def test_every_list_refuses_a_query_that_it_does_not_know(query, world, forget_limits):
    client, wrong, asked = world.client(Role.ADMIN), [], 0
    for route in routes():
        if not route.path.startswith("/api/") or "GET" not in route.methods or route.name in ("schema", "docs"):
            continue
        if route.rule("GET").permission not in GRANTS[Role.ADMIN]:
            continue
        forget_limits()
        values = {name: world.things[name] for name in route.parameters}
        response = client.generic("GET", route.url(**values), QUERY_STRING=query)
        asked += 1
        response.close()
        if response.status_code != 400 and query != "&&&===":
            wrong.append((route.path, response.status_code))
        assert response.status_code < 500, route.path
    assert asked >= 18
    assert wrong == []


@pytest.mark.parametrize("method", METHODS, ids=lambda method: method[:10])
def test_no_method_makes_us_fail(method, world, forget_limits):
    client, asked = world.client(Role.ADMIN), 0
    for route in routes():
        if route.path.startswith("/admin-enterprise/"):
            continue
        forget_limits()
        values = {name: world.things.get(name, "x") for name in route.parameters}
        response = client.generic(method, route.url(**values))
        response.close()
        asked += 1
        assert response.status_code < 500, (method, route.path)
    assert asked >= 45


@pytest.mark.parametrize(
    "headers",
    [
        {"Accept": "text/html"},
        {"Accept": "\x00"},
        {"Accept-Language": "x" * 5000},
        {"Authorization": "Bearer "},
        {"Authorization": "Bearer \xff"},
        {"Authorization": "Bearer " + "a.b.c" * 2000},
        {"Authorization": "Basic eDp5"},
        {"Cookie": "__Host-openhouse=\x00; openhouse=\xff; a"},
        {"X-Request-ID": "x\r\ny"},
        {"X-Forwarded-For": "not, an, address"},
        {"If-None-Match": "\x00"},
        {"Range": "bytes=9-1"},
        {"Origin": "null"},
        {"Content-Length": "-1"},
    ],
    ids=lambda headers: str(headers)[:40],
)
def test_no_header_makes_us_fail(headers, world):
    for path in ("/api/auth/me", "/api/developers/developments", "/", "/healthz"):
        response = world.client(Role.ADMIN).get(path, headers=headers)
        assert response.status_code < 500, path


def test_another_host_is_refused(world):
    response = world.client(Role.ADMIN).get("/api/auth/me", headers={"Host": "evil.example"})
    assert response.status_code == 400
