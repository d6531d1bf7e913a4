"""Stream a tenant's audit trail to stdout."""

from datetime import UTC, date, datetime
from typing import Any

from django.core.management.base import CommandParser
from django.db import transaction

from apps.audit import exports, services
from apps.audit.events import AuditEvent
from apps.core import row_security
from apps.core.commands import OperatorCommand, tenant_id_of


class Command(OperatorCommand):
    help = "Stream a tenant's audit trail, newest first."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--tenant", required=True, metavar="SLUG")
        parser.add_argument("--since", type=date.fromisoformat, metavar="YYYY-MM-DD", help="only rows from this day on")
        parser.add_argument("--format", choices=sorted(exports.FORMATS), default="jsonl")

    def handle(self, *args: Any, **options: Any) -> None:
        tenant_id, since = tenant_id_of(options["tenant"]), options["since"]
        filters = {"since": datetime(since.year, since.month, since.day, tzinfo=UTC)} if since else {}
        with row_security.service_scope(None, "export the audit trail") as principal:
            with transaction.atomic():
                services.record(AuditEvent.AUDIT_EXPORTED, principal, tenant_id=tenant_id, filters=["tenant", *filters])
            for line in exports.stream(principal, filters | {"tenant": tenant_id}, exports.FORMATS[options["format"]]):
                self.stdout.write(line, ending="")
