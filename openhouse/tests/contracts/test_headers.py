"""What every answer tells the browser, and whose calls from other sites are heard."""

import re
from uuid import uuid4

import pytest
from django.conf import settings

from apps.core.identity import Role
from apps.core.rbac import GRANTS
from apps.core.surface import routes

ROLES = (Role.ANONYMOUS, Role.HOMEOWNER, Role.DEVELOPER, Role.ADMIN, Role.SUPER_ADMIN)
EVERYWHERE = {
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Cross-Origin-Opener-Policy": "same-origin",
}
OUR_ORIGIN = settings.ALLOWED_ORIGINS[0]


def readable():
    """Every route that can be read, and the least mighty role that may."""
    for route in routes():
        if "GET" in route.methods:
            yield route, next(role for role in ROLES if route.rule("GET").permission in GRANTS[role])


def policy(response):
    parts = [part.strip().split(" ", 1) for part in response.headers["Content-Security-Policy"].split(";")]
    return {name: rest[0].split() if rest else [] for name, *rest in parts}


def test_every_answer_is_bound_by_the_same_policy_and_no_page_needs_more(client_of, forget_limits):
    clients, seen, pages = {role: client_of(role) for role in ROLES}, 0, 0
    for route, role in readable():
        forget_limits()
        response = clients[role].get(route.url(**{name: uuid4() for name in route.parameters}))
        check_headers(route, response)
        if response.headers["Content-Type"].startswith("text/html"):
            check_page(route, response.content.decode())
            pages += 1
        response.close()
        seen += 1
    assert (seen >= 110, pages >= 60) == (True, True)


def check_headers(route, response):
    rules = policy(response)
    reports = {name: rules.pop(name) for name in ("report-uri", "report-to")}
    assert reports == {"report-uri": [settings.CLIENT_LOG], "report-to": ["errors"]}, route.path
    assert rules["default-src"] == ["'self'"], route.path
    assert rules["object-src"] == rules["base-uri"] == rules["frame-ancestors"] == ["'none'"], route.path
    flat = {source for sources in rules.values() for source in sources}
    assert flat <= {"'self'", "'none'", "data:", "blob:"}, route.path
    assert {name: response.headers.get(name) for name in EVERYWHERE} == EVERYWHERE, route.path
    assert response.headers["Referrer-Policy"] in ("same-origin", "no-referrer"), route.path
    assert response.headers["X-Request-ID"], route.path


def check_page(route, html):
    """Nothing inline, and nothing from anybody else."""
    assert re.findall(r"<script(?![^>]*\bsrc=)(?![^>]*type=\"application/json\")[^>]*>", html) == [], route.path
    assert re.findall(r"<style|\sstyle=\"|\son\w+=\"|javascript:", html) == [], route.path
    assert re.findall(r"(?:src|href|action)=\"(?:https?:)?//[^\"]*", html) == [], route.path


@pytest.mark.parametrize(
    "html",
    [
        "<script>alert(1)</script>",
        '<p style="color: red">',
        '<a onclick="go()">',
        '<link href="https://cdn.example/x.css">',
        '<script src="//cdn.example/x.js"></script>',
    ],
)
def test_a_page_that_needs_more_is_caught(html):
    with pytest.raises(AssertionError):
        check_page(routes()[0], html)


@pytest.mark.parametrize(
    "origin",
    [
        "https://evil.example",
        "null",
        f"{OUR_ORIGIN}.evil.example",
        OUR_ORIGIN.replace("http://", "http://evil."),
        f"{OUR_ORIGIN}0",
        OUR_ORIGIN.replace("http://", "https://"),
    ],
)
def test_another_origin_is_not_heard(origin, client_of):
    client = client_of(Role.ADMIN)
    read = client.get("/api/auth/me", headers={"Origin": origin})
    asked = client.options("/api/auth/me", headers={"Origin": origin, "Access-Control-Request-Method": "GET"})
    written = client.post_json("/api/admin/developments", {"name": "x"}, headers={"Origin": origin})
    assert not {"Access-Control-Allow-Origin"} & {*read.headers, *asked.headers, *written.headers}
    assert (written.status_code, written.json()["code"]) == (403, "csrf_failed")


def test_our_origin_is_heard_with_its_cookies(client_of):
    client, headers = client_of(Role.ADMIN), {"Origin": OUR_ORIGIN}
    read = client.get("/api/auth/me", headers=headers)
    assert read.headers["Access-Control-Allow-Origin"] == OUR_ORIGIN
    assert read.headers["Access-Control-Allow-Credentials"] == "true"
    assert client.post_json("/api/admin/developments", {"name": "x"}, headers=headers).status_code == 201


def test_every_write_with_a_cookie_needs_the_token(client_of, forget_limits):
    client, asked = client_of(Role.ADMIN), 0
    client.defaults.pop("HTTP_X_CSRFTOKEN")
    for route in routes():
        for method in route.methods:
            if method == "GET" or route.path in ("/api/auth/login", "/healthz", "/readyz"):
                continue
            if route.rule(method).permission not in GRANTS[Role.ADMIN] - GRANTS[Role.ANONYMOUS]:
                continue
            forget_limits()
            response = client.send(method, route.url(**{name: uuid4() for name in route.parameters}), {})
            problem = getattr(response, "problem", None)
            assert (response.status_code, problem and problem.code) == (403, "csrf_failed"), (method, route.path)
            asked += 1
    assert asked >= 60
