"""The trail is a closed catalogue: everything in it is emitted, nothing else can be, and no refusal is lost."""

import ast
from functools import cache
from pathlib import Path
from uuid import uuid4

import psycopg
import pytest
from django.db import transaction

from apps.audit.events import CATALOGUE, AuditEvent
from apps.audit.models import AuditLog
from apps.audit.services import UndeclaredPayload, record
from apps.core.catalogue.privileges import SCOPED
from apps.core.identity import ANONYMOUS, Role
from apps.core.rbac import GRANTS
from apps.core.surface import routes

ROOT = Path(__file__).resolve().parents[3]
PERSONAL = {"email", "name", "phone", "password", "address", "code", "token", "text", "question", "answer", "query"}
# Words that mean something else here.
HARMLESS = {"code": "of an error", "password": "whether it was changed"}


@cache
def sources():
    files = [file for file in ROOT.glob("apps/**/*.py") if not {"tests", "migrations"} & set(file.parts)]
    return {str(file.relative_to(ROOT)): ast.parse(file.read_text(encoding="utf-8")) for file in files}


def emitted(trees):
    """Members of AuditEvent that are named anywhere but in the catalogue."""
    return {
        node.attr
        for path, tree in trees.items()
        if path != "apps/audit/events.py"
        for node in ast.walk(tree)
        if isinstance(node, ast.Attribute) and isinstance(node.value, ast.Name) and node.value.id == "AuditEvent"
    }


def test_every_event_is_emitted_somewhere():
    assert set(CATALOGUE) == set(AuditEvent)
    assert len(AuditEvent) >= 30
    assert set(AuditEvent.__members__) - emitted(sources()) == set()


def test_an_event_that_nothing_emits_is_caught():
    trees = sources() | {"apps/audit/events.py": ast.parse("AuditEvent.NEVER")}
    assert "NEVER" not in emitted(trees)
    assert "NEVER" in emitted(trees | {"apps/planted.py": ast.parse("record(AuditEvent.NEVER, who)")})


def test_no_event_may_hold_what_names_a_person():
    held = {key for spec in CATALOGUE.values() for key in spec.payload & PERSONAL}
    assert held == set(HARMLESS)


def test_a_key_that_is_not_declared_is_refused(platform):
    for event, spec in CATALOGUE.items():
        assert "email" not in spec.payload
        with platform() as principal, pytest.raises(UndeclaredPayload):
            record(event, principal, email="a@example.test")


@pytest.fixture
def rows(platform):
    def of(response):
        with platform():
            return list(AuditLog.objects.filter(request_id=response.headers["X-Request-ID"]))

    return of


@pytest.mark.parametrize("role", [Role.ANONYMOUS, Role.HOMEOWNER, Role.DEVELOPER])
def test_every_refusal_leaves_exactly_one_row(role, client_of, forget_limits, platform):
    client, refused = client_of(role), {}
    for route in routes():
        for method in route.methods if route.path.startswith("/api/") else ():
            permission = route.rule(method).permission
            if permission not in GRANTS[role]:
                forget_limits()
                response = client.send(method, route.url(**{name: uuid4() for name in route.parameters}), {})
                refused[response.headers["X-Request-ID"]] = (method, response.status_code, str(permission))
    assert len(refused) >= {Role.ANONYMOUS: 60, Role.HOMEOWNER: 55, Role.DEVELOPER: 20}[role]
    with platform():
        found = list(AuditLog.objects.filter(request_id__in=refused))
    assert len(found) == len(refused)
    assert {(row.event, row.actor_role) for row in found} == {("request.refused", role)}
    told = {row.request_id: (row.request_method, row.status, row.request_payload["permission"]) for row in found}
    assert told == refused


def test_a_call_of_staff_leaves_one_row_whatever_it_returns(client_of, rows, own):
    client = client_of(Role.ADMIN)
    for path, body in ((f"/api/developers/units/{own.unit.pk}", None), ("/api/developers/developments", None)):
        (row,) = rows(client.send("GET", path, body))
        assert (row.event, row.status, row.tenant_id) == ("request", 200, own.tenant.pk)
    assert [row.event for row in rows(client.post_json("/api/admin/developments", {"name": ""}))] == ["request"]


def test_what_a_rolled_back_transaction_told_goes_with_it_and_the_refusal_stays(client_of, rows, own):
    """The service records the change, then a unique key refuses it: the trail holds the call and no change."""
    client = client_of(Role.ADMIN)
    body = {"unit_number": own.unit.unit_number, "address": "1 Oak Park", "house_type": "BD01"}
    response = client.post_json(f"/api/developers/developments/{own.development.pk}/units", body)
    assert response.status_code == 400
    assert [row.event for row in rows(response)] == ["request"]


@pytest.mark.parametrize("role", [*(f"openhouse_{role}" for role in SCOPED), "openhouse_owner", "openhouse_migrator"])
@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE audit_log SET event = 'x'",
        "DELETE FROM audit_log",
        "TRUNCATE audit_log",
        "DELETE FROM audit_log_default",
        "TRUNCATE audit_log_default",
    ],
)
def test_nobody_changes_or_removes_a_row(role, statement, superuser, own, platform):
    with platform() as principal:
        record(AuditEvent.DEVELOPMENT_CREATED, principal, subject=own.development)
    count = "SELECT count(*) FROM audit_log WHERE tenant_id = %s"
    before = superuser.execute(count, [own.tenant.pk]).fetchone()
    superuser.execute(f"SET ROLE {role}")
    try:
        superuser.execute(statement)
    except psycopg.errors.InsufficientPrivilege:
        pass
    finally:
        superuser.execute("RESET ROLE")
    assert superuser.execute(count, [own.tenant.pk]).fetchone() == before
    changed = superuser.execute(f"{count} AND event = 'x'", [own.tenant.pk]).fetchone()
    assert changed == (0,)


def test_a_row_is_written_in_the_callers_transaction(database):
    with pytest.raises(Exception, match="permission denied"), transaction.atomic():
        record(AuditEvent.SIGNED_OUT, ANONYMOUS)


def test_a_refused_form_tells_nothing_of_where_it_came_from(own, rows):
    """Browsers send the whole address of the page before, with whatever stands in it."""
    from openhouse.testing.clients import staff_client

    headers = {"Origin": "https://evil.example", "Referer": "https://evil.example/?email=ann@example.test"}
    for path in ("/api/developers/developments", "/settings/tokens"):
        (row,) = rows(staff_client(own.builder).post_json(path, {}, headers=headers))
        assert (row.status, row.request_payload["reason"]) == (403, "Origin checking failed")
