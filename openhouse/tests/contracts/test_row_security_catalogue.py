"""The database is as the models and SQL files declare, asked of its own catalogue."""

import json
import os
import subprocess
import sys
from io import StringIO

import pytest
from django.conf import settings
from django.core.management import call_command

from apps.core import catalogue
from apps.core.catalogue import declared
from openhouse.local.database import url_for
from openhouse.testing import databases


def told():
    return [f"{found.subject}: {found.text}" for found in catalogue.findings()]


def test_database_is_as_declared(database):
    assert "\n".join(told()) == ""
    assert len(declared.row_security()) >= 18
    assert len(declared.table_grants()) >= 150
    assert len(declared.function_grants()) >= 60


# What to plant, how to undo it, and the words of the finding that must come.
PLANTED = {
    "table without row security": (
        "CREATE TABLE stray (id uuid, tenant_id uuid)",
        "DROP TABLE stray",
        "stray: does not force row security",
    ),
    "row security not forced": (
        "ALTER TABLE units NO FORCE ROW LEVEL SECURITY",
        "ALTER TABLE units FORCE ROW LEVEL SECURITY",
        "units: does not force row security",
    ),
    "partition not forced": (
        "ALTER TABLE audit_log_default NO FORCE ROW LEVEL SECURITY",
        "ALTER TABLE audit_log_default FORCE ROW LEVEL SECURITY",
        "audit_log_default: does not force row security",
    ),
    "table of another owner": (
        "ALTER TABLE units OWNER TO CURRENT_USER",
        "ALTER TABLE units OWNER TO openhouse_owner",
        "units: is owned by",
    ),
    "policy added": (
        "CREATE POLICY wide ON units TO openhouse_developer USING (true)",
        "DROP POLICY wide ON units",
        "units: has policy wide",
    ),
    "policy widened": (
        "ALTER POLICY rls_units_admin ON units USING (true)",
        "ALTER POLICY rls_units_admin ON units USING (tenant_id = (SELECT security.scope_tenant()))",
        "units: lacks its declared policy rls_units_admin",
    ),
    "policy dropped": (
        "DROP POLICY rls_units_admin ON units",
        "CREATE POLICY rls_units_admin ON units TO openhouse_admin USING (tenant_id = (SELECT security.scope_tenant()))"
        " WITH CHECK (tenant_id = (SELECT security.scope_tenant()))",
        "units: lacks its declared policy rls_units_admin",
    ),
    "privilege on a table": (
        "GRANT TRUNCATE ON units TO openhouse_admin",
        "REVOKE TRUNCATE ON units FROM openhouse_admin",
        "units: TRUNCATE to openhouse_admin is granted and not declared",
    ),
    "privilege on a column": (
        "GRANT SELECT (password) ON staff TO openhouse_homeowner",
        "REVOKE SELECT (password) ON staff FROM openhouse_homeowner",
        "staff: SELECT (password) to openhouse_homeowner is granted and not declared",
    ),
    "privilege for everybody": (
        "GRANT SELECT ON django_admin_log TO PUBLIC",
        "REVOKE SELECT ON django_admin_log FROM PUBLIC",
        "django_admin_log: SELECT to PUBLIC is granted and not declared",
    ),
    "privilege on a partition": (
        "GRANT SELECT ON audit_log_default TO openhouse_admin",
        "REVOKE SELECT ON audit_log_default FROM openhouse_admin",
        "audit_log_default: SELECT to openhouse_admin is granted and not declared",
    ),
    "privilege on a schema": (
        "GRANT CREATE ON SCHEMA public TO openhouse_app",
        "REVOKE CREATE ON SCHEMA public FROM openhouse_app",
        "public: CREATE to openhouse_app is granted and not declared",
    ),
    "temporary tables": (
        "DO $$ BEGIN EXECUTE format('GRANT TEMP ON DATABASE %I TO openhouse_app', current_database()); END $$",
        "DO $$ BEGIN EXECUTE format('REVOKE TEMP ON DATABASE %I FROM openhouse_app', current_database()); END $$",
        "TEMPORARY to openhouse_app is granted and not declared",
    ),
    "declared privilege missing": (
        "REVOKE UPDATE ON units FROM openhouse_admin",
        "GRANT UPDATE ON units TO openhouse_admin",
        "units: UPDATE to openhouse_admin is declared and not granted",
    ),
    "function for everybody": (
        "CREATE FUNCTION stray() RETURNS int LANGUAGE sql AS 'SELECT 1'; GRANT EXECUTE ON FUNCTION stray() TO PUBLIC",
        "DROP FUNCTION stray()",
        "stray(): EXECUTE to PUBLIC is granted and not declared",
    ),
    "definer that can be led astray": (
        "CREATE FUNCTION stray() RETURNS int LANGUAGE sql SECURITY DEFINER SET search_path = public AS 'SELECT 1'",
        "DROP FUNCTION stray()",
        "stray(): is SECURITY DEFINER and its search_path",
    ),
    "right on a function of the gate": (
        "GRANT EXECUTE ON FUNCTION security.mac(text, text) TO openhouse_app",
        "REVOKE EXECUTE ON FUNCTION security.mac(text, text) FROM openhouse_app",
        "security.mac(text,text): EXECUTE to openhouse_app is granted and not declared",
    ),
    "view of its owner": (
        "CREATE VIEW stray AS SELECT * FROM units",
        "DROP VIEW stray",
        "stray: is a view without security_invoker",
    ),
    "materialized view": (
        "CREATE MATERIALIZED VIEW stray AS SELECT * FROM units",
        "DROP MATERIALIZED VIEW stray",
        "stray: is a materialized view",
    ),
    "index over all tenants": (
        "CREATE INDEX stray ON units (unit_number)",
        "DROP INDEX stray",
        "units: index stray does not begin with tenant_id",
    ),
    "key to another tenant": (
        "ALTER TABLE memberships ADD CONSTRAINT stray FOREIGN KEY (development_id) REFERENCES developments (id)",
        "ALTER TABLE memberships DROP CONSTRAINT stray",
        "memberships: foreign key stray leaves tenant_id out",
    ),
    "default of the login": (
        "DO $$ BEGIN EXECUTE format("
        "'ALTER ROLE openhouse_app IN DATABASE %I SET work_mem = 8192', current_database()); END $$",
        "DO $$ BEGIN EXECUTE format("
        "'ALTER ROLE openhouse_app IN DATABASE %I RESET work_mem', current_database()); END $$",
        "openhouse_app: begins its sessions with work_mem=8192",
    ),
    "large object": (
        "SELECT lo_create(4711)",
        "SELECT lo_unlink(4711)",
        "large objects: exist",
    ),
}


@pytest.mark.parametrize("name", PLANTED)
def test_every_planted_fault_is_found_and_ends_with_its_cause(superuser, name):
    plant, undo, words = PLANTED[name]
    before = told()
    superuser.execute(plant)
    try:
        found = told()
    finally:
        superuser.execute(undo)
    assert any(words in line for line in set(found) - set(before)), found
    assert told() == before


@pytest.mark.parametrize("login", ["superuser", "migrator"])
def test_a_mighty_login_of_the_application_is_found(login, database):
    """As if DATABASE_URL had been filled with the wrong address."""
    there = settings.DATABASES["migrator"]
    wrong = url_for(databases.admin_url_here(), user=there["USER"], password=there["PASSWORD"])
    address = databases.admin_url_here() if login == "superuser" else wrong
    command = [sys.executable, "manage.py", "check_row_security", "--json"]
    done = subprocess.run(command, env=os.environ | {"DATABASE_URL": address}, capture_output=True, text=True)
    assert done.returncode == 3, done.stderr
    (finding,) = json.loads(done.stdout)["findings"]
    assert finding["text"] == "is the login of web and workers, and row security does not bind it"


def test_command_exits_3_with_findings_and_prints_one_object(superuser, capsys):
    superuser.execute("ALTER TABLE units NO FORCE ROW LEVEL SECURITY")
    try:
        with pytest.raises(SystemExit) as ended:
            call_command("check_row_security", "--json", stdout=(out := StringIO()))
    finally:
        superuser.execute("ALTER TABLE units FORCE ROW LEVEL SECURITY")
    assert ended.value.code == 3
    assert {"subject": "units", "text": "does not force row security"} in json.loads(out.getvalue())["findings"]
