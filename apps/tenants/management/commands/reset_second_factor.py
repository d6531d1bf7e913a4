"""`reset_second_factor`: for somebody who has lost app and recovery codes, and whom no admin can help."""

from typing import Any

from django.core.management.base import CommandError, CommandParser

from apps.audit.operations import operating
from apps.core.commands import OperatorCommand, tenant_id_of
from apps.tenants import second_factor, selectors


class Command(OperatorCommand):
    help = "Take the second factor off a person, and end their sessions. Make sure who asks."

    def add_arguments(self, parser: CommandParser) -> None:
        super().add_arguments(parser)
        parser.add_argument("--tenant", required=True, metavar="SLUG", help="`platform` for operators")
        parser.add_argument("--email", required=True)
        parser.add_argument("--dry-run", action="store_true", help="judge everything, keep nothing")

    def handle(self, *args: Any, **options: Any) -> None:
        tenant_id, dry_run = tenant_id_of(options["tenant"]), options["dry_run"]
        with operating("reset_second_factor", "a lost second factor", dry_run=dry_run) as operator:
            people = selectors.staff_of(operator).filter(tenant_id=tenant_id)
            person = people.filter(email__iexact=options["email"]).first()
            if person is None:
                raise CommandError("there is nobody with this address in this tenant", returncode=2)
            second_factor.take_off(operator, person)
        verb = "Would take" if dry_run else "Took"
        facts = {"id": person.pk, "dry_run": dry_run}
        self.report(options, facts, f"{verb} the second factor off {person.email}; their sessions end.")
