"""What a detector says it has seen, before it is known whether that is news."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime
from hashlib import sha256
from typing import Any
from uuid import UUID

from .catalogue import KINDS, Detector, Severity

Evidence = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Candidate:
    """`key` tells one condition of a kind from another inside a tenant. `seen` are all rows behind it, `fresh` those
    that no scan has read before; `evidence` are the newest of them, newest first.
    """

    tenant_id: UUID
    detector: Detector
    kind: str
    key: str
    seen: int
    fresh: int
    first_at: datetime
    last_at: datetime
    evidence: Sequence[Evidence] = ()
    measures: dict[str, Any] = field(default_factory=dict)
    subject_type: str = ""
    subject_id: UUID | None = None
    in_development: UUID | None = None
    address: str | None = None

    @property
    def severity(self) -> Severity:
        return KINDS[self.detector][self.kind].severity

    @property
    def fingerprint(self) -> str:
        return sha256(f"{self.detector}:{self.kind}:{self.key}".encode()).hexdigest()


def evidence_row(source: str, key: UUID | str, at: datetime, what: str) -> Evidence:
    """As the detectors' SQL writes it."""
    return {"source": source, "id": str(key), "at": at.isoformat(), "what": what}
