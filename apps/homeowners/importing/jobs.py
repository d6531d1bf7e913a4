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
from .planning import Outcome, Plan
from .writing import Progress

log = structlog.get_logger(__name__)

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
        if claim.is_allowed:
            _written(principal, claim)
        else:
            fail(claim, INTERRUPTED)
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


def perform(principal: Principal, record: HomeImport, progress: Progress) -> None:
    """Judge the rows of `record` against the development as it is now, and write them if they may be; else the record
    is `checked` again, and its report says why. The caller saves it. The development is held against other imports
    until the transaction ends.

    Raises:
        Invalid: somebody has taken a number between the judgement and the writing.
    """
    locked = Development.objects.select_for_update(no_key=True)
    estate = locked.get(tenant_id=record.tenant_id, pk=record.development_id)
    plan = judge(principal, estate, record)
    if plan.may_write(only_valid=record.only_valid):
        # The trail names who asked for it, whoever does it.
        asking = replace(principal, subject_id=record.requested_by)
        writing.write(asking, estate, plan, progress)
        _finish(asking, record, plan)


def judge(principal: Principal, estate: Development, record: HomeImport) -> Plan:
    """Say in `record` what its rows would do, and keep what it holds for another hour."""
    found, fields = table.from_json(record.content), tuple(record.mapping)
    plan = planning.plan(found, fields, present.of(principal, estate))
    record.state, record.lease_until = ImportState.CHECKED, None
    record.report = report.of(plan, found, fields, only_valid=record.only_valid).to_json()
    record.total, record.done, record.failed = len(found.lines), 0, plan.count(Outcome.FAILED)
    record.forget_at = leases.forget_time()
    return plan


def _finish(asking: Principal, record: HomeImport, plan: Plan) -> None:
    record.state, record.done, record.finished_at = ImportState.DONE, record.total, Now()
    record.inserted, record.updated = plan.count(Outcome.INSERTED), plan.count(Outcome.UPDATED)
    record.unchanged = plan.count(Outcome.UNCHANGED)
    audit.record(
        AuditEvent.UNITS_IMPORTED,
        asking,
        subject=record,
        rows=record.total,
        inserted=record.inserted,
        updated=record.updated,
        unchanged=record.unchanged,
        failed=record.failed,
        only_valid=record.only_valid,
    )


@transaction.atomic
def fail(claim: Claim, message: str) -> None:
    claim.held().update(
        state=ImportState.FAILED, failure=message, lease_until=None, finished_at=Now(), forget_at=leases.forget_time()
    )
