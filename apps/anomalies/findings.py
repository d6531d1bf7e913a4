"""Keeping what detectors see: a new condition is a finding, the same one again raises its count.

A finding that was resolved, or whose mute has run out, opens again with new evidence. Each opening is on the trail and,
where the tenant wants it, in the outbox of its webhook, in the same transaction.
"""

from collections.abc import Collection
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db.models import F
from django.utils import timezone

from apps.audit import services as audit
from apps.audit.events import AuditEvent
from apps.core.identity import Principal

from .candidates import Candidate, Evidence
from .catalogue import State
from .models import MOST_EVIDENCE, Finding, Revision
from .webhook import outbox


def keep_all(principal: Principal, candidates: Collection[Candidate]) -> list[Finding]:
    """Make each finding or raise the one that stands, inside the caller's transaction and scope."""
    kept = [_keep(principal, candidate) for candidate in candidates]
    for tenant_id in sorted({candidate.tenant_id for candidate in candidates}):
        bump(tenant_id, "findings")
    return kept


def _keep(principal: Principal, candidate: Candidate) -> Finding:
    finding, made = Finding.objects.select_for_update().get_or_create(
        tenant_id=candidate.tenant_id, fingerprint=candidate.fingerprint, defaults=_as_new(candidate)
    )
    reopened = False if made else _raise(finding, candidate)
    if made or reopened:
        finding.refresh_from_db()
        _tell(principal, finding, reopened=reopened)
    return finding


def bump(tenant_id: UUID, which: str) -> None:
    """Let every cached answer of the tenant be forgotten."""
    row, made = Revision.objects.get_or_create(tenant_id=tenant_id, defaults={which: 1})
    if not made:
        Revision.objects.filter(pk=row.pk).update(**{which: F(which) + 1})


def _as_new(candidate: Candidate) -> dict[str, Any]:
    copied = ("detector", "kind", "severity", "subject_type", "subject_id", "in_development", "address", "measures")
    return {name: getattr(candidate, name) for name in copied} | {
        "evidence": list(candidate.evidence)[:MOST_EVIDENCE],
        "count": candidate.seen,
        "first_seen": candidate.first_at,
        "last_seen": candidate.last_at,
    }


def _raise(finding: Finding, candidate: Candidate) -> bool:
    """Add what is new to the finding, which is locked; whether that opened it again."""
    reopened = candidate.fresh > 0 and _opens_again(finding, timezone.now())
    finding.count += candidate.fresh
    finding.first_seen = min(finding.first_seen, candidate.first_at)
    finding.last_seen = max(finding.last_seen, candidate.last_at)
    finding.evidence = _newest(finding.evidence, candidate.evidence)
    finding.measures = candidate.measures
    if reopened:
        finding.state, finding.muted_until = State.OPEN, None
    finding.save()
    return reopened


def _opens_again(finding: Finding, now: datetime) -> bool:
    over = finding.state == State.MUTED and finding.muted_until is not None and finding.muted_until <= now
    return finding.state == State.RESOLVED or over


def _newest(before: list[Evidence], added: Any) -> list[Evidence]:
    rows = {(row["source"], row["id"]): row for row in (*before, *added)}
    return sorted(rows.values(), key=lambda row: row["at"], reverse=True)[:MOST_EVIDENCE]


def _tell(principal: Principal, finding: Finding, *, reopened: bool) -> None:
    audit.record(
        AuditEvent.ANOMALY_TRIGGERED,
        principal,
        subject=finding,
        detector=finding.detector,
        kind=finding.kind,
        severity=finding.severity,
        count=finding.count,
        reopened=reopened,
    )
    outbox.put(finding, reopened=reopened)
