"""Every function that the application's login, or a role of its scopes, may call: called without scope and proof."""

import psycopg
import pytest
from django.db import transaction

from apps.audit.events import AuditEvent
from apps.audit.services import record
from apps.core import row_security
from apps.core.catalogue.privileges import SCOPED

CALLABLE = """SELECT p.oid::regprocedure::text, p.oid::regproc::text,
    ARRAY(SELECT format_type(t, NULL) FROM unnest(p.proargtypes) t)
FROM pg_proc p WHERE p.pronamespace::regnamespace::text IN ('public', 'security') AND p.prorettype <> 'trigger'::regtype
    AND has_function_privilege(%s, p.oid, 'EXECUTE') ORDER BY 1"""

# A caller without a scope who knows every id and every address there is.
KNOWN = {
    "text": "heating",
    "bytea": b"\x00" * 32,
    "integer": 1,
    "bigint": 0,
    "boolean": True,
    "double precision": 1.0,
    "jsonb": "{}",
    "inet": "10.0.0.1",
    "interval": "1 hour",
    "timestamp with time zone": "2000-01-01",
    "text[]": ["heating"],
    "bytea[]": [b"\x00" * 32],
    "integer[]": [1],
    "double precision[]": [1.0],
    "uuid[]": [],
}


@pytest.fixture(scope="module")
def estate(database):
    from openhouse.testing.estates import create_estate

    made = create_estate()
    with row_security.service_scope(made.tenant.pk, "contract") as principal, transaction.atomic():
        record(AuditEvent.DEVELOPMENT_CREATED, principal, subject=made.development)
    return made


def callable_by(superuser, role):
    return superuser.execute(CALLABLE, [role]).fetchall()


def answer(login, name, types, known):
    """What a call returns, as text; empty when it is refused or the arguments make no sense. Nothing of it stays."""
    marks = ", ".join(f"%s::{kind}" for kind in types)
    try:
        with login.transaction(force_rollback=True):
            rows = login.execute(f"SELECT * FROM {name}({marks})", [known[kind] for kind in types]).fetchall()
            return "\n".join(map(repr, rows))
    except psycopg.Error:
        return ""


@pytest.mark.parametrize("role", ["openhouse_app", *(f"openhouse_{role}" for role in SCOPED)])
def test_no_call_tells_anything_of_a_tenant(role, app_login, superuser, estate):
    functions = callable_by(superuser, role)
    assert len(functions) >= 8
    secrets = [str(thing.pk) for thing in vars(estate).values()] + [estate.admin.email, estate.admin.password]
    app_login.execute(f"SET ROLE {'none' if role == 'openhouse_app' else role}")
    for _, name, types in functions:
        for identity in (estate.tenant.pk, estate.development.pk, estate.admin.pk, estate.homeowner.pk):
            for text in ("heating", estate.admin.email):
                told = answer(app_login, name, types, KNOWN | {"uuid": identity, "text": text})
                assert not [secret for secret in secrets if secret in told], (name, told)


def test_a_function_that_tells_is_caught(app_login, superuser, estate):
    superuser.execute(
        "CREATE FUNCTION security.stray(p_email text) RETURNS SETOF uuid LANGUAGE sql SECURITY DEFINER AS"
        " 'SELECT tenant_id FROM public.staff WHERE email = p_email';"
        "GRANT EXECUTE ON FUNCTION security.stray(text) TO openhouse_app"
    )
    try:
        with pytest.raises(AssertionError, match="stray"):
            test_no_call_tells_anything_of_a_tenant("openhouse_app", app_login, superuser, estate)
    finally:
        superuser.execute("DROP FUNCTION security.stray(text)")


# What SQL injected outside a scope may call without a proof, and what it could do with it.
UNPROVEN = {
    "security.admit": "tells whose session it is to who already holds its secret; spends places of a limit",
    "security.start_counter": "counts attempts, under keys that are keyed hashes",
    "security.add_to_counter": "counts attempts, under keys that are keyed hashes",
    "security.read_counter": "counts attempts, under keys that are keyed hashes",
}


def asks_for_a_proof(login, name, types, known):
    marks = ", ".join(f"%s::{kind}" for kind in types)
    try:
        with login.transaction(force_rollback=True):
            login.execute(f"SELECT * FROM {name}({marks})", [known[kind] for kind in types])
    except psycopg.Error as error:
        return "proof refused" in str(error)
    return False


def test_what_the_bare_login_may_call_asks_for_a_proof(app_login, superuser, estate):
    functions, known = callable_by(superuser, "openhouse_app"), KNOWN | {"uuid": estate.tenant.pk}
    assert len(functions) >= 14
    unproven = {name for _, name, types in functions if not asks_for_a_proof(app_login, name, types, known)}
    assert unproven == set(UNPROVEN), "one is new, or an exemption is stale"


def test_inside_a_scope_a_service_is_opened_for_the_own_tenant_only(app_login, estate, estate_b):
    session = row_security.open_service(estate.tenant.pk, "contract")
    with app_login.transaction():
        role, scope = app_login.execute(
            "SELECT role, scope FROM security.enter(%s, %s)", [session, row_security.proof(f"enter:{session}")]
        ).fetchone()
        app_login.execute("SELECT set_config('role', %s, true), set_config('openhouse.scope', %s, true)", [role, scope])
        for tenant, name in ((estate_b.tenant.pk, str(estate_b.tenant.pk)), (None, "platform")):
            proof = row_security.proof(f"service:{name}:contract")
            with pytest.raises(psycopg.errors.InsufficientPrivilege), app_login.transaction():
                app_login.execute("SELECT security.open_service(%s, 'contract', 60, %s)", [tenant, proof])
        proof = row_security.proof(f"service:{estate.tenant.pk}:contract")
        app_login.execute("SELECT security.open_service(%s, 'contract', 60, %s)", [estate.tenant.pk, proof])
