"""`create_tenant`: a new builder company."""

from typing import Any

from django.core.management.base import CommandParser

from apps.audit.operations import operating
from apps.core.commands import OperatorCommand
from apps.tenants import services


class Command(OperatorCommand):
    help = "Create a tenant. Its slug is what other commands and the API name it by."

    def add_arguments(self, parser: CommandParser) -> None:
        super().add_arguments(parser)
        parser.add_argument("name")
        parser.add_argument("--slug", required=True)
        parser.add_argument("--country", default="IE", metavar="CODE", help="two letters; IE when not given")
        parser.add_argument("--dry-run", action="store_true", help="judge everything, keep nothing")

    def handle(self, *args: Any, **options: Any) -> None:
        with operating("create_tenant", "create a tenant", dry_run=options["dry_run"]) as operator:
            tenant = services.tenant_create(
                operator, name=options["name"], slug=options["slug"], country=options["country"]
            )
        facts = {"id": tenant.pk, "name": tenant.name, "slug": tenant.slug, "country": tenant.country}
        verb = "Would create" if options["dry_run"] else "Created"
        self.report(options, facts | {"dry_run": options["dry_run"]}, f"{verb} tenant {tenant.slug} ({tenant.pk}).")
