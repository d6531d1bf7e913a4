"""An estate that is finished. It takes nothing new, and everybody who lives there goes on reading and asking.

Who may archive is `rbac`'s part. What an archived development refuses is the rule here: uploads, versions of documents,
house types, homes, imports and notices ask it (ADR 18).
"""

from uuid import UUID

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from apps.audit import services as audit
from apps.audit.changes import apply_changes
from apps.audit.events import AuditEvent
from apps.core import rbac
from apps.core.errors import Conflict
from apps.core.identity import Principal
from apps.core.rbac import Permission

from . import selectors
from .models import Development


def refuse_archived(estate: Development) -> None:
    """
    Raises:
        Conflict: the development is archived.
    """
    if estate.archived_at is not None:
        raise Conflict(_("This development is archived and takes nothing new. An administrator can bring it back."))


@transaction.atomic
def development_archive(principal: Principal, *, development_id: UUID) -> Development:
    """Archive; an archived one stays as it is."""
    estate = _allowed(principal, development_id)
    if estate.archived_at is None:
        made = apply_changes(estate, {"archived_at": timezone.now()})
        audit.record(AuditEvent.DEVELOPMENT_ARCHIVED, principal, subject=estate, changes=made)
    return estate


@transaction.atomic
def development_restore(principal: Principal, *, development_id: UUID) -> Development:
    """Bring back; one that is not archived stays as it is."""
    estate = _allowed(principal, development_id)
    if estate.archived_at is not None:
        made = apply_changes(estate, {"archived_at": None})
        audit.record(AuditEvent.DEVELOPMENT_RESTORED, principal, subject=estate, changes=made)
    return estate


def _allowed(principal: Principal, development_id: UUID) -> Development:
    estate = selectors.development(principal, development_id)
    rbac.check(principal, Permission.DEVELOPMENT_ARCHIVE, estate)
    return estate
