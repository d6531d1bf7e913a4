"""What a request costs the database does not grow with what it shows."""

import pytest
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext

from apps.assistant import entries
from apps.core import row_security
from apps.core.identity import Role
from apps.core.rbac import GRANTS
from apps.core.surface import routes
from apps.developments import services as developments
from apps.homeowners import services as homeowners
from apps.tenants import services as tenants
from openhouse.testing.papers import ready_document

from .worlds import asked_by, create_world, notice_in

# The gate's one call; scope, rows and commit of the view; scope, row and commit of the trail.
CEILING = 24


@pytest.fixture(scope="module")
def world(database):
    return create_world()


def grow(world, number):
    """One more of everything that a list may show."""
    estate, development = world.estate, world.estate.development
    with row_security.service_scope(estate.tenant.pk, "contract") as principal:
        developments.development_create(principal, name=f"Estate {number}")
        developments.house_type_create(principal, development_id=development.pk, code=f"T{number}")
        unit = developments.unit_create(
            principal, development_id=development.pk, unit_number=f"9{number}", address="Road", house_type_code="BD01"
        )
        homeowners.homeowner_create(principal, unit_id=unit.pk, name="A", email=f"a{number}@example.test", phone="")
        homeowners.homeowner_create(principal, unit_id=estate.unit.pk, name="B", email="", phone="")
        homeowners.enrolment_issue(principal, unit_id=unit.pk)
    with row_security.service_scope(None, "contract") as principal, transaction.atomic():
        tenants.staff_create(
            principal,
            tenant_id=estate.tenant.pk,
            email=f"s{number}@example.test",
            name="S",
            role="developer",
            password="correct horse battery staple",
            development_ids=[development.pk],
        )
        entries.entry_create(
            principal, development_id=development.pk, question=f"Paint {number}?", answer="Green only."
        )
    notice_in(development)
    asked_by(estate.homeowner, f"Who sells violins number {number}?")
    ready_document(estate, title=f"Guide {number}")
    for role in (Role.ADMIN, Role.DEVELOPER, Role.HOMEOWNER):
        world.client(role)


def lists():
    for route in routes():
        if "GET" in route.methods and not route.path.startswith(("/admin-enterprise/", "/healthz", "/readyz")):
            for role in (Role.ADMIN, Role.DEVELOPER, Role.HOMEOWNER):
                if route.rule("GET").permission in GRANTS[role] - GRANTS[Role.ANONYMOUS]:
                    yield route, role


def costs(world, forget_limits):
    """Statements by route and role; each is asked once before, so that what is cached is cached."""
    counted = {}
    for route, role in lists():
        client = world.client(role)
        for _ in range(2):
            forget_limits()
            with CaptureQueriesContext(connection) as captured:
                response = client.get(route.url(**{n: world.own(role, route.path)[n] for n in route.parameters}))
                b"".join(response.streaming_content) if response.streaming else response.content
            response.close()
        assert response.status_code < 400, (route.path, role, response.content)
        counted[route.path, role] = len(captured)
    return counted


def test_no_route_asks_more_when_there_is_more(world, forget_limits):
    before = costs(world, forget_limits)
    for number in range(1, 4):
        grow(world, number)
    after = costs(world, forget_limits)
    assert len(before) >= 35
    assert {key: (before[key], after[key]) for key in before if after[key] > before[key]} == {}
    assert {key: count for key, count in after.items() if count > CEILING} == {}


def test_the_gate_and_the_scope_cost_one_call_each(world, forget_limits):
    forget_limits()
    client = world.client(Role.HOMEOWNER)
    with CaptureQueriesContext(connection) as captured:
        assert client.get("/api/homeowner/me").status_code == 200
    statements = [query["sql"] for query in captured]
    assert sum("security.admit" in sql for sql in statements) == 1
    assert sum("security.enter" in sql for sql in statements) == 1
    assert len([sql for sql in statements if "security." in sql]) == 2
