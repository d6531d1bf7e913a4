"""Reading findings, thresholds and the webhook, through the principal."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db.models import Count, QuerySet, Sum

from apps.core import rbac
from apps.core.errors import NotFound
from apps.core.identity import Principal
from apps.core.rbac import Permission

from .models import Delivery, Finding, Revision, Threshold, Webhook
from .reach import tenant_to_set
from .thresholds import Declared, settable
from .webhook_models import IN_STATE, DeliveryState

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


@dataclass(frozen=True, slots=True)
class InForce:
    """What a tenant is judged by: its own value, or the default while it has none."""

    name: str
    declared: Declared
    own: Threshold | None

    @property
    def value(self) -> int:
        return self.own.value if self.own else self.declared.default

    @property
    def set_by(self) -> UUID | None:
        return self.own.set_by if self.own else None

    @property
    def set_at(self) -> datetime | None:
        return self.own.set_at if self.own else None


def thresholds(principal: Principal) -> list[InForce]:
    """All that may be set for the tenant worked in, or for the platform by its operator."""
    rbac.check(principal, Permission.ANOMALY_VIEW)
    rows = Threshold.objects.filter(tenant_id=tenant_to_set(principal))
    own = {row.name: row for row in rows}
    return [InForce(name, declared, own.get(name)) for name, declared in settable(principal).items()]


def webhook(principal: Principal) -> Webhook:
    """That of the tenant worked in, or the platform's; where there is none, one that is empty and not stored."""
    rbac.check(principal, Permission.ANOMALY_VIEW)
    whose = tenant_to_set(principal)
    return Webhook.objects.filter(tenant_id=whose).first() or Webhook(tenant_id=whose, is_active=False)


def deliveries(principal: Principal, state: DeliveryState | None = None) -> QuerySet[Delivery]:
    """What is sent for the principal's tenant, or for all of them for an operator in none; newest first."""
    rbac.check(principal, Permission.ANOMALY_VIEW)
    rows = Delivery.objects.select_related("tenant").order_by("-created_at", "id")
    if principal.tenant_id is not None:
        rows = rows.filter(tenant_id=principal.tenant_id)
    return rows.filter(IN_STATE[state]) if state else rows


def revision(principal: Principal) -> str:
    """Changes whenever thresholds or findings within the principal's reach do."""
    rows = Revision.objects.all()
    if principal.tenant_id is not None:
        rows = rows.filter(tenant_id=principal.tenant_id)
    found = rows.aggregate(tenants=Count("id"), policy=Sum("policy"), findings=Sum("findings"))
    return f"{found['tenants']}.{found['policy']}.{found['findings']}"
