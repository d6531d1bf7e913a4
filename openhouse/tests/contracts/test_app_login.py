"""As `openhouse_app` through psql, with any hand-made setting or role: no row of any tenant."""

from uuid import uuid4

import psycopg
import pytest
from django.db import connection, transaction

from apps.core import row_security
from apps.core.catalogue.privileges import SCOPED

ROLES = ["none", *(f"openhouse_{role}" for role in SCOPED)]
REFUSED = psycopg.errors.InsufficientPrivilege
SCOPE = "SELECT set_config('role', %s, true), set_config('openhouse.scope', %s, true)"
TABLES = """SELECT c.oid::regclass::text FROM pg_class c
WHERE c.relkind IN ('r', 'p', 'v', 'm') AND c.relnamespace::regnamespace::text IN ('public', 'security') ORDER BY 1"""


@pytest.fixture(scope="module")
def estate(database):
    from openhouse.testing.estates import create_estate

    return create_estate()


@pytest.fixture(scope="module")
def tables(superuser):
    found = [name for (name,) in superuser.execute(TABLES)]
    assert len(found) >= 35
    return found


def refused_or(login, statement, parameters=()):
    """The rows a statement gives, or None when the database refuses it; leaves nothing behind."""
    try:
        with login.transaction(force_rollback=True):
            cursor = login.execute(statement, parameters)
            return cursor.fetchall() if cursor.description else cursor.rowcount
    except REFUSED:
        return None


def legitimate_scope(person):
    """Role and signed scope of a real transaction of this person."""
    session = row_security.open_service(person.tenant_id, "contract")
    with row_security.acting(session), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SELECT current_setting('role'), current_setting('openhouse.scope')")
        return cursor.fetchone()


def forged_scope(login, role, tenant):
    """Everything right but the signature."""
    backend, start = login.execute(
        "SELECT pg_backend_pid(), (extract(epoch FROM transaction_timestamp()) * 1000000)::bigint"
    ).fetchone()
    fields = [str(backend), str(start), role, str(uuid4()), "", str(tenant), "", "", ""]
    return "0" * 64 + "\x1f".join(fields)


def test_login_is_neither_mighty_nor_owner(app_login):
    row = app_login.execute(
        "SELECT rolsuper, rolbypassrls, rolinherit, rolcreaterole, pg_has_role(rolname, 'openhouse_owner', 'MEMBER')"
        " FROM pg_roles WHERE rolname = current_user"
    ).fetchone()
    assert row == (False,) * 5


@pytest.mark.parametrize("role", ROLES)
def test_bare_role_reads_changes_and_removes_nothing(role, app_login, tables, estate, superuser):
    assert superuser.execute("SELECT count(*) FROM units WHERE tenant_id = %s", [estate.tenant.pk]).fetchone()[0] == 3
    app_login.execute(f"SET ROLE {role}")
    for table in tables:
        assert refused_or(app_login, f"SELECT * FROM {table}") in (None, []), table
        assert refused_or(app_login, f"DELETE FROM {table}") in (None, 0), table
    updated = refused_or(app_login, "UPDATE units SET unit_number = '0'")
    assert updated in (None, 0)


@pytest.mark.parametrize("role", ROLES[1:])
def test_forged_scope_is_refused(role, app_login, tables, estate):
    app_login.execute("BEGIN")
    app_login.execute(SCOPE, [role, forged_scope(app_login, role, estate.tenant.pk)])
    for table in tables:
        assert refused_or(app_login, f"SELECT * FROM {table}") in (None, []), table
    with pytest.raises(REFUSED):
        app_login.execute("SELECT security.scope_tenant() UNION ALL SELECT tenant_id FROM units")


@pytest.mark.parametrize("shape", ["session setting", "empty", "short", "not a scope", "no field"])
def test_misshapen_scope_opens_nothing(shape, app_login):
    value = {"empty": "", "short": "0", "not a scope": "x" * 500, "no field": "0" * 64}.get(shape, "y" * 80)
    app_login.execute("SELECT set_config('openhouse.scope', %s, false)", [value])
    app_login.execute("SET ROLE openhouse_admin")
    assert refused_or(app_login, "SELECT * FROM units") in (None, [])


def test_scope_of_another_backend_is_refused(app_login, estate):
    role, scope = legitimate_scope(estate.admin)
    app_login.execute("BEGIN")
    app_login.execute(SCOPE, [role, scope])
    with pytest.raises(REFUSED, match="scope refused"):
        app_login.execute("SELECT * FROM units")


@pytest.fixture
def entered(app_login, estate):
    """A transaction of the bare login in the scope of a service of the estate, as the application begins one."""
    session = row_security.open_service(estate.tenant.pk, "contract")
    proof = row_security.proof(f"enter:{session}")

    def enter():
        app_login.execute("BEGIN")
        role, scope = app_login.execute("SELECT role, scope FROM security.enter(%s, %s)", [session, proof]).fetchone()
        app_login.execute(SCOPE, [role, scope])
        return role, scope

    return enter


def test_scope_ends_with_its_transaction_and_cannot_be_used_again(app_login, entered):
    role, scope = entered()
    assert len(app_login.execute("SELECT * FROM units").fetchall()) == 3
    app_login.execute("COMMIT")
    assert app_login.execute("SELECT current_setting('openhouse.scope'), current_user").fetchone() == (
        "",
        "openhouse_app",
    )
    app_login.execute("BEGIN")
    app_login.execute(SCOPE, [role, scope])
    with pytest.raises(REFUSED, match="scope refused"):
        app_login.execute("SELECT * FROM units")


@pytest.mark.parametrize("role", [role for role in ROLES if role not in ("none", "openhouse_service")])
def test_real_scope_does_not_follow_into_another_role(role, app_login, entered):
    entered()
    app_login.execute("SELECT set_config('role', %s, true)", [role])
    with pytest.raises(REFUSED):
        app_login.execute("SELECT * FROM units UNION ALL SELECT * FROM units WHERE security.scope_is_platform()")


def test_real_scope_does_not_open_another_tenant(app_login, entered, estate_b):
    _, scope = entered()
    assert app_login.execute("SELECT * FROM units WHERE tenant_id = %s", [estate_b.tenant.pk]).fetchall() == []
    altered = scope[:64] + scope[64:].replace(scope.split("\x1f")[5], str(estate_b.tenant.pk))
    app_login.execute("SELECT set_config('openhouse.scope', %s, true)", [altered])
    with pytest.raises(REFUSED, match="scope refused"):
        app_login.execute("SELECT * FROM units")
    app_login.execute("ROLLBACK")


@pytest.mark.parametrize("proof", [None, b"", b"\x00" * 32, row_security.hashlib.sha256(b"x").digest()], ids=repr)
def test_no_session_is_entered_without_the_proof(proof, app_login, estate):
    session = row_security.open_service(estate.tenant.pk, "contract")
    with pytest.raises(REFUSED, match="proof refused"):
        app_login.execute("SELECT * FROM security.enter(%s, %s)", [session, proof])


def test_login_does_not_see_what_its_other_sessions_run(app_login):
    with connection.cursor() as cursor:
        cursor.execute("SELECT 'a secret of another tenant', pg_backend_pid()")
        other = cursor.fetchone()[1]
    (query,) = app_login.execute("SELECT query FROM pg_stat_activity WHERE pid = %s", [other]).fetchone()
    assert "secret" not in (query or "")


@pytest.mark.parametrize(
    "statement",
    [
        "CREATE TEMP TABLE keys (name text)",
        "CREATE TABLE public.keys (name text)",
        "CREATE SCHEMA mine",
        "CREATE FUNCTION public.scope_tenant() RETURNS uuid LANGUAGE sql AS 'SELECT NULL::uuid'",
        "ALTER TABLE units DISABLE ROW LEVEL SECURITY",
        "ALTER ROLE openhouse_app BYPASSRLS",
        "GRANT openhouse_owner TO openhouse_app",
        "SET ROLE openhouse_owner",
        "SET ROLE openhouse_gate",
        "SET ROLE openhouse_migrator",
        "SET SESSION AUTHORIZATION openhouse_migrator",
        "SET track_activities = on",
        "SELECT pg_read_file('PG_VERSION')",
        "COPY units TO PROGRAM 'cat'",
        "SELECT * FROM security.keys",
        "SELECT security.mac('scope', 'x')",
        "SELECT security.put_key('proof', 'x')",
    ],
)
def test_login_makes_and_becomes_nothing(statement, app_login):
    with pytest.raises(REFUSED):
        app_login.execute(statement)
