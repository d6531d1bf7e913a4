"""`wait_documents`: for scripts that need what was uploaded to be searchable before they go on."""

import sys
import time
from collections.abc import Iterable
from typing import Any
from uuid import UUID

from django.core.management.base import CommandError, CommandParser
from django.db import transaction
from django.db.models import QuerySet
from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn

from apps.audit.operations import operating
from apps.core import row_security
from apps.core.commands import OperatorCommand, tenant_id_of
from apps.documents.models import UNFINISHED, DocumentVersion, VersionStatus

REASON = "wait for documents to be read"
POLL_SECONDS = 0.5
NAMED = 5


class Command(OperatorCommand):
    help = "Wait until every document that waits or is being read is done; exit 1 when one fails or time runs out."

    def add_arguments(self, parser: CommandParser) -> None:
        super().add_arguments(parser)
        parser.add_argument("--timeout", type=int, default=300, metavar="SECONDS")
        parser.add_argument("--tenant", metavar="SLUG", help="only this tenant's documents")

    def handle(self, *args: Any, **options: Any) -> None:
        tenant_id = tenant_id_of(options["tenant"]) if options["tenant"] else None
        with operating("wait_documents", REASON):
            awaited = list(_of(tenant_id).filter(status__in=UNFINISHED).values_list("pk", flat=True))
        with row_security.service_scope(tenant_id, REASON):
            in_time = _wait(awaited, time.monotonic() + options["timeout"])
            with transaction.atomic():
                rows = DocumentVersion.objects.filter(pk__in=awaited).select_related("document")
                late, failed = list(rows.filter(status__in=UNFINISHED)), list(rows.filter(status=VersionStatus.FAILED))
        if not in_time:
            raise CommandError(f"not read after {options['timeout']} s: {_named(str(v.document) for v in late)}")
        if failed:
            reasons = (f"{version.document} ({version.failure_message})" for version in failed)
            raise CommandError(f"could not be read: {_named(reasons)}")
        self.report(options, {"documents": len(awaited)}, f"{len(awaited)} documents have been read.")


def _of(tenant_id: UUID | None) -> QuerySet[DocumentVersion]:
    rows = DocumentVersion.objects.all()
    return rows if tenant_id is None else rows.filter(tenant_id=tenant_id)


def _wait(awaited: list[UUID], deadline: float) -> bool:
    """Whether all were done in time."""
    columns = (TextColumn("reading documents"), BarColumn(), MofNCompleteColumn())
    with Progress(*columns, console=Console(stderr=True), disable=not sys.stderr.isatty(), transient=True) as progress:
        task = progress.add_task("", total=len(awaited))
        while left := _unfinished(awaited):
            progress.update(task, completed=len(awaited) - left)
            if time.monotonic() > deadline:
                return False
            time.sleep(POLL_SECONDS)
    return True


@transaction.atomic
def _unfinished(awaited: list[UUID]) -> int:
    return DocumentVersion.objects.filter(status__in=UNFINISHED, pk__in=awaited).count()


def _named(titles: Iterable[str]) -> str:
    """One line, however many there are."""
    all_titles = list(titles)
    rest = len(all_titles) - NAMED
    return "; ".join(all_titles[:NAMED]) + (f"; and {rest} more" if rest > 0 else "")
