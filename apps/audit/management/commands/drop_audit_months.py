"""`drop_audit_months`: retention. Whole months go, by the migrator's login, and the trail tells of it."""

from datetime import UTC, date, datetime
from typing import Any

from django.conf import settings
from django.core.management.base import CommandError, CommandParser

from apps.audit import retention
from apps.audit.events import AuditEvent
from apps.audit.operations import operating
from apps.audit.services import record
from apps.core.commands import OperatorCommand
from apps.core.identity import PLATFORM_TENANT


class Command(OperatorCommand):
    help = "Drop the months of the audit trail that end before the month of the given day."

    def add_arguments(self, parser: CommandParser) -> None:
        super().add_arguments(parser)
        parser.add_argument("--before", type=date.fromisoformat, required=True, metavar="YYYY-MM-DD")
        parser.add_argument("--dry-run", action="store_true", help="only name them")

    def handle(self, *args: Any, **options: Any) -> None:
        if retention.MIGRATOR not in settings.DATABASES:
            raise CommandError("DATABASE_MIGRATOR_URL is not set: only the migrator's login may drop tables.")
        first = options["before"].replace(day=1)
        if first > datetime.now(UTC).date().replace(day=1):
            raise CommandError("--before lies in the future: the month that is being written cannot be dropped.")
        months = retention.months_before(first)
        if months and not options["dry_run"]:
            _drop(months, first)
        facts = {"months": months, "dry_run": options["dry_run"]}
        self.report(options, facts, ", ".join(months) or "no month is that old")


def _drop(months: list[str], kept_since: date) -> None:
    """Told before it is done: a drop that fails half-way is then no broken seal."""
    with operating("drop_audit_months", "retention") as principal:
        record(
            AuditEvent.AUDIT_MONTHS_DROPPED,
            principal,
            tenant_id=PLATFORM_TENANT,
            months=months,
            kept_since=kept_since,
        )
    retention.drop(months)
