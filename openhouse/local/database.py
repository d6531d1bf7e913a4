"""Roles and databases on a running server, through a superuser's address."""

import re
from collections.abc import Mapping
from urllib.parse import quote

import psycopg
from psycopg import sql
from psycopg.conninfo import conninfo_to_dict

from . import secrets
from .messages import Trouble, last_line
from .paths import ROLES_SQL, Layout

DEFAULT_NAME = "openhouse"
OWNER, APP, MIGRATOR = "openhouse_owner", "openhouse_app", "openhouse_migrator"
LOGIN_ROLES = (MIGRATOR, APP, "openhouse_auditor", "openhouse_backup")
MINIMUM_VERSION = 15
# Any number, as long as every set-up that meets another on one server uses the same.
ROLES_LOCK = 7_305_120


def url_for(base_url: str, *, dbname: str | None = None, user: str | None = None, password: str | None = None) -> str:
    """The libpq URI `base_url` (or conninfo string) with parts replaced; hosts and options stay."""
    parts = {name: str(value) for name, value in conninfo_to_dict(base_url).items() if value is not None}
    changed = {"dbname": dbname, "user": user, "password": password}
    parts |= {name: value for name, value in changed.items() if value is not None}
    name, login, secret = (quote(parts.pop(key, ""), safe="") for key in ("dbname", "user", "password"))
    credentials = f"{login}:{secret}@" if secret else f"{login}@" if login else ""
    query = "&".join(f"{key}={quote(value, safe='')}" for key, value in parts.items())
    return f"postgresql://{credentials}/{name}" + (f"?{query}" if query else "")


def connect(url: str) -> psycopg.Connection:
    """A connection in autocommit mode; a server that does not answer is given up after seconds."""
    return psycopg.connect(url, autocommit=True, connect_timeout=10)


def connect_as_named(variable: str, url: str) -> psycopg.Connection:
    """Connect to the server that a variable names, and blame the variable when that fails.

    A database that does not exist yet is no failure: the connection is then to `postgres`.
    """
    try:
        try:
            return connect(url)
        except psycopg.OperationalError as error:
            if not re.search(r'database ".*" does not exist', str(error)):
                raise
            return connect(url_for(url, dbname="postgres"))
    except psycopg.Error as error:
        raise Trouble(f"{variable} does not lead to a server: {reason(error)}") from None


def reason(error: psycopg.Error) -> str:
    """One line: the server's message without its context, or what the client library found."""
    return error.diag.message_primary or last_line(str(error))


def database_name(url: str) -> str:
    """The database for the application: the one that the address names, unless that belongs to the server."""
    name = str(conninfo_to_dict(url).get("dbname") or "")
    return DEFAULT_NAME if name in ("", "postgres", "template1") else name


def admin_url(layout: Layout, environ: Mapping[str, str]) -> str:
    """The superuser's address that the last `up` found, for the test database and benchmarks."""
    return environ.get("DATABASE_ADMIN_URL") or secrets.read(layout.admin_file).get("DATABASE_ADMIN_URL", "")


def is_superuser(connection: psycopg.Connection) -> bool:
    row = connection.execute("SELECT rolsuper FROM pg_roles WHERE rolname = current_user").fetchone()
    return bool(row and row[0])


def install_roles(admin: str, passwords: Mapping[str, str]) -> None:
    """Run `roles.sql` and set the passwords of login roles; sent as verifiers, so that no log can hold them."""
    with connect(url_for(admin, dbname="postgres")) as connection:
        _require_version(connection)
        connection.execute("SELECT pg_advisory_lock(%s)", [ROLES_LOCK])
        connection.execute(ROLES_SQL.read_text(encoding="utf-8"))
        for role, password in passwords.items():
            verifier = connection.pgconn.encrypt_password(password.encode(), role.encode()).decode()
            statement = sql.SQL("ALTER ROLE {} PASSWORD {}")
            connection.execute(statement.format(sql.Identifier(role), sql.Literal(verifier)))


def create_database(admin_url: str, name: str, *, replace: bool = False) -> None:
    """Make sure that database `name` exists, owned by `openhouse_owner` and open to the login roles only.

    With `replace` an existing one is dropped first, with every connection to it.
    """
    with connect(url_for(admin_url, dbname="postgres")) as connection:
        database = sql.Identifier(name)
        if replace:
            connection.execute(sql.SQL("DROP DATABASE IF EXISTS {} WITH (FORCE)").format(database))
        if not _exists(connection, name):
            statement = sql.SQL("CREATE DATABASE {} OWNER {} TEMPLATE template0 ENCODING 'UTF8'")
            connection.execute(statement.format(database, sql.Identifier(OWNER)))
        connection.execute(sql.SQL("REVOKE ALL ON DATABASE {} FROM PUBLIC").format(database))
        logins = sql.SQL(", ").join(map(sql.Identifier, LOGIN_ROLES))
        connection.execute(sql.SQL("GRANT CONNECT ON DATABASE {} TO {}").format(database, logins))


def _exists(connection: psycopg.Connection, name: str) -> bool:
    return connection.execute("SELECT FROM pg_database WHERE datname = %s", [name]).fetchone() is not None


def _require_version(connection: psycopg.Connection) -> None:
    version = connection.info.server_version // 10_000
    if version < MINIMUM_VERSION:
        raise Trouble(f"the server is PostgreSQL {version}; OpenHouse needs {MINIMUM_VERSION} or newer")
