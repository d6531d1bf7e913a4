"""Writing an import in the background: taken by one worker, judged anew, written in one transaction, or failed."""

from dataclasses import replace
from uuid import UUID

import structlog
from django.db import transaction
from django.db.models.functions import Now

from apps.audit import services as audit
from apps.audit.events import AuditEvent
from apps.core.errors import Problem
from apps.core.identity import Principal
from apps.developments.models import Development

from . import leases, planning, present, report, table, writing
from .leases import Claim
from .models import HomeImport, ImportState
from .report import Report
from .writing import Progress

log = structlog.get_logger(__name__)

MAX_ATTEMPTS = 3
INTERRUPTED = "This import was interrupted several times. Nothing was written; please try again."
FAILED = "Something changed while this was being written. Nothing was written; please try again."


class Lost(Exception):
    """Another worker has the import now."""


def run(principal: Principal, import_id: UUID) -> None:
    """Write one import to its end. Does nothing when another worker has it, or it is done."""
    claim = leases.take(import_id)
    if claim is None:
        return
    try:
        if claim.attempt > MAX_ATTEMPTS:
            fail(claim, INTERRUPTED)
        else:
            _written(principal, claim)
    except Problem:
        fail(claim, FAILED)
    except Lost:
        log.warning("import_lost", home_import=str(import_id))


def _written(principal: Principal, claim: Claim) -> None:
    with leases.kept_alive(principal.session, claim), transaction.atomic():
        record = claim.held().first()
        if record is not None:
            perform(principal, record, claim.tell)
            # Last, so that the thread that tells the progress never has to wait for this transaction.
            if not claim.held().select_for_update().exists():
                raise Lost
            record.save()


def perform(principal: Principal, record: HomeImport, progress: Progress) -> Report:
    """Judge the rows of `record` against the development as it is now, and write them if they may be. The caller saves
    the record; the development is held against other imports until the transaction ends.

    Raises:
        Invalid: somebody has taken a number between the judgement and the writing.
    """
    estate = Development.objects.select_for_update(no_key=True).select_related(None).get(pk=record.development_id)
    found, fields = table.from_json(record.content), tuple(record.mapping)
    plan = planning.plan(found, fields, present.of(principal, estate))
    told = report.of(plan, found, fields, only_valid=record.only_valid)
    # The trail names who asked for it, whoever does it.
    asking = replace(principal, subject_id=record.requested_by)
    if told.written:
        writing.write(asking, estate, plan, progress)
    finish(record, told)
    audit.record(
        AuditEvent.UNITS_IMPORTED,
        asking,
        subject=record,
        rows=told.rows,
        inserted=record.inserted,
        updated=record.updated,
        unchanged=record.unchanged,
        failed=record.failed,
        only_valid=record.only_valid,
    )
    return told


def finish(record: HomeImport, told: Report) -> None:
    """`record` as it is after a run, whether anything was written or not."""
    record.state, record.report, record.lease_until = ImportState.DONE, told.to_json(), None
    record.total = record.done = told.rows
    record.failed = told.failed
    record.inserted, record.updated, record.unchanged = told.inserted, told.updated, told.unchanged
    record.finished_at, record.forget_at = Now(), leases.forget_time()


@transaction.atomic
def fail(claim: Claim, message: str) -> None:
    claim.held().update(
        state=ImportState.FAILED, failure=message, lease_until=None, finished_at=Now(), forget_at=leases.forget_time()
    )
