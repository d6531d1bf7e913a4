"""`unlock_account`: ends a lock-out before its time."""

from typing import Any

from axes.handlers.proxy import AxesProxyHandler
from django.core.management.base import CommandParser

from apps.audit.events import AuditEvent
from apps.audit.operations import operating
from apps.audit.services import record
from apps.core.commands import OperatorCommand


class Command(OperatorCommand):
    help = "Forget the failed sign-ins of an account, whatever addresses they came from."

    def add_arguments(self, parser: CommandParser) -> None:
        super().add_arguments(parser)
        parser.add_argument("--email", required=True)
        parser.add_argument("--dry-run", action="store_true", help="say what would be forgotten, forget nothing")

    def handle(self, *args: Any, **options: Any) -> None:
        with operating("unlock_account", "unlock an account", dry_run=options["dry_run"]) as operator:
            forgotten = AxesProxyHandler.reset_attempts(username=options["email"])
            record(AuditEvent.UNLOCKED, operator)
        verb = "Would forget" if options["dry_run"] else "Forgot"
        facts = {"counters": forgotten, "dry_run": options["dry_run"]}
        self.report(options, facts, f"{verb} {forgotten} counters of failed sign-ins.")
