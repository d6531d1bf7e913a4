"""`roll_up_analytics --tenant SLUG [--since DAY]`: count what waits now, or count days anew from what is stored."""

from datetime import date
from typing import Any

from django.core.management.base import CommandParser

from apps.analytics import services
from apps.audit.operations import operating
from apps.core.commands import OperatorCommand, tenant_id_of


class Command(OperatorCommand):
    help = (
        "Count a tenant's questions and searches that wait to be counted. With --since: forget the figures of those"
        " days and count them anew; what homeowners have removed meanwhile is then no longer in them."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        super().add_arguments(parser)
        parser.add_argument("--tenant", metavar="SLUG", required=True)
        parser.add_argument("--since", type=date.fromisoformat, metavar="YYYY-MM-DD", help="first day to count anew")
        parser.add_argument("--dry-run", action="store_true", help="count, tell, and take it back")

    def handle(self, *args: Any, **options: Any) -> None:
        tenant_id, since, dry_run = tenant_id_of(options["tenant"]), options["since"], options["dry_run"]
        with operating("roll_up_analytics", "count figures", dry_run=dry_run) as principal:
            if since:
                counted = services.count_again(principal, tenant_id=tenant_id, since=since)
            else:
                counted = services.count_waiting(principal, tenant_id=tenant_id)
        facts = {"tenant": options["tenant"], "since": since, "counted": counted, "dry_run": dry_run}
        self.report(options, facts, f"{counted} rows counted{' (taken back)' if dry_run else ''}")
