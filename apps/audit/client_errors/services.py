"""Keeping, reading and forgetting what browsers tell of errors.

Who tells it may neither read the rows nor write them: one function of the gate counts them, in the tenant of the
verified scope.
"""

from collections.abc import Iterable, Mapping
from datetime import timedelta
from typing import Any

from django.db import connection
from django.db.models import QuerySet
from django.utils import timezone

from apps.audit.events import AuditEvent
from apps.audit.models import ClientError
from apps.audit.services import record
from apps.core import rbac, request_context
from apps.core.identity import Principal
from apps.core.rbac import Permission
from apps.core.row_security import proof

from .reports import OVERFLOW, Report

NOTE = "SELECT security.note_client_error(%s, %s, %s, %s, %s, %s, %s, %s, %s, %s)"
# New kinds of error that a tenant may have in a day; more are counted together.
MOST_NEW = 300
KEPT = timedelta(days=90)

# What a filter's name asks of the rows.
LOOKUPS: Mapping[str, str] = {"kind": "kind", "page": "page", "since": "last_seen__gte", "until": "last_seen__lt"}


def note(principal: Principal, reports: Iterable[Report], *, browser: str) -> None:
    """Count what was told; in one order, so that no two wait for each other."""
    for report in sorted(reports, key=lambda report: report.fingerprint):
        if _note(report, browser, MOST_NEW) == 0:
            refused = _note(OVERFLOW, browser, MOST_NEW + 1)
            if refused & (refused - 1) == 0:
                record(AuditEvent.CLIENT_ERROR_FLOOD, principal, refusals=refused)


def _note(report: Report, browser: str, most: int) -> int:
    """How often the error has been seen; 0 when it is new and there is no room for another kind."""
    key, request_id = report.fingerprint, report.request_id or request_context.current().id
    texts = [report.kind, report.message, report.source, report.stack, report.page, browser, request_id]
    with connection.cursor() as cursor:
        cursor.execute(NOTE, [key, *texts, most, proof(f"client_error:{key}")])
        return int(cursor.fetchone()[0])


def errors(principal: Principal, filters: Mapping[str, Any] = {}) -> QuerySet[ClientError]:
    """Of the principal's tenant, or of all for the platform's operator; the last seen first.

    Args:
        filters: values by the names in `LOOKUPS`.
    """
    rbac.check(principal, Permission.CLIENT_ERROR_VIEW)
    rows = ClientError.objects.order_by("-last_seen", "-id")
    if principal.tenant_id is not None:
        rows = rows.filter(tenant_id=principal.tenant_id)
    return rows.filter(**{LOOKUPS[name]: value for name, value in filters.items()})


def forget_old() -> int:
    """Remove what was not seen for `KEPT`; how many. Needs the platform's scope."""
    removed, _ = ClientError.objects.filter(last_seen__lt=timezone.now() - KEPT).delete()
    return removed
