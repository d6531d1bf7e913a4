"""A request that was sent twice: a client that lost the answer sends the file again under the same key."""

from typing import Any
from uuid import UUID

from django.db import connection

from apps.core.errors import Conflict
from apps.core.identity import Principal

from .intake import CheckedFile
from .models import DocumentVersion

ONE_AT_A_TIME = "SELECT pg_advisory_xact_lock(hashtextextended(%s, 0))"


def find(
    principal: Principal, key: str | None, checked: CheckedFile, *, tenant_id: UUID, **target: Any
) -> DocumentVersion | None:
    """What this person's earlier request with this key has made; None when there was none.

    Holds other requests with the key back until this transaction ends, so that of two at once one is the repetition.

    Raises:
        Conflict: the key was used for another file or another target.
    """
    if key is None:
        return None
    with connection.cursor() as cursor:
        cursor.execute(ONE_AT_A_TIME, [f"upload:{principal.subject_id}:{key}"])
    made = DocumentVersion.objects.filter(
        tenant_id=tenant_id, uploaded_by=principal.subject_id, idempotency_key=key
    ).first()
    wanted = target | {"sha256": checked.sha256}
    if made is not None and any(getattr(made, name) != value for name, value in wanted.items()):
        raise Conflict("This Idempotency-Key was used for something else. Please use a new one.")
    return made
