"""Prove that a tenant's audit trail is what was sealed; exit 3 names the first seal that does not hold."""

from datetime import UTC, date, datetime
from typing import Any

from django.core.management.base import CommandParser
from django.db import transaction

from apps.audit import retention, seals
from apps.core import row_security
from apps.core.commands import OperatorCommand, tenant_id_of


class Command(OperatorCommand):
    help = "Recompute the seals of a tenant's audit trail."

    def add_arguments(self, parser: CommandParser) -> None:
        super().add_arguments(parser)
        parser.add_argument("--tenant", required=True, metavar="SLUG")
        parser.add_argument("--since", type=date.fromisoformat, metavar="YYYY-MM-DD", help="only rows from this day on")

    def handle(self, *args: Any, **options: Any) -> None:
        tenant_id = tenant_id_of(options["tenant"])
        since = options["since"]
        with row_security.service_scope(None, "verify the audit trail"), transaction.atomic():
            kept = retention.kept_since()
            asked = datetime(since.year, since.month, since.day, tzinfo=UTC) if since else kept
            broken = seals.first_broken(tenant_id, max(asked, kept))
        facts = {"tenant": options["tenant"], "holds": broken is None}
        if broken is None:
            self.report(options, facts, "every seal holds")
            return
        facts |= {"seal": broken.number, "reason": broken.reason}
        self.report(options, facts, f"seal {broken.number} does not hold: {broken.reason}")
        self.found_problems()
