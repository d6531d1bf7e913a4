"""`import_homes`: a list of homes with their people, as a builder would import it."""

from dataclasses import asdict
from pathlib import Path
from typing import Any

from django.core.files import File
from django.core.management.base import CommandError, CommandParser

from apps.audit.operations import operating
from apps.core.commands import OperatorCommand, tenant_id_of
from apps.core.identity import Principal
from apps.developments import selectors as developments
from apps.developments.models import Development
from apps.homeowners.importing import services
from apps.homeowners.importing.progress import Progress

ERRORS_TOLD = 20


class Command(OperatorCommand):
    help = "Import homes with their people from a CSV or XLSX file. One error keeps all of them back."

    def add_arguments(self, parser: CommandParser) -> None:
        super().add_arguments(parser)
        parser.add_argument("--tenant", required=True, metavar="SLUG")
        parser.add_argument("--development", required=True, metavar="SLUG")
        parser.add_argument("--file", required=True, type=Path, metavar="PATH")
        parser.add_argument("--only-valid", action="store_true", help="import the good rows, leave the others out")
        parser.add_argument("--dry-run", action="store_true", help="judge everything, write nothing")

    def handle(self, *args: Any, **options: Any) -> None:
        tenant_id = tenant_id_of(options["tenant"])
        with operating("import_homes", "import homes from a file") as operator:
            rows = developments.developments_of(operator).filter(tenant_id=tenant_id, slug=options["development"])
            done = _imported(operator, _only(rows.first(), options["development"]), options)
        self.report(options, asdict(done) | {"rows": done.rows}, "\n".join(_told(done, dry_run=options["dry_run"])))
        if done.failed:
            self.found_problems()


def _only(found: Development | None, slug: str) -> Development:
    if found is None:
        raise CommandError(f"the tenant has no development with the slug {slug!r}", returncode=2)
    return found


def _imported(operator: Principal, development: Development, options: dict[str, Any]) -> Progress:
    how = {"development_id": development.pk, "mapping": {}, "only_valid": options["only_valid"]}
    try:
        with options["file"].open("rb") as opened:
            file = File(opened, name=str(options["file"]))
            if options["dry_run"]:
                return Progress.of_dry_run(services.dry_run(operator, file=file, **how))
            return Progress.of(services.import_file(operator, file=file, **how, at_once=True))
    except OSError as error:
        raise CommandError(f"{options['file']}: {error.strerror}", returncode=2) from None


def _told(done: Progress, *, dry_run: bool) -> list[str]:
    would = "Would import" if dry_run else "Imported"
    counts = f"{done.inserted} new homes, {done.updated} changed, {done.unchanged} as they were"
    errors = [f"row {e.row}, {e.column}: {e.message}" for e in done.errors[:ERRORS_TOLD]]
    more = done.errors_total - len(errors)
    rest = [f"and {more} more errors"] if more > 0 else []
    return [f"{would} {counts}, of {done.rows} rows; {done.failed} with errors.", *errors, *rest]
