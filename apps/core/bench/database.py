"""A database for one run of the benchmarks, beside whatever else the server holds, removed at the end."""

import os
from collections.abc import Iterator
from contextlib import contextmanager

import psycopg
from celery import Celery, current_app  # type: ignore[import-untyped]
from django.conf import settings
from django.core.management import call_command
from django.db import connection, connections
from psycopg import sql


@contextmanager
def temporary(admin_url: str) -> Iterator[None]:
    """Both logins of this process use the new, migrated database inside. Its messages reach no worker, since their rows
    will be gone."""
    name = f"openhouse_bench_{os.getpid()}"
    _execute(admin_url, "CREATE DATABASE {} OWNER openhouse_owner TEMPLATE template0 ENCODING 'UTF8'", name)
    try:
        with _named(name), _unheard():
            call_command("migrate", verbosity=0)
            yield
    finally:
        _execute(admin_url, "DROP DATABASE {} WITH (FORCE)", name)


def select_1() -> None:
    """The least that a call of the database can cost."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT 1")
        cursor.fetchone()


@contextmanager
def _unheard() -> Iterator[None]:
    listening = current_app._get_current_object()
    Celery("bench", broker="memory://localhost").set_current()
    try:
        yield
    finally:
        listening.set_current()


@contextmanager
def _named(name: str) -> Iterator[None]:
    before = {alias: settings.DATABASES[alias]["NAME"] for alias in ("default", "migrator")}
    _switch(dict.fromkeys(before, name))
    try:
        yield
    finally:
        _switch(before)


def _switch(names: dict[str, str]) -> None:
    for alias, name in names.items():
        connections[alias].close()
        connections[alias].settings_dict["NAME"] = settings.DATABASES[alias]["NAME"] = name


def _execute(admin_url: str, statement: str, name: str) -> None:
    with psycopg.connect(admin_url, autocommit=True) as login:
        login.execute(sql.SQL(statement).format(sql.Identifier(name)))
