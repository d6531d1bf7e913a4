"""`show_limits`: who is near or over which limit right now."""

from dataclasses import asdict
from typing import Any

from django.core.management.base import CommandParser
from django.db import transaction

from apps.core import row_security
from apps.core.commands import OperatorCommand, tenant_id_of
from apps.core.limit_status import LimitStatus, limits_in_use


class Command(OperatorCommand):
    help = "Show who is near (80 %) or over a limit."

    def add_arguments(self, parser: CommandParser) -> None:
        super().add_arguments(parser)
        parser.add_argument("--tenant", metavar="SLUG", help="only this tenant's; without it those of all tenants")

    def handle(self, *args: Any, **options: Any) -> None:
        tenant_id = tenant_id_of(options["tenant"]) if options["tenant"] else None
        with row_security.service_scope(None, "show limits"), transaction.atomic():
            found = limits_in_use(tenant_id=tenant_id)
        facts = {"limits": [asdict(status) | {"over": status.over} for status in found]}
        self.report(options, facts, "\n".join(map(_line, found)) or "nobody is near a limit")


def _line(status: LimitStatus) -> str:
    state = "over" if status.over else "near"
    used = f"{status.used}/{status.limit} in {status.seconds} s"
    whose = status.value[:12] if status.counted else status.value
    return f"{state}  {status.bucket:<12} {whose:<40} {used}, refused {status.refused}"
