"""Writing residents, and the cards of their homes."""

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from django.db import transaction
from django.utils import timezone

from apps.audit import services as audit
from apps.audit.changes import apply_changes
from apps.audit.events import AuditEvent
from apps.core import rbac
from apps.core.identity import Principal
from apps.core.rbac import Permission
from apps.core.validation import save_new
from apps.developments import selectors as developments
from apps.developments.models import Unit

from . import enrolment, selectors
from .enrolment import Card
from .models import EnrolmentCode, Homeowner


@transaction.atomic
def homeowner_create(
    principal: Principal, *, unit_id: UUID, name: str = "", email: str = "", phone: str = ""
) -> Homeowner:
    home = developments.unit(principal, unit_id)
    rbac.check(principal, Permission.HOMEOWNER_MANAGE, home)
    made = Homeowner(
        tenant_id=home.tenant_id, development_id=home.development_id, unit=home, name=name, email=email, phone=phone
    )
    save_new(made, {})
    audit.record(AuditEvent.HOMEOWNER_CREATED, principal, subject=made)
    return made


@transaction.atomic
def homeowner_update(principal: Principal, *, homeowner_id: UUID, changes: Mapping[str, Any]) -> Homeowner:
    """Change name, e-mail, phone or `is_active`. Deactivating ends every session of theirs at once, for good."""
    person = selectors.homeowner(principal, homeowner_id)
    rbac.check(principal, Permission.HOMEOWNER_MANAGE, person)
    made = apply_changes(person, changes)
    if made:
        audit.record(AuditEvent.HOMEOWNER_CHANGED, principal, subject=person, fields=made.fields, changes=made)
    return person


@transaction.atomic
def homeowner_delete(principal: Principal, *, homeowner_id: UUID) -> None:
    """Remove the person with their sessions, questions and answers."""
    person = selectors.homeowner(principal, homeowner_id)
    rbac.check(principal, Permission.HOMEOWNER_MANAGE, person)
    audit.record(AuditEvent.HOMEOWNER_REMOVED, principal, subject=person)
    # The database cascades. Django's own collector would read the conversation first, which is not for builders' eyes.
    rows = Homeowner.objects.filter(tenant_id=person.tenant_id, pk=person.pk)
    rows._raw_delete(rows.db)


@transaction.atomic
def enrolment_issue(principal: Principal, *, unit_id: UUID) -> Card:
    """A new card for the home. The one before it stops working."""
    home = _locked_home(principal, unit_id)
    replaced = selectors.live_cards(home.tenant_id, home.pk).update(revoked_at=timezone.now())
    secret = enrolment.new_secret()
    card = secret.card()
    made = EnrolmentCode.objects.create(
        tenant_id=home.tenant_id,
        development_id=home.development_id,
        unit=home,
        code_hash=enrolment.hashed(secret.long),
        short_hash=enrolment.hashed(secret.short),
        expires_at=card.expires_at,
    )
    event = AuditEvent.ENROLMENT_REPLACED if replaced else AuditEvent.ENROLMENT_ISSUED
    audit.record(event, principal, subject=made, expires_at=card.expires_at)
    return card


@transaction.atomic
def enrolment_revoke(principal: Principal, *, unit_id: UUID) -> None:
    """The home's card stops working. A home without a card is left as it is; sessions that it opened go on."""
    home = _locked_home(principal, unit_id)
    for card in selectors.live_cards(home.tenant_id, home.pk):
        apply_changes(card, {"revoked_at": timezone.now()})
        audit.record(AuditEvent.ENROLMENT_REVOKED, principal, subject=card)


def _locked_home(principal: Principal, unit_id: UUID) -> Unit:
    """One writer at a time for each home, so that two at once cannot both issue."""
    home = developments.unit(principal, unit_id)
    rbac.check(principal, Permission.ENROLMENT_MANAGE, home)
    # No key is changed, so people may join the home meanwhile: a plain lock would wait for them, and they for it.
    return Unit.objects.select_for_update(no_key=True).get(tenant_id=home.tenant_id, pk=home.pk)
