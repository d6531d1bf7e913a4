"""Reading findings, through the principal."""

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from django.db.models import Count, QuerySet, Sum

from apps.core import rbac
from apps.core.errors import NotFound
from apps.core.identity import Principal
from apps.core.rbac import Permission

from .models import Finding, Revision

# What a filter's name asks of the rows.
LOOKUPS: Mapping[str, str] = {
    "detector": "detector",
    "state": "state",
    "severity": "severity",
    "development": "in_development",
    "since": "last_seen__gte",
    "until": "last_seen__lt",
}


def findings(principal: Principal, filters: Mapping[str, Any] = {}) -> QuerySet[Finding]:
    """Those of the principal's tenant, or of all tenants and the platform for its operator; newest first.

    Args:
        filters: values by the names in `LOOKUPS`; a name that is not there is a KeyError.
    """
    rbac.check(principal, Permission.ANOMALY_VIEW)
    rows = Finding.objects.select_related("tenant").order_by("-last_seen", "-id")
    if principal.tenant_id is not None:
        rows = rows.filter(tenant_id=principal.tenant_id)
    return rows.filter(**{LOOKUPS[name]: value for name, value in filters.items()})


def finding(principal: Principal, finding_id: UUID) -> Finding:
    """
    Raises:
        NotFound: there is none, or it is out of reach.
    """
    row = findings(principal).filter(pk=finding_id).first()
    if row is None:
        raise NotFound(reason="no anomaly within reach")
    return row


def revision(principal: Principal) -> str:
    """Changes whenever thresholds or findings within the principal's reach do."""
    rows = Revision.objects.all()
    if principal.tenant_id is not None:
        rows = rows.filter(tenant_id=principal.tenant_id)
    found = rows.aggregate(tenants=Count("id"), policy=Sum("policy"), findings=Sum("findings"))
    return f"{found['tenants']}.{found['policy']}.{found['findings']}"
