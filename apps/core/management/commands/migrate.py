"""`migrate` through the migrator's login, and the gate's proof key installed with it."""

from typing import Any

from django.conf import settings
from django.core.management.base import CommandError, CommandParser
from django.core.management.commands import migrate
from django.db import connections


class Command(migrate.Command):
    def add_arguments(self, parser: CommandParser) -> None:
        super().add_arguments(parser)
        parser.set_defaults(database="migrator")

    def handle(self, *args: Any, **options: Any) -> None:
        if options["database"] not in settings.DATABASES:
            raise CommandError("DATABASE_MIGRATOR_URL is not set: only the migrator's login may change tables.")
        super().handle(*args, **options)
        install_gate_key(options["database"])


def install_gate_key(alias: str) -> None:
    """Give the gate the key with which the application proves itself, unless the gate was migrated away."""
    with connections[alias].cursor() as cursor:
        cursor.execute("SELECT to_regprocedure('security.put_key(text,bytea)') IS NOT NULL")
        if cursor.fetchone()[0]:
            cursor.execute("SELECT security.put_key('proof', %s)", [settings.GATE_KEY.encode()])
