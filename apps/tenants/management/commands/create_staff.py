"""`create_staff`: a person who signs in for a tenant or for the platform. A password never stands in the arguments."""

import getpass
import secrets
import sys
from typing import Any
from uuid import UUID

from django.apps import apps
from django.core.management.base import CommandError, CommandParser

from apps.audit.operations import operating
from apps.core.commands import OperatorCommand, tenant_id_of
from apps.tenants import services
from apps.tenants.models import StaffRole


class Command(OperatorCommand):
    help = "Create a staff member. Without a password one is made and printed this once."

    def add_arguments(self, parser: CommandParser) -> None:
        super().add_arguments(parser)
        parser.add_argument("--tenant", required=True, metavar="SLUG", help="`platform` for operators")
        parser.add_argument("--email", required=True)
        parser.add_argument("--name", required=True)
        parser.add_argument("--role", required=True, choices=StaffRole.values)
        parser.add_argument("--development", action="append", default=[], metavar="SLUG", help="may be repeated")
        source = parser.add_mutually_exclusive_group()
        source.add_argument("--password-stdin", action="store_true", help="read the password's line from stdin")
        source.add_argument("--password-prompt", action="store_true", help="ask for the password")
        parser.add_argument("--dry-run", action="store_true", help="judge everything, keep nothing")

    def handle(self, *args: Any, **options: Any) -> None:
        tenant_id, dry_run = tenant_id_of(options["tenant"]), options["dry_run"]
        given = _given(options)
        password = given or secrets.token_urlsafe(18)
        with operating("create_staff", "create a staff member", dry_run=dry_run) as operator:
            person = services.staff_create(
                operator,
                tenant_id=tenant_id,
                email=options["email"],
                name=options["name"],
                role=options["role"],
                password=password,
                development_ids=_developments(tenant_id, options["development"]),
            )
        facts = {"id": person.pk, "email": person.email, "role": person.role, "tenant": options["tenant"]}
        text = f"{'Would create' if dry_run else 'Created'} {person.role} {person.email} in {options['tenant']}."
        if not given and not dry_run:
            facts["password"], text = password, f"{text}\nPassword, shown this once: {password}"
        self.report(options, facts | {"dry_run": dry_run}, text)


def _given(options: dict[str, Any]) -> str:
    if options["password_prompt"]:
        return getpass.getpass("Password: ")
    if not options["password_stdin"]:
        return ""
    password = sys.stdin.readline().rstrip("\r\n")
    if not password:
        raise CommandError("there is no password on stdin", returncode=2)
    return password


def _developments(tenant_id: UUID, slugs: list[str]) -> list[UUID]:
    rows = apps.get_model("developments", "Development").objects.filter(tenant_id=tenant_id, slug__in=slugs)
    found = dict(rows.values_list("slug", "pk"))
    unknown = sorted(set(slugs) - set(found))
    if unknown:
        raise CommandError(f"no such development: {', '.join(unknown)}", returncode=2)
    return list(found.values())
