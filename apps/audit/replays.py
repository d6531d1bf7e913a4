"""An access token of a session that has ended is a replay: the trail of that session's tenant tells of it.

Its session is over already, so there is nothing more to end; that somebody still holds the token is worth knowing.
"""

from uuid import UUID

from django.db import connection, transaction

from apps.core import row_security
from apps.core.http import Request
from apps.core.row_security import proof

from . import services
from .events import AuditEvent


def note(request: Request) -> None:
    """Write a row when the request came with a homeowner's access token of an ended session of ours."""
    session = request.credential.session
    if request.admission.state != "ended" or session is None:
        return
    tenant_id = _tenant_of(session)
    if tenant_id is None:
        return
    with row_security.service_scope(tenant_id, "replay") as principal, transaction.atomic():
        services.record(AuditEvent.TOKEN_REPLAYED, principal, status=401, session=session, kind="access")


def _tenant_of(session: UUID) -> UUID | None:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT tenant_id FROM security.whose(%s, %s) WHERE kind = 'session'", [session, proof(f"whose:{session}")]
        )
        found = cursor.fetchone()
    return found[0] if found else None
