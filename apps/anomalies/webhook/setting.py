"""Setting up a tenant's webhook. The secret goes in and never comes out again."""

from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from apps.audit import services as audit
from apps.audit.events import AuditEvent
from apps.core import rbac, sealing
from apps.core.errors import Invalid, NotFound
from apps.core.identity import Principal
from apps.core.rbac import Permission

from ..models import Webhook
from ..reach import tenant_to_set
from .sending import PURPOSE
from .targets import Refused, judged

SHORTEST_SECRET = 32


@transaction.atomic
def webhook_set(
    principal: Principal, *, url: str, secret: str = "", active: bool = True, tenant_id: UUID | None = None
) -> Webhook:
    """Make or change a tenant's webhook; without `tenant_id` that of the tenant worked in, or the platform's.

    Raises:
        Invalid: the address may not be written to, or the secret is short, or missing at the first time.
    """
    rbac.check(principal, Permission.ANOMALY_MANAGE)
    whose = tenant_to_set(principal, tenant_id)
    _check(url, secret)
    webhook = Webhook.objects.select_for_update().filter(tenant_id=whose).first() or Webhook(tenant_id=whose)
    if not secret and not webhook.sealed_secret:
        raise Invalid.field("secret", "required", _("A new webhook needs a secret."))
    fields = sorted({"url": webhook.url != url, "secret": bool(secret)}.items())
    webhook.url, webhook.is_active = url, active
    if secret:
        webhook.sealed_secret = sealing.seal(PURPOSE, secret.encode())
    webhook.save()
    _record(principal, whose, [name for name, changed in fields if changed], active)
    return webhook


@transaction.atomic
def webhook_remove(principal: Principal, *, tenant_id: UUID | None = None) -> None:
    """Without `tenant_id` that of the tenant worked in, or the platform's.

    Raises:
        NotFound: there is none, or it is another tenant's.
    """
    rbac.check(principal, Permission.ANOMALY_MANAGE)
    whose = tenant_to_set(principal, tenant_id)
    webhook = Webhook.objects.select_for_update().filter(tenant_id=whose).first()
    if webhook is None:
        raise NotFound(reason="no webhook within reach")
    webhook.delete()
    _record(principal, whose, ["removed"], False)


def _record(principal: Principal, tenant_id: UUID, fields: list[str], active: bool) -> None:
    event = AuditEvent.ANOMALY_WEBHOOK_CHANGED
    audit.record(event, principal, tenant_id=tenant_id, fields=fields, active=active)


def _check(url: str, secret: str) -> None:
    try:
        judged(url)
    except Refused as refused:
        told = {
            "host not listed": _("This host is not on the operator's list of hosts for webhooks."),
            "not https": _("The address must begin with https."),
        }
        raise Invalid.field("url", "refused", told.get(str(refused), _("This is not a plain address."))) from None
    if secret and len(secret) < SHORTEST_SECRET:
        told_length = _("Choose a secret of %(least)s characters or more.") % {"least": SHORTEST_SECRET}
        raise Invalid.field("secret", "short", told_length)
