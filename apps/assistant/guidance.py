"""What a builder tells the assistant of a development: how it greets, what it adds where the documents say nothing,
which other names things go by there, and wishes for the wording.

Nothing of it is a source: answers still come from documents alone, and wishes reach a language model only, whose every
sentence is checked as before.
"""

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
from apps.core.printable import printable
from apps.core.rbac import Permission
from apps.developments import selectors as developments
from apps.developments.models import Development

from .models import Guidance


def guidance_of(development: Development) -> Guidance:
    """What holds for the development; the empty one where its builder has said nothing."""
    return getattr(development, "guidance", None) or Guidance()


def guidance(principal: Principal, development_id: UUID) -> Guidance:
    """
    Raises:
        NotFound: no such development within reach.
    """
    estate = developments.development(principal, development_id)
    rbac.check(principal, Permission.ASSISTANT_TRY, estate)
    return guidance_of(estate)


@transaction.atomic
def guidance_to_change(principal: Principal, development_id: UUID) -> Guidance:
    """The development's row, made where its builder has said nothing yet."""
    estate = developments.development(principal, development_id)
    rbac.check(principal, Permission.ASSISTANT_MANAGE, estate)
    row, _new = Guidance.objects.get_or_create(tenant_id=estate.tenant_id, development=estate)
    return row


@transaction.atomic
def guidance_set(
    principal: Principal, *, development_id: UUID, changes: Mapping[str, Any], was: Mapping[str, Any] = NOTHING_SEEN
) -> Guidance:
    """Change any of `greeting`, `not_found_note`, `instructions` and `other_names`.

    Raises:
        NotFound: no such development within reach.
        Invalid: a text is too long, or a line of other names cannot be one.
        Conflict: somebody has changed the same since it was as in `was`.
    """
    row = guidance_to_change(principal, development_id)
    hold_as_seen(row, was=was, wanted=changes)
    shown = {name: printable(said) if isinstance(said, str) else said for name, said in changes.items()}
    made = apply_changes(row, shown)
    if made:
        audit.record(AuditEvent.GUIDANCE_CHANGED, principal, subject=row.development, fields=made.fields, changes=made)
    return row
