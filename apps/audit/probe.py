"""Whether the trail can be written: for `/readyz`, where operators see what a request must not fail for."""

from django.db import transaction

from apps.core import row_security
from apps.core.identity import ANONYMOUS, ANONYMOUS_SESSION

from .events import AuditEvent
from .services import record


def write() -> None:
    """Write a row and take it back.

    Raises:
        DatabaseError: no row can be written.
    """
    with row_security.acting(ANONYMOUS_SESSION), transaction.atomic():
        record(AuditEvent.REQUEST, ANONYMOUS)
        transaction.set_rollback(True)
