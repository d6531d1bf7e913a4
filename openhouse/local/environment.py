"""The environment of every Django process that the set-up starts."""

from collections.abc import Mapping

from . import secrets
from .paths import Layout
from .server import Addresses

DEVELOPMENT, TEST = "openhouse.settings.dev", "openhouse.settings.test"
SHARED_SECRETS = ("SECRET_KEY", "JWT_SIGNING_KEY", "GATE_KEY")


def for_commands(layout: Layout, environ: Mapping[str, str], addresses: Addresses) -> dict[str, str]:
    """For `manage.py`: also the migrator's login. Secrets that the caller's environment names win."""
    stored = secrets.read(layout.env_file)
    composed = {name: stored[name] for name in SHARED_SECRETS if not environ.get(name)} | {
        "DATABASE_URL": addresses.app,
        "DATABASE_MIGRATOR_URL": addresses.migrator,
        "DJANGO_SETTINGS_MODULE": DEVELOPMENT,
        "LOCAL_DIR": str(layout.local),
        "PYTHONUNBUFFERED": "1",
    }
    return dict(environ) | composed


def for_services(commands: Mapping[str, str]) -> dict[str, str]:
    """For web and worker. Empty, not absent: they read `.local/env` for what is absent."""
    return dict(commands) | {"DATABASE_MIGRATOR_URL": ""}


def for_tests(commands: Mapping[str, str], addresses: Addresses) -> dict[str, str]:
    """For pytest, which makes its own database."""
    return dict(commands) | {"DATABASE_ADMIN_URL": addresses.admin, "DJANGO_SETTINGS_MODULE": TEST}


def for_benchmarks(commands: Mapping[str, str], addresses: Addresses) -> dict[str, str]:
    """A line of log for each measured request would be measured too, and hide the figures."""
    return dict(commands) | {"DATABASE_ADMIN_URL": addresses.admin, "LOG_LEVEL": "WARNING"}
