"""What people do about anomalies: take one on, close it, silence it, and set what is unusual for their tenant."""

from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from apps.audit import services as audit
from apps.audit.events import AuditEvent
from apps.core import rbac
from apps.core.errors import Invalid
from apps.core.identity import Principal
from apps.core.rbac import Permission

from . import selectors
from .catalogue import State
from .findings import bump
from .models import Finding, Threshold
from .reach import tenant_to_set
from .thresholds import settable


@transaction.atomic
def acknowledge(principal: Principal, *, finding_id: UUID, note: str = "") -> Finding:
    """Say that somebody is looking into it. It stays acknowledged when it comes again."""
    return _act(principal, finding_id, AuditEvent.ANOMALY_ACKNOWLEDGED, State.ACKNOWLEDGED, note)


@transaction.atomic
def resolve(principal: Principal, *, finding_id: UUID, note: str = "") -> Finding:
    """Close it. New evidence opens it again."""
    return _act(principal, finding_id, AuditEvent.ANOMALY_RESOLVED, State.RESOLVED, note)


@transaction.atomic
def mute(principal: Principal, *, finding_id: UUID, note: str = "", until: datetime | None = None) -> Finding:
    """Keep counting in silence, until a time or for good.

    Raises:
        Invalid: the time has passed.
    """
    if until is not None and until <= timezone.now():
        raise Invalid.field("until", "past", _("Choose a time that is still to come."))
    return _act(principal, finding_id, AuditEvent.ANOMALY_MUTED, State.MUTED, note, until)


def _act(
    principal: Principal, finding_id: UUID, event: AuditEvent, state: State, note: str, until: datetime | None = None
) -> Finding:
    found = selectors.finding(principal, finding_id)
    rbac.check(principal, Permission.ANOMALY_MANAGE, found)
    finding = Finding.objects.select_for_update().get(tenant_id=found.tenant_id, pk=found.pk)
    finding.state, finding.note, finding.muted_until = state, note, until
    finding.acted_by, finding.acted_at = principal.subject_id, timezone.now()
    finding.save(update_fields=["state", "note", "muted_until", "acted_by", "acted_at"])
    extra: dict[str, Any] = {"until": until} if state is State.MUTED else {}
    audit.record(event, principal, subject=finding, detector=finding.detector, kind=finding.kind, **extra)
    bump(finding.tenant_id, "findings")
    return selectors.finding(principal, finding.pk)


@transaction.atomic
def threshold_set(
    principal: Principal, *, name: str, value: int | None, tenant_id: UUID | None = None
) -> Threshold | None:
    """A tenant's own value; None goes back to the default. The next scan judges by it. Without `tenant_id` it is the
    tenant that the principal works in, or the platform.

    Raises:
        Invalid: there is no such threshold, or the value is out of its bounds.
    """
    rbac.check(principal, Permission.ANOMALY_MANAGE)
    declared = settable(principal).get(name)
    if declared is None:
        raise Invalid.field("name", "unknown", _("There is no such threshold."))
    if value is not None and not declared.least <= value <= declared.most:
        bounds = {"least": declared.least, "most": declared.most}
        raise Invalid.field("value", "out_of_bounds", _("Choose from %(least)s to %(most)s.") % bounds)
    return _set(principal, tenant_to_set(principal, tenant_id), name, value)


def _set(principal: Principal, tenant_id: UUID, name: str, value: int | None) -> Threshold | None:
    own = Threshold.objects.filter(tenant_id=tenant_id, name=name)
    before = own.values_list("value", flat=True).first()
    if value is None:
        own.delete()
    else:
        Threshold.objects.update_or_create(
            tenant_id=tenant_id, name=name, defaults={"value": value, "set_by": principal.subject_id}
        )
    audit.record(
        AuditEvent.ANOMALY_THRESHOLD_CHANGED,
        principal,
        tenant_id=tenant_id,
        threshold=name,
        value=value,
        before=before,
    )
    bump(tenant_id, "policy")
    return own.first()
