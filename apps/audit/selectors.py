"""Reading the trail, through the principal."""

from collections.abc import Mapping
from typing import Any

from django.db.models import QuerySet

from apps.core import rbac
from apps.core.identity import Principal
from apps.core.rbac import Permission

from .events import events_of
from .models import AuditLog

# What a filter's name asks of the rows.
LOOKUPS: Mapping[str, str] = {
    "tenant": "tenant_id",
    "actor": "actor_id",
    "role": "actor_role",
    "event": "event",
    "category": "event__in",
    "subject": "subject_id",
    "address": "ip_address",
    "request_id": "request_id",
    "since": "at__gte",
    "until": "at__lt",
}


NEWEST_FIRST = ("-at", "-id")


def entries(principal: Principal, filters: Mapping[str, Any] = {}) -> QuerySet[AuditLog]:
    """The rows of the principal's tenant, or of all tenants for the platform's operator; newest first.

    Args:
        filters: values by the names in `LOOKUPS`; a name that is not there is a KeyError.
    """
    rbac.check(principal, Permission.AUDIT_VIEW)
    rows = AuditLog.objects.order_by(*NEWEST_FIRST)
    if principal.tenant_id is not None:
        rows = rows.filter(tenant_id=principal.tenant_id)
    asked = {name: events_of(value) if name == "category" else value for name, value in filters.items()}
    return rows.filter(**{LOOKUPS[name]: value for name, value in asked.items()})
