"""Sealing and proving the trail.

The database chains the digests; each also leaves it, as a line of a file that operators ship elsewhere. Somebody who
can rewrite rows and seals cannot rewrite what has left.
"""

import json
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any
from uuid import UUID

from django.conf import settings
from django.db import connection, transaction

from apps.core import row_security

from .models import AuditSeal


@dataclass(frozen=True, slots=True)
class Broken:
    """The first seal of a tenant that does not hold."""

    tenant_id: UUID
    number: int
    reason: str


def seal() -> int:
    """Seal everything committed since the last seals, and write the new digests outside; how many were made."""
    with row_security.service_scope(None, "seal the audit trail"), transaction.atomic():
        made = list(AuditSeal.objects.raw("SELECT * FROM security.seal_audit()"))
    if made:
        _publish(made)
    return len(made)


def _publish(seals: list[AuditSeal]) -> None:
    path = Path(settings.AUDIT_SEAL_FILE)
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("a", encoding="utf-8") as file:
        file.writelines(json.dumps(_line(seal)) + "\n" for seal in seals)


def _line(seal: AuditSeal) -> dict[str, Any]:
    return {
        "tenant": str(seal.tenant_id),
        "number": seal.number,
        "rows": seal.rows,
        "digest": seal.digest,
        "sealed_at": seal.sealed_at.isoformat(),
    }


def first_broken(tenant_id: UUID, since: datetime) -> Broken | None:
    """Recompute a tenant's seals, whose rows are not older than `since`, inside the caller's scope and transaction.

    Compared with the database's own chain and with what was written outside.
    """
    with connection.cursor() as cursor:
        cursor.execute("SELECT number, reason FROM security.broken_audit_seal(%s, %s)", [tenant_id, since])
        found = cursor.fetchone()
    if found:
        return Broken(tenant_id, *found)
    return next(_strayed(tenant_id), None)


def _strayed(tenant_id: UUID) -> Iterator[Broken]:
    """Seals that differ from their published line, or have gone."""
    kept = {seal.number: seal.digest for seal in AuditSeal.objects.filter(tenant_id=tenant_id)}
    for number, digest in sorted(_published(tenant_id).items()):
        if kept.get(number) != digest:
            yield Broken(tenant_id, number, "it differs from the digest that was written outside the database")


def _published(tenant_id: UUID) -> dict[int, str]:
    path = Path(settings.AUDIT_SEAL_FILE)
    if not path.exists():
        return {}
    with path.open(encoding="utf-8") as file:
        lines = [json.loads(line) for line in file]
    return {line["number"]: line["digest"] for line in lines if line["tenant"] == str(tenant_id)}
