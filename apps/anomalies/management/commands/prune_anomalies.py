"""`prune_anomalies`: remove what was resolved or sent long ago. The worker does it every day."""

from dataclasses import asdict
from typing import Any

from django.core.management.base import CommandParser

from apps.anomalies import pruning
from apps.audit.operations import operating
from apps.core.commands import OperatorCommand


class Command(OperatorCommand):
    help = "Remove anomalies resolved, and webhook messages finished, longer ago than the settings keep them."

    def add_arguments(self, parser: CommandParser) -> None:
        super().add_arguments(parser)
        parser.add_argument("--dry-run", action="store_true", help="only count them")

    def handle(self, *args: Any, **options: Any) -> None:
        dry_run = options["dry_run"]
        with operating("prune_anomalies", "remove what was resolved or sent long ago", dry_run=dry_run):
            pruned = pruning.prune()
        verb = "Would remove" if dry_run else "Removed"
        text = f"{verb} {pruned.findings} resolved anomalies and {pruned.deliveries} messages."
        self.report(options, asdict(pruned) | {"dry_run": dry_run}, text)
