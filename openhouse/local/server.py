"""A database to work with: chosen, started if it is ours, prepared, and stopped again by its last user.

Several commands of one clone may run at once (`make test` beside `make demo`). Each holds a share of the private
server; whoever gives back the last one stops it, unless `up` asked to keep it.
"""

from collections.abc import Iterator, Mapping
from contextlib import AbstractContextManager, contextmanager
from dataclasses import dataclass

from . import secrets
from .account import server_account
from .cluster import Cluster
from .database import (
    APP,
    DEFAULT_NAME,
    MIGRATOR,
    connect_as_named,
    create_database,
    database_name,
    install_roles,
    is_superuser,
    url_for,
)
from .locks import Share, turn
from .messages import Trouble, say
from .paths import Layout
from .placement import Placement, place, remembered
from .sources import choose_programs

TURN_SECONDS = 300


@dataclass(frozen=True)
class Addresses:
    """libpq URIs of the application's database. `admin` is empty where no superuser was given."""

    app: str
    migrator: str
    admin: str = ""


@contextmanager
def database(layout: Layout, environ: Mapping[str, str]) -> Iterator[Addresses]:
    """Addresses that accept logins while the block runs."""
    if environ.get("DATABASE_URL"):
        with _turn(layout):
            addresses = _remember(layout, _named_server(layout, environ))
        yield addresses
        return
    share, cluster = Share(layout.locks / "server-users"), None
    try:
        # All of it in one turn: two commands of a fresh clone would each make secrets of their own.
        with _turn(layout):
            cluster = _cluster(layout, place(layout, server_account()))
            _ensure_running(layout, environ, cluster)
            addresses = _remember(layout, _prepare(layout, cluster.url, DEFAULT_NAME))
        yield addresses
    finally:
        with _turn(layout):
            if share.leave() and cluster and not layout.keep_file.exists():
                cluster.stop()


def keep(layout: Layout, environ: Mapping[str, str]) -> Addresses:
    """Bring the database up and let it run until `stop`."""
    layout.keep_file.touch()
    with database(layout, environ) as addresses:
        return addresses


def stop(layout: Layout) -> bool:
    """Stop the private server, whoever uses it. False if none ran."""
    layout.keep_file.unlink(missing_ok=True)
    with _turn(layout):
        cluster = known_cluster(layout)
        if cluster is None or not cluster.running:
            return False
        cluster.stop()
        return True


def known_cluster(layout: Layout) -> Cluster | None:
    """The private cluster if this clone has one."""
    if (placement := remembered(layout)) is None:
        return None
    return _cluster(layout, placement)


def _cluster(layout: Layout, placement: Placement) -> Cluster:
    password = secrets.generated(layout.admin_file, secrets.ADMINISTRATION)["SUPERUSER_PASSWORD"]
    return Cluster(placement, server_account(), password)


def _ensure_running(layout: Layout, environ: Mapping[str, str], cluster: Cluster) -> None:
    if cluster.running:
        cluster.wait_until_ready()
    else:
        cluster.start(choose_programs(layout, environ, major=cluster.major))


def _named_server(layout: Layout, environ: Mapping[str, str]) -> Addresses:
    """The server of `DATABASE_URL`: ours to prepare for a superuser, else taken as it is."""
    url = environ["DATABASE_URL"]
    with connect_as_named("DATABASE_URL", url) as connection:
        superuser = is_superuser(connection)
    if superuser:
        name = database_name(url)
        say(f"using the server of DATABASE_URL: preparing its roles and the database {name}")
        return _prepare(layout, url, name)
    if not (migrator := environ.get("DATABASE_MIGRATOR_URL")):
        raise Trouble("DATABASE_URL must name a superuser, or DATABASE_MIGRATOR_URL must be given beside it")
    connect_as_named("DATABASE_MIGRATOR_URL", migrator).close()
    say("using DATABASE_URL and DATABASE_MIGRATOR_URL as they are")
    return Addresses(app=url, migrator=migrator)


def _prepare(layout: Layout, admin: str, name: str) -> Addresses:
    """Roles with this clone's passwords and the application's database, on a server that `admin` rules."""
    values = secrets.generated(layout.env_file, secrets.APPLICATION)
    passwords = {APP: values["APP_PASSWORD"], MIGRATOR: values["MIGRATOR_PASSWORD"]}
    install_roles(admin, passwords)
    create_database(admin, name)
    app, migrator = (url_for(admin, dbname=name, user=role, password=passwords[role]) for role in (APP, MIGRATOR))
    return Addresses(app, migrator, url_for(admin, dbname=name))


def _remember(layout: Layout, addresses: Addresses) -> Addresses:
    """Let programs that were not started from here find the database: `manage.py`, an editor's test runner."""
    secrets.generated(layout.env_file, secrets.APPLICATION)
    secrets.update(layout.env_file, DATABASE_URL=addresses.app, DATABASE_MIGRATOR_URL=addresses.migrator)
    secrets.update(layout.admin_file, DATABASE_ADMIN_URL=addresses.admin)
    return addresses


def _turn(layout: Layout) -> AbstractContextManager[None]:
    """One command at a time makes, starts or stops the server."""
    return turn(layout.locks / "server", seconds=TURN_SECONDS, what="another command to start or stop PostgreSQL")
