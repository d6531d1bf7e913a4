"""Writing notices, and putting them away."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from apps.audit import services as audit
from apps.audit.changes import apply_changes
from apps.audit.events import AuditEvent
from apps.core import rbac
from apps.core.errors import Invalid
from apps.core.identity import Principal
from apps.core.meanwhile import NOTHING_SEEN, hold_as_seen
from apps.core.rbac import Permission
from apps.core.validation import save_new
from apps.developments import selectors as developments
from apps.developments.archiving import refuse_archived
from apps.developments.services import known_house_type

from . import selectors
from .models import Notice, NoticeRead

WORDS = frozenset({"title", "body"})


@transaction.atomic
def notice_create(
    principal: Principal,
    *,
    development_id: UUID,
    title: str,
    body: str,
    starts_at: datetime | None = None,
    ends_at: datetime | None = None,
    house_type_code: str | None = None,
) -> Notice:
    """Tell the homes of a development, from now on where no beginning is given.

    Raises:
        Invalid: it ends before it begins, or the house type is not one of the development's.
        Conflict: the development is archived.
    """
    estate = developments.development(principal, development_id)
    rbac.check(principal, Permission.NOTICE_MANAGE, estate)
    refuse_archived(estate)
    made = Notice(
        tenant_id=estate.tenant_id,
        development=estate,
        title=title.strip(),
        body=body.strip(),
        starts_at=starts_at or timezone.now(),
        ends_at=ends_at,
        house_type_code=house_type_code,
        created_by=principal.subject_id,
    )
    _judge(principal, made, {})
    save_new(made, {})
    audit.record(AuditEvent.NOTICE_CREATED, principal, subject=made, house_type=house_type_code)
    return selectors.notice(principal, development_id, made.pk)


@transaction.atomic
def notice_update(
    principal: Principal,
    *,
    development_id: UUID,
    notice_id: UUID,
    changes: Mapping[str, Any],
    was: Mapping[str, Any] = NOTHING_SEEN,
) -> Notice:
    """Change what is given; other words are new to those who read it before.

    Raises:
        Invalid: as `notice_create`.
        Conflict: somebody has changed the same since it was as in `was`.
    """
    row = selectors.notice(principal, development_id, notice_id)
    rbac.check(principal, Permission.NOTICE_MANAGE, row)
    hold_as_seen(row, was=was, wanted=changes, names={"house_type_code": "house_type"})
    _judge(principal, row, changes)
    made = apply_changes(row, changes)
    if WORDS & set(made.fields):
        row.changed_at = timezone.now()
        row.save(update_fields=["changed_at"])
    if made:
        audit.record(AuditEvent.NOTICE_CHANGED, principal, subject=row, fields=made.fields, changes=made)
    return selectors.notice(principal, development_id, notice_id)


@transaction.atomic
def notice_delete(principal: Principal, *, development_id: UUID, notice_id: UUID) -> None:
    row = selectors.notice(principal, development_id, notice_id)
    rbac.check(principal, Permission.NOTICE_MANAGE, row)
    audit.record(AuditEvent.NOTICE_DELETED, principal, subject=row)
    row.delete()


@transaction.atomic
def notice_put_away(principal: Principal, *, notice_id: UUID) -> None:
    """The homeowner has read it; doing so again changes nothing.

    Raises:
        NotFound: this home is not told it now.
    """
    rbac.check(principal, Permission.HOME_NOTICES)
    row = selectors.shown(principal, notice_id)
    read = NoticeRead(
        tenant_id=row.tenant_id,
        development_id=row.development_id,
        notice=row,
        homeowner_id=principal.subject_id or UUID(int=0),
    )
    NoticeRead.objects.bulk_create(
        [read], update_conflicts=True, unique_fields=["tenant", "notice", "homeowner"], update_fields=["read_at"]
    )


def _judge(principal: Principal, row: Notice, changes: Mapping[str, Any]) -> None:
    """What the row would say with the changes made."""
    starts_at, ends_at, code = (
        changes.get(name, getattr(row, name)) for name in ("starts_at", "ends_at", "house_type_code")
    )
    if ends_at is not None and ends_at <= starts_at:
        raise Invalid.field("ends_at", "before_start", _("It ends before it begins."))
    if code is not None:
        known_house_type(principal, development_id=row.development_id, code=code)
