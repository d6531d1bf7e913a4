"""`prune_files`: remove stored files that no row names, and tell of rows whose file is gone."""

from typing import Any

from django.core.management.base import CommandParser

from apps.audit.operations import operating
from apps.core.commands import OperatorCommand
from apps.documents import pruning


class Command(OperatorCommand):
    help = "Remove stored files older than a day that no row names; exit 3 when a row's file is missing."

    def add_arguments(self, parser: CommandParser) -> None:
        super().add_arguments(parser)
        parser.add_argument("--dry-run", action="store_true", help="only tell")

    def handle(self, *args: Any, **options: Any) -> None:
        dry_run = options["dry_run"]
        with operating("prune_files", "find stored files and rows that have lost each other"):
            lost = pruning.look()
        if not dry_run:
            pruning.prune(lost)
        missing = [{"document": document, "version": number} for document, number in lost.missing]
        facts = {"files": list(lost.unnamed), "missing": missing, "dry_run": dry_run}
        lines = [f"{'Would remove' if dry_run else 'Removed'} {len(lost.unnamed)} files that no row names."]
        lines += [f"Missing: the file of version {one['version']} of document {one['document']}." for one in missing]
        self.report(options, facts, "\n".join(lines))
        if missing:
            self.found_problems()
