"""The roles and the database, asked of the catalogue, on each PostgreSQL that can be had here."""

import psycopg
import pytest

from openhouse.local import secrets
from openhouse.local.database import LOGIN_ROLES, create_database, install_roles, url_for

pytestmark = pytest.mark.slow

ENTERED = {f"openhouse_{name}" for name in ("super_admin", "admin", "developer", "homeowner", "service", "anonymous")}
BYPASSING = {"openhouse_migrator", "openhouse_auditor", "openhouse_backup"}


@pytest.fixture(params=["", "wheel"], ids=["local programs", "wheel"])
def server(request, clone):
    """Addresses by name on a fresh server: `admin`, `app`, `migrator`."""
    code, output = clone.run("up", POSTGRES_BIN=request.param)
    assert code == 0, output
    env, admin = secrets.read(clone.layout.env_file), secrets.read(clone.layout.admin_file)
    return {
        "admin": admin["DATABASE_ADMIN_URL"],
        "app": env["DATABASE_URL"],
        "migrator": env["DATABASE_MIGRATOR_URL"],
    }


def rows(url, statement):
    with psycopg.connect(url) as connection:
        return connection.execute(statement).fetchall()


def attributes(url):
    found = rows(
        url,
        "SELECT rolname, rolcanlogin, rolbypassrls, rolinherit,"
        " rolsuper OR rolcreaterole OR rolcreatedb OR rolreplication FROM pg_roles WHERE rolname LIKE 'openhouse%'",
    )
    return {name: rest for name, *rest in found}


def memberships(url):
    return set(
        rows(
            url,
            "SELECT g.rolname, m.rolname, admin_option FROM pg_auth_members a JOIN pg_roles g ON g.oid = roleid"
            " JOIN pg_roles m ON m.oid = member WHERE m.rolname LIKE 'openhouse%'",
        )
    )


def test_roles_are_as_designed_and_repaired_by_a_second_run(server):
    before = attributes(server["admin"]), memberships(server["admin"])
    assert set(before[0]) == ENTERED | BYPASSING | {"openhouse_app", "openhouse_owner", "openhouse_gate"}
    for name, (login, bypass, inherit, powerful) in before[0].items():
        assert login == (name in LOGIN_ROLES)
        assert bypass == (name in BYPASSING)
        assert inherit == (name != "openhouse_app")
        assert not powerful
    assert before[1] == {(role, "openhouse_app", False) for role in ENTERED} | {
        ("openhouse_owner", "openhouse_migrator", False),
        ("openhouse_gate", "openhouse_migrator", False),
        ("pg_read_all_data", "openhouse_backup", False),
    }
    with psycopg.connect(server["admin"]) as connection:
        connection.execute("ALTER ROLE openhouse_app SUPERUSER INHERIT BYPASSRLS")
        connection.execute("ALTER ROLE openhouse_owner LOGIN")
        connection.execute("GRANT openhouse_owner TO openhouse_app")
        connection.execute("GRANT openhouse_admin TO openhouse_homeowner")
        connection.execute("GRANT openhouse_admin TO openhouse_app WITH ADMIN OPTION")
        connection.execute("REVOKE openhouse_gate FROM openhouse_migrator")
    assert (attributes(server["admin"]), memberships(server["admin"])) != before
    install_roles(server["admin"], {})
    assert (attributes(server["admin"]), memberships(server["admin"])) == before


def test_app_enters_roles_but_inherits_nothing(server):
    with psycopg.connect(server["migrator"]) as connection:
        connection.execute("CREATE TABLE seen (id int)")
        connection.execute("GRANT SELECT ON seen TO openhouse_homeowner")
    with pytest.raises(psycopg.errors.InsufficientPrivilege):
        rows(server["app"], "SELECT * FROM seen")
    with psycopg.connect(server["app"]) as connection:
        connection.execute("SELECT set_config('role', 'openhouse_homeowner', true)")
        assert connection.execute("SELECT * FROM seen").fetchall() == []
    for role in ("openhouse_owner", "openhouse_gate", "openhouse_migrator"):
        with pytest.raises(psycopg.errors.InsufficientPrivilege):
            rows(server["app"], f"SET ROLE {role}")


def test_migrator_inherits_owner_and_gate(server):
    with psycopg.connect(server["migrator"]) as connection:
        connection.execute("CREATE SCHEMA security AUTHORIZATION openhouse_gate")
        connection.execute("CREATE TABLE security.kept (id int)")
        connection.execute("SET ROLE openhouse_owner")
        connection.execute("CREATE TABLE homes (id int)")


def test_database_is_open_to_the_login_roles_only(server):
    with psycopg.connect(server["admin"]) as connection:
        connection.execute("CREATE ROLE stranger LOGIN PASSWORD 'stranger'")
    with pytest.raises(psycopg.OperationalError, match="permission denied for database"):
        rows(url_for(server["admin"], user="stranger", password="stranger"), "SELECT 1")
    with pytest.raises(psycopg.errors.InsufficientPrivilege):
        rows(server["app"], "CREATE TEMP TABLE t (id int)")
    owner = "SELECT pg_get_userbyid(datdba) FROM pg_database WHERE datname = current_database()"
    assert rows(server["app"], owner) == [("openhouse_owner",)]


def test_database_is_kept_or_replaced_with_its_connections(server):
    url = url_for(server["admin"], dbname="test_houses")
    create_database(server["admin"], "test_houses")
    with psycopg.connect(url, autocommit=True) as connection:
        connection.execute("CREATE TABLE mark (id int)")
        create_database(server["admin"], "test_houses")
        assert rows(url, "SELECT * FROM mark") == []
        create_database(server["admin"], "test_houses", replace=True)
    with pytest.raises(psycopg.errors.UndefinedTable):
        rows(url, "SELECT * FROM mark")


def test_passwords_reach_the_server_as_verifiers_only(server):
    stored = rows(server["admin"], "SELECT rolpassword FROM pg_authid WHERE rolname = 'openhouse_app'")
    assert stored[0][0].startswith("SCRAM-SHA-256$")
    assert rows(server["app"], "SELECT current_user") == [("openhouse_app",)]
