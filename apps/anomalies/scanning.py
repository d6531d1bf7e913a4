"""The scan: what has been committed since each detector's mark is read once, tenant by tenant.

The mark is a transaction id, as the seals of the trail have it (ADR 22): everything below the oldest transaction that
still runs is final, so a row that commits late is read late and never lost. Findings and mark are one transaction.
"""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import timedelta
from uuid import UUID

import structlog
from django.db import DatabaseError, connection, transaction
from django.utils import timezone

from apps.core import row_security
from apps.core.identity import PLATFORM_TENANT, Principal

from . import findings, thresholds
from .candidates import Candidate
from .catalogue import Detector
from .detectors import accounts, running
from .detectors.running import SQL, Range
from .detectors.sources import ALWAYS, SOURCES
from .models import Mark

log = structlog.get_logger(__name__)

# A first scan looks no further back; later ones are bounded by their mark.
LOOK_BACK = timedelta(days=40)
WATERMARK = "SELECT pg_snapshot_xmin(pg_current_snapshot())::text::bigint"
FAILED_ACCOUNTS = """SELECT DISTINCT a.request_payload->>'account_hash' FROM audit_log a
WHERE a.tenant_id = %s AND a.xid >= %s AND a.xid < %s AND a.at >= %s AND a.event = 'staff.sign_in_failed'"""


@dataclass(slots=True)
class Report:
    """What a scan saw: tenants that had news, conditions that were met, tenants whose scan failed."""

    tenants: int = 0
    failed: int = 0
    met: list[Candidate] = field(default_factory=list)


def scan(
    tenant_id: UUID | None = None,
    detectors: Collection[Detector] = tuple(Detector),
    *,
    dry_run: bool = False,
    watermark: str = "",
) -> Report:
    """Read what is new of every tenant, or of one; a dry run keeps nothing and moves no mark. `watermark` is another
    statement in the place of `WATERMARK`, for who knows that nothing else is running.
    """
    report = Report()
    with row_security.service_scope(None, "scan for anomalies") as principal:
        with transaction.atomic():
            upto, news = _news(tenant_id, watermark or WATERMARK)
        for one, found in news.items():
            report.tenants += 1
            asked = {d: d in ALWAYS or bool(SOURCES[d] & found) for d in detectors}
            _scan_safely(principal, one, upto, asked, report, dry_run)
    return report


def _news(tenant_id: UUID | None, watermark: str) -> tuple[Range, dict[UUID, set[str]]]:
    """Up to where everything is final, and what is new of whom."""
    since = timezone.now() - LOOK_BACK
    with connection.cursor() as cursor:
        cursor.execute(watermark)
        upto = Range(0, cursor.fetchone()[0], since)
        known = {"tenant": tenant_id, "to_xid": upto.to_xid, "since": since, "detectors": len(Detector)}
        cursor.execute((SQL / "_fresh.sql").read_text(encoding="utf-8"), known)
        news = {one: set(found) for one, found in cursor.fetchall()}
    for one in _failed_at(upto) if tenant_id in (None, PLATFORM_TENANT) else {tenant_id}:
        news.setdefault(one, set()).add("staff.sign_in_failed")
    return upto, news


def _failed_at(upto: Range) -> set[UUID]:
    """The tenants at whose accounts sign-ins have failed since the platform's mark."""
    mark = Mark.objects.filter(tenant_id=PLATFORM_TENANT, detector=Detector.FAILED_LOGINS).first()
    with connection.cursor() as cursor:
        cursor.execute(FAILED_ACCOUNTS, [PLATFORM_TENANT, mark.to_xid if mark else 0, upto.to_xid, upto.since])
        hashes = [account for (account,) in cursor.fetchall()]
    return accounts.tenants_of(hashes) if hashes else set()


def _scan_safely(
    principal: Principal, tenant_id: UUID, upto: Range, asked: Mapping[Detector, bool], report: Report, dry_run: bool
) -> None:
    """One tenant that cannot be read must not hide the others; its marks stay, so nothing of it is lost."""
    try:
        with transaction.atomic():
            report.met += _scan_tenant(principal, tenant_id, upto, asked)
            transaction.set_rollback(dry_run)
    except DatabaseError:
        report.failed += 1
        log.exception("anomaly_scan_failed", tenant=str(tenant_id))


def _scan_tenant(principal: Principal, tenant_id: UUID, upto: Range, asked: Mapping[Detector, bool]) -> list[Candidate]:
    """Run the detectors that have news, and move the marks of all that were asked. One scan of a tenant at a time; who
    waited for another leaves out what that one has read meanwhile.
    """
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(hashtext(%s))", [f"anomalies:{tenant_id}"])
    marks = dict(Mark.objects.filter(tenant_id=tenant_id).values_list("detector", "to_xid"))
    behind = [detector for detector in asked if marks.get(detector, 0) < upto.to_xid]
    judged = thresholds.effective(tenant_id)
    met = [
        candidate
        for detector in behind
        if asked[detector]
        for candidate in running.candidates(detector, tenant_id, _from(upto, marks.get(detector, 0)), judged[detector])
    ]
    findings.keep_all(principal, met)
    _move(tenant_id, behind, upto.to_xid)
    return met


def _from(upto: Range, from_xid: int) -> Range:
    return Range(from_xid, upto.to_xid, upto.since)


def _move(tenant_id: UUID, detectors: Iterable[Detector], to_xid: int) -> None:
    rows = [Mark(tenant_id=tenant_id, detector=detector, to_xid=to_xid) for detector in detectors]
    Mark.objects.bulk_create(
        rows, update_conflicts=True, unique_fields=["tenant", "detector"], update_fields=["to_xid"]
    )
