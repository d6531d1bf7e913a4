"""One database for one test run, beside whatever else the server holds."""

import os
from collections.abc import Iterator
from contextlib import contextmanager

from django.conf import settings
from django.core.management import call_command
from django.db import connections
from psycopg import sql

from openhouse.local.database import APP, connect, create_database, url_for
from openhouse.local.pidfile import is_alive

from .migrating import quick_states

PREFIX = "openhouse_test_"


@contextmanager
def temporary() -> Iterator[str]:
    """The name of a fresh database that is dropped at the end, with what killed runs left behind.

    Commits are real, but none waits for the disk: nothing of it outlives the run.
    """
    name = f"{PREFIX}{os.getpid()}"
    _drop_orphans()
    create_database(_admin_url(), name, replace=True)
    with connect(_admin_url()) as connection:
        connection.execute(sql.SQL("ALTER DATABASE {} SET synchronous_commit = off").format(sql.Identifier(name)))
    try:
        yield name
    finally:
        _drop(name)


def migrate(name: str) -> None:
    """Point both logins at the database and run every migration as the migrator."""
    for alias in ("default", "migrator"):
        connections[alias].close()
        connections[alias].settings_dict["NAME"] = settings.DATABASES[alias]["NAME"] = name
    with quick_states():
        call_command("migrate", verbosity=0)


def disconnect() -> None:
    connections.close_all()


def admin_url_here() -> str:
    return url_for(_admin_url(), dbname=settings.DATABASES["default"]["NAME"])


def app_url_here() -> str:
    default = settings.DATABASES["default"]
    return url_for(_admin_url(), dbname=default["NAME"], user=APP, password=default["PASSWORD"])


def _admin_url() -> str:
    try:
        return os.environ["DATABASE_ADMIN_URL"]
    except KeyError:
        raise RuntimeError("run the tests with `make test`, which brings up PostgreSQL") from None


def _drop_orphans() -> None:
    with connect(_admin_url()) as connection:
        rows = connection.execute("SELECT datname FROM pg_database WHERE starts_with(datname, %s)", [PREFIX]).fetchall()
    for (name,) in rows:
        process = name.removeprefix(PREFIX)
        if process.isdigit() and not is_alive(int(process)):
            _drop(name)


def _drop(name: str) -> None:
    with connect(_admin_url()) as connection:
        connection.execute(sql.SQL("DROP DATABASE IF EXISTS {} WITH (FORCE)").format(sql.Identifier(name)))
