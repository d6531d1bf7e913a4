"""Every route, method and role: refused exactly where `rbac.GRANTS` does not give the route's permission."""

import json
from io import StringIO
from uuid import uuid4

import pytest
from django.conf import settings
from django.core.management import call_command
from django.http import HttpResponse
from django.urls import path

from apps.core.gate import Rule
from apps.core.identity import Role
from apps.core.rate_limiter import RatePolicy
from apps.core.rbac import FOR_TOKENS, GRANTS, Permission
from apps.core.step_up import Proof
from apps.core.surface import Route, routes

PEOPLE = [role for role in Role if role is not Role.SERVICE]
# The doorway of Django's admin asks one permission; behind it each model asks its own, so a 403 there may be right.
ADMIN = "/admin-enterprise/"


def is_refused(response):
    """Refused for who asks; a wrong password or an ended session is another 401."""
    if response.status_code in (301, 302):
        return response.headers["Location"].startswith(settings.LOGIN_URL + "?")
    if response.headers.get("Content-Type") == "application/problem+json":
        return response.json()["code"] in ("not_authenticated", "forbidden")
    return response.status_code == 403


def is_right(response, route, granted):
    finer = route.path.startswith(ADMIN) and response.status_code == 403
    return response.status_code < 500 and (is_refused(response) is not granted or (granted and finer))


def call(client, route, method):
    url = route.url(**{name: uuid4() for name in route.parameters})
    response = client.send(method, url, {} if method != "GET" else None)
    b"".join(response.streaming_content) if response.streaming else response.content
    response.close()
    return response


def asked(route, role):
    """All methods; of the admin's views, which share one doorway, all from one role and one from the others."""
    return route.methods[:1] if route.path.startswith(ADMIN) and role is not Role.ADMIN else route.methods


def verdicts(client_of, role, forget_limits, surface):
    """Method and path of every route that answers otherwise than the grants say, with its status."""
    wrong = []
    for route in surface:
        for method in asked(route, role):
            forget_limits()
            response = call(client_of(role), route, method)
            granted = route.rule(method).permission in GRANTS[role]
            if not is_right(response, route, granted):
                wrong.append((method, route.path, response.status_code))
    return wrong


@pytest.mark.parametrize("role", PEOPLE)
def test_every_route_admits_exactly_the_granted_roles(role, client_of, forget_limits):
    surface = routes()
    assert sum(len(route.methods) for route in surface) >= 150
    assert verdicts(client_of, role, forget_limits, surface) == []


def builder_calls(permissions):
    """Route and method of the builder's API that ask for one of these."""
    for route in routes():
        for method in route.methods if route.path.startswith("/api/developers/") else ():
            if route.rule(method).permission in permissions:
                yield route, method


def passes(client, route, method, forget_limits):
    forget_limits()
    return not is_refused(call(client, route, method))


def test_a_token_passes_only_where_it_was_made_for(own, forget_limits, as_staff):
    from openhouse.testing.clients import token_client

    wrong, seen = [], 0
    for permission in sorted(FOR_TOKENS):
        clients = {True: token_client(own.builder, permission)}
        clients[False] = token_client(own.builder, *(FOR_TOKENS - {permission}))
        for route, method in builder_calls({permission}):
            asks_a_person = route.rule(method).proof in (Proof.RECENT, Proof.NOW)
            for meant, client in clients.items():
                if passes(client, route, method, forget_limits) is not (meant and not asks_a_person):
                    wrong.append((method, route.path, meant))
                seen += 1
        as_staff(own.builder).send("DELETE", "/api/developers/tokens")
    assert wrong == []
    assert seen >= 70


def test_what_no_token_is_made_for_is_refused_to_all_of_them(own, forget_limits):
    from openhouse.testing.clients import token_client

    client, found = token_client(own.admin, *FOR_TOKENS), list(builder_calls(set(Permission) - FOR_TOKENS))
    assert len(found) >= 4
    assert [call for call in found if passes(client, *call, forget_limits)] == []


def test_a_token_opens_nothing_but_the_builders_api(own, forget_limits):
    from openhouse.testing.clients import token_client

    client, seen = token_client(own.admin, *FOR_TOKENS), 0
    for route in routes():
        for method in route.methods[:1]:
            if route.path.startswith("/api/developers/") or route.rule(method).permission in GRANTS[Role.ANONYMOUS]:
                continue
            forget_limits()
            response = call(client, route, method)
            sent_away = response.status_code == 302 and response.headers["Location"].startswith(settings.LOGIN_URL)
            assert sent_away or response.status_code in (401, 403), (method, route.path, response.status_code)
            seen += 1
    assert seen >= 60


def test_show_access_prints_the_same():
    call_command("show_access", "--json", stdout=(out := StringIO()))
    printed = {(entry["method"], entry["path"]): entry for entry in json.loads(out.getvalue())["routes"]}
    assert set(printed) == {(method, route.path) for route in routes() for method in route.methods}
    for entry in printed.values():
        assert entry["roles"] == [role for role in PEOPLE if entry["permission"] in GRANTS[role]]
    call_command("show_access", stdout=(out := StringIO()))
    assert len(out.getvalue().splitlines()) == len(printed) + 1


def test_every_role_and_permission_is_in_use():
    used = {route.rule(method).permission for route in routes() for method in route.methods}
    assert set(Role) == set(GRANTS)
    assert len(used) >= 20


def test_a_route_with_a_rule_that_it_does_not_enforce_is_caught(client_of, forget_limits, settings):
    def careless(request):
        return HttpResponse("rows")

    careless.rule = Rule(Permission.AUDIT_VIEW, RatePolicy.ADMIN_API)
    settings.ROOT_URLCONF = type("planted", (), {"urlpatterns": [path("planted", careless)]})
    planted = [Route("/planted", "planted", careless)]
    assert [path for _, path, _ in verdicts(client_of, Role.HOMEOWNER, forget_limits, planted)] == ["/planted"] * 2
