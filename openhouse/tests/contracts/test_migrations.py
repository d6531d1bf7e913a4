"""Migrations go up, down to nothing and up again, over real rows; and the models say nothing that they do not."""

import os
import subprocess
import sys
from functools import partial
from pathlib import Path

import psycopg
import pytest
from django.conf import settings
from django.core.management import call_command

from openhouse.local.database import create_database, url_for

ROOT = Path(__file__).resolve().parents[3]
# In the order of imports, last first: each is taken down while what it stands on is there.
APPS = [name.removeprefix("apps.") for name in reversed(settings.PROJECT_APPS)]
FILL = """
import django; django.setup()
from openhouse.testing.estates import create_estate, create_super_admin
from openhouse.testing.papers import ready_document
create_super_admin()
estate = create_estate()
ready_document(estate)
"""


def test_models_and_migrations_agree(database):
    call_command("makemigrations", "--check", "--dry-run", verbosity=0)


@pytest.fixture
def spare(superuser):
    """Another database beside the one of this run, and a way to run a program on it."""
    admin = os.environ["DATABASE_ADMIN_URL"]
    name = f"{settings.DATABASES['default']['NAME']}_up_and_down"
    create_database(admin, name, replace=True)

    def login(alias):
        there = settings.DATABASES[alias]
        return url_for(admin, dbname=name, user=there["USER"], password=there["PASSWORD"])

    environment = os.environ | {"DATABASE_URL": login("default"), "DATABASE_MIGRATOR_URL": login("migrator")}

    def run(*arguments):
        done = subprocess.run(
            [sys.executable, *arguments], cwd=ROOT, env=environment, capture_output=True, text=True, timeout=300
        )
        assert done.returncode == 0, done.stderr
        return done.stdout

    run.address = url_for(admin, dbname=name)
    run.empty = partial(create_database, admin, name, replace=True)
    yield run
    superuser.execute(f'DROP DATABASE "{name}" WITH (FORCE)')


def left_over(address):
    """Tables, functions and schemas of ours."""
    with psycopg.connect(address) as connection:
        return connection.execute(
            "SELECT c.oid::regclass::text FROM pg_class c WHERE c.relkind IN ('r', 'p', 'v', 'S')"
            " AND c.relnamespace::regnamespace::text IN ('public', 'security')"
            " UNION ALL SELECT p.oid::regprocedure::text FROM pg_proc p"
            " WHERE p.pronamespace::regnamespace::text IN ('public', 'security') ORDER BY 1"
        ).fetchall()


# Columns, keys, indexes, policies, grants and functions, as the catalogue words them; not those of pg_catalog.
SCHEMA = """SELECT 'column', a.attrelid::regclass::text, concat_ws(' ', a.attname, format_type(a.atttypid, a.atttypmod),
    a.attnotnull, pg_get_expr(d.adbin, d.adrelid)) FROM pg_attribute a
    LEFT JOIN pg_attrdef d ON d.adrelid = a.attrelid AND d.adnum = a.attnum WHERE a.attnum > 0 AND NOT a.attisdropped
UNION ALL SELECT 'constraint', conrelid::regclass::text, conname || ' ' || pg_get_constraintdef(oid) FROM pg_constraint
UNION ALL SELECT 'index', indrelid::regclass::text, pg_get_indexdef(indexrelid) FROM pg_index
UNION ALL SELECT 'trigger', tgrelid::regclass::text, pg_get_triggerdef(oid) FROM pg_trigger WHERE NOT tgisinternal
UNION ALL SELECT 'policy', polrelid::regclass::text, concat_ws(' ', polname, polcmd, polroles::regrole[]::text,
    pg_get_expr(polqual, polrelid), pg_get_expr(polwithcheck, polrelid)) FROM pg_policy
UNION ALL SELECT 'table', oid::regclass::text, concat_ws(' ', relowner::regrole, relacl::text, relrowsecurity,
    relforcerowsecurity) FROM pg_class WHERE relkind IN ('r', 'p')
UNION ALL SELECT 'function', oid::regprocedure::text, concat_ws(' ', proowner::regrole, proacl::text, prosrc)
    FROM pg_proc
UNION ALL SELECT 'statistics', stxrelid::regclass::text, pg_get_statisticsobjdef(oid) FROM pg_statistic_ext"""


def schema(address):
    with psycopg.connect(address) as connection:
        return {row for row in connection.execute(SCHEMA) if not row[1].startswith(("pg_", "information_schema."))}


QUICKLY = """
import django; django.setup()
from django.core.management import call_command
from openhouse.testing.migrating import quick_states
with quick_states():
    call_command("migrate", verbosity=0)
"""


@pytest.mark.slow
def test_the_tests_own_way_of_migrating_leads_to_the_same_schema(spare):
    spare("-c", QUICKLY)
    quick = schema(spare.address)
    spare.empty()
    spare("manage.py", "migrate", "--verbosity", "0")
    plain = schema(spare.address)
    assert len(plain) > 1_000
    assert (plain - quick, quick - plain) == (set(), set())


@pytest.mark.slow
def test_up_down_to_nothing_and_up_again_on_real_rows(spare):
    spare("manage.py", "migrate", "--verbosity", "0")
    before = left_over(spare.address)
    spare("-c", FILL)
    for app in APPS:
        if (ROOT / "apps" / app / "migrations" / "0001_initial.py").exists() or app == "core":
            spare("manage.py", "migrate", app, "zero", "--verbosity", "0")
    assert [name for (name,) in left_over(spare.address) if not name.startswith(("django_", "auth_"))] == []
    spare("manage.py", "migrate", "--verbosity", "0")
    assert left_over(spare.address) == before
    spare("manage.py", "check_row_security")
    spare("-c", FILL)
