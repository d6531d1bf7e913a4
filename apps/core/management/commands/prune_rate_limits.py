"""`prune_rate_limits`: remove limits that no window looks back at any more. The worker does it every hour."""

from typing import Any

from django.core.management.base import CommandParser

from apps.core import upkeep
from apps.core.commands import OperatorCommand


class Command(OperatorCommand):
    help = "Remove rate limits that were not spent for a day."

    def add_arguments(self, parser: CommandParser) -> None:
        super().add_arguments(parser)
        parser.add_argument("--dry-run", action="store_true", help="only count them")

    def handle(self, *args: Any, **options: Any) -> None:
        count = upkeep.prune_limits(dry_run=options["dry_run"])
        verb = "would remove" if options["dry_run"] else "removed"
        self.report(options, {"limits": count, "dry_run": options["dry_run"]}, f"{verb} {count} limits")
