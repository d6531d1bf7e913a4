"""What operators' commands share: an explicit scope, one JSON object on stdout, and exit codes that mean one thing.

Exit codes: 0 done, 1 failed, 2 usage, 3 ran and found problems.
"""

import json
import sys
from typing import Any, NoReturn
from uuid import UUID

from django.apps import apps
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db import transaction

from . import row_security

FOUND_PROBLEMS = 3


class OperatorCommand(BaseCommand):
    """`--json` prints one object on stdout and nothing else there."""

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--json", action="store_true", help="print one JSON object")

    def report(self, options: dict[str, Any], facts: dict[str, Any], text: str) -> None:
        """`facts` for programs, `text` for people."""
        self.stdout.write(json.dumps(facts, default=str) if options["json"] else text)

    def found_problems(self) -> NoReturn:
        sys.exit(FOUND_PROBLEMS)


def tenant_id_of(slug: str) -> UUID:
    """The tenant with this slug.

    Raises:
        CommandError: there is none.
    """
    with row_security.service_scope(None, "find a tenant by its slug"), transaction.atomic():
        found = apps.get_model("tenants.Tenant").objects.filter(slug=slug).values_list("id", flat=True).first()
    if found is None:
        raise CommandError(f"no tenant has the slug {slug!r}", returncode=2)
    return UUID(str(found))
