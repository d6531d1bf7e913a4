"""`scan_anomalies`: look for anomalies now, as the worker does each minute, or tell how well they are found."""

from collections import Counter
from dataclasses import asdict
from typing import Any

from django.core.management.base import CommandError, CommandParser

from apps.anomalies import scanning
from apps.anomalies.catalogue import Detector
from apps.anomalies.evaluation import judging
from apps.core.commands import OperatorCommand, tenant_id_of


class Command(OperatorCommand):
    help = "Look for anomalies in what is new. Exit code 1 when a tenant could not be scanned."

    def add_arguments(self, parser: CommandParser) -> None:
        super().add_arguments(parser)
        scope = parser.add_mutually_exclusive_group(required=True)
        scope.add_argument("--tenant", metavar="SLUG", help="this tenant only")
        scope.add_argument("--all", action="store_true", help="every tenant, and the platform's own trail")
        scope.add_argument(
            "--evaluate",
            action="store_true",
            help="recall and false alarms on a made-up builder, of whom nothing stays",
        )
        parser.add_argument("--seed", type=int, default=1, help="of the made-up month")
        parser.add_argument("--cases", type=int, default=3, help="planted of each kind")
        parser.add_argument("--detector", action="append", choices=Detector.values, help="may be given several times")
        parser.add_argument("--dry-run", action="store_true", help="keep nothing, and read the same again next time")

    def handle(self, *args: Any, **options: Any) -> None:
        (self._evaluate if options["evaluate"] else self._scan)(options)

    def _evaluate(self, options: dict[str, Any]) -> None:
        """Exit code 3 when a detector is below its floors."""
        scores = judging.evaluate(options["seed"], options["cases"])
        lines = [
            f"{s.detector:18} recall {s.recall:4.0%} of {s.planted:2}   false alarms {len(s.alarms)}" for s in scores
        ]
        lines += [f"  {s.detector}: missed {', '.join(s.missed)}" for s in scores if s.missed]
        lines += [f"  {s.detector}: false alarm {', '.join(s.alarms)}" for s in scores if s.alarms]
        facts = {"scores": [asdict(score) | {"recall": score.recall} for score in scores]}
        self.report(options, facts, "\n".join(lines))
        if not all(score.is_good for score in scores):
            self.found_problems()

    def _scan(self, options: dict[str, Any]) -> None:
        detectors = [Detector(name) for name in options["detector"] or Detector.values]
        tenant_id = tenant_id_of(options["tenant"]) if options["tenant"] else None
        report = scanning.scan(tenant_id, detectors, dry_run=options["dry_run"])
        met = Counter(f"{candidate.detector}/{candidate.kind}" for candidate in report.met)
        lines = [f"{report.tenants} tenants with news, {len(report.met)} conditions met"]
        lines += [f"  {name}: {count}" for name, count in sorted(met.items())]
        facts = {"tenants": report.tenants, "failed": report.failed, "dry_run": options["dry_run"], "met": dict(met)}
        self.report(options, facts, "\n".join(lines))
        if report.failed:
            raise CommandError(f"{report.failed} tenants could not be scanned; the log says why")
