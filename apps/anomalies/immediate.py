"""What cannot wait for the next scan: it is found in the transaction that puts it on the trail."""

from apps.audit.models import AuditLog
from apps.core.identity import Principal

from . import findings
from .candidates import Candidate, evidence_row
from .catalogue import Detector


def token_replayed(principal: Principal, row: AuditLog) -> None:
    """One finding for each session whose token was replayed."""
    session, kind = row.request_payload["session"], row.request_payload["kind"]
    findings.keep_all(
        principal,
        [
            Candidate(
                tenant_id=row.tenant_id,
                detector=Detector.TOKEN_REPLAY,
                kind=kind,
                key=str(session),
                seen=1,
                fresh=1,
                first_at=row.at,
                last_at=row.at,
                evidence=[evidence_row("audit_log", row.id, row.at, row.event)],
                measures={"session": str(session)},
                subject_type=row.subject_type,
                subject_id=row.subject_id,
                address=row.ip_address,
            )
        ],
    )
