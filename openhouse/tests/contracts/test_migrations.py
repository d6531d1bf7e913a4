"""Migrations go up, down to nothing and up again, over real rows; and the models say nothing that they do not."""

import os
import subprocess
import sys
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
