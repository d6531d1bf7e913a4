"""Writing residents, and the cards of their homes."""

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from django.db import transaction

from apps.audit import services as audit
from apps.audit.changes import apply_changes
from apps.audit.events import AuditEvent
from apps.core import rbac
from apps.core.identity import Principal
from apps.core.meanwhile import NOTHING_SEEN, hold_as_seen
from apps.core.rbac import Permission
from apps.core.validation import save_new
from apps.developments import selectors as developments

from . import cards, selectors
from .enrolment import Card
from .models import Homeowner


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
def homeowner_update(
    principal: Principal, *, homeowner_id: UUID, changes: Mapping[str, Any], was: Mapping[str, Any] = NOTHING_SEEN
) -> Homeowner:
    """Change name, e-mail, phone or `is_active`. Deactivating ends every session of theirs at once, for good.

    Raises:
        Conflict: somebody has changed the same since it was as in `was`.
    """
    person = selectors.homeowner(principal, homeowner_id)
    rbac.check(principal, Permission.HOMEOWNER_MANAGE, person)
    hold_as_seen(person, was=was, wanted=changes, names={"is_active": "active"})
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
    home = developments.unit(principal, unit_id)
    (card,) = cards.replace(principal, development_id=home.development_id, unit_ids=[home.pk])
    return card


@transaction.atomic
def enrolment_revoke(principal: Principal, *, unit_id: UUID) -> None:
    """The home's card stops working. A home without a card is left as it is; sessions that it opened go on."""
    home = developments.unit(principal, unit_id)
    cards.revoke(principal, development_id=home.development_id, unit_ids=[home.pk])
