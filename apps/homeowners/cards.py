"""Cards of homes, one or a thousand at a time: issued where there is none, replaced, revoked.

A home has at most one card that works. Whatever the number of homes, the number of statements is the same.
"""

from collections.abc import Collection, Mapping, Sequence
from datetime import datetime
from uuid import UUID

from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _

from apps.audit import services as audit
from apps.audit.events import AuditEvent
from apps.core import rbac
from apps.core.errors import Invalid, NotFound
from apps.core.identity import Principal
from apps.core.rbac import Permission
from apps.developments import selectors as developments
from apps.developments.models import Development, Unit

from . import enrolment
from .enrolment import Card
from .models import EnrolmentCode
from .selectors import standing, working

# One act's homes: an estate of more is done in parts.
MOST = 2_000


@transaction.atomic
def issue_missing(
    principal: Principal, *, development_id: UUID, unit_ids: Collection[UUID] | None = None
) -> list[Card]:
    """A card for each home that has none that works. None stands for all homes."""
    homes = _locked(principal, development_id, unit_ids)
    having = set(working(cards_of(homes)).values_list("unit_id", flat=True))
    return _issued(principal, [home for home in homes if home.pk not in having])


@transaction.atomic
def replace(principal: Principal, *, development_id: UUID, unit_ids: Collection[UUID]) -> list[Card]:
    """A new card for each of these homes; those before stop working."""
    return _issued(principal, _locked(principal, development_id, unit_ids))


@transaction.atomic
def revoke(principal: Principal, *, development_id: UUID, unit_ids: Collection[UUID]) -> int:
    """These homes' cards stop working; how many did. Sessions that they opened go on."""
    ended = _end(_locked(principal, development_id, unit_ids))
    audit.record_each(AuditEvent.ENROLMENT_REVOKED, principal, ended)
    return len(ended)


def act(
    principal: Principal, action: str, *, development_id: UUID, unit_ids: Collection[UUID] | None
) -> Mapping[str, int]:
    """`issue`, `replace` or `revoke`, by name; how many cards were made, and how many stopped working for good.

    Raises:
        Invalid: cards that work are to be replaced or revoked, and no home is named.
    """
    if action == "issue":
        return {"issued": len(issue_missing(principal, development_id=development_id, unit_ids=unit_ids))}
    if not unit_ids:
        raise Invalid.field("units", "required", _("Choose the homes whose cards this is about."))
    if action == "replace":
        return {"issued": len(replace(principal, development_id=development_id, unit_ids=unit_ids))}
    return {"revoked": revoke(principal, development_id=development_id, unit_ids=unit_ids)}


def chosen(
    principal: Principal, estate: Development, unit_ids: Collection[UUID] | None, *, lock: bool = False
) -> list[Unit]:
    """These homes of the development, or all, in the order of their numbers.

    Raises:
        Invalid: there are too many.
        NotFound: one of them is not a home of this development.
    """
    rows = developments.numbered(developments.units_of(principal, estate.pk)).order_by(*developments.BY_NUMBER)
    if unit_ids is not None:
        rows = rows.filter(pk__in=set(unit_ids))
    if lock:
        # No key is changed, so people may join the home meanwhile: a plain lock would wait for them, and they for it.
        rows = rows.select_for_update(no_key=True)
    homes = list(rows[: MOST + 1])
    if len(homes) > MOST:
        raise Invalid.field(
            "units", "too_many", _("More than %(most)d homes at once. Please choose a part of them.") % {"most": MOST}
        )
    if unit_ids is not None and len(homes) < len(set(unit_ids)):
        raise NotFound(reason="a home outside this development")
    return homes


def cards_of(homes: Sequence[Unit]) -> QuerySet[EnrolmentCode]:
    tenants = {home.tenant_id for home in homes}
    return EnrolmentCode.objects.filter(tenant_id__in=tenants, unit_id__in=[home.pk for home in homes])


def _locked(principal: Principal, development_id: UUID, unit_ids: Collection[UUID] | None) -> list[Unit]:
    """One writer at a time for each home, so that two at once cannot both issue."""
    estate = developments.development(principal, development_id)
    rbac.check(principal, Permission.ENROLMENT_MANAGE, estate)
    return chosen(principal, estate, unit_ids, lock=True)


def _issued(principal: Principal, homes: Sequence[Unit]) -> list[Card]:
    replaced = {row.unit_id for row in _end(homes)}
    expires_at = enrolment.end_of_a_new_card()
    secrets = [enrolment.new_secret() for _home in homes]
    rows = [_row(home, secret, expires_at) for home, secret in zip(homes, secrets, strict=True)]
    EnrolmentCode.objects.bulk_create(rows)
    for event, is_of in ((AuditEvent.ENROLMENT_REPLACED, True), (AuditEvent.ENROLMENT_ISSUED, False)):
        subjects = [row for row in rows if (row.unit_id in replaced) is is_of]
        audit.record_each(event, principal, subjects, expires_at=expires_at)
    return [secret.card(expires_at) for secret in secrets]


def _row(home: Unit, secret: enrolment.Secret, expires_at: datetime) -> EnrolmentCode:
    return EnrolmentCode(
        tenant_id=home.tenant_id,
        development_id=home.development_id,
        unit=home,
        code_hash=enrolment.hashed(secret.long),
        short_hash=enrolment.hashed(secret.short),
        sealed=secret.sealed(),
        expires_at=expires_at,
    )


def _end(homes: Sequence[Unit]) -> list[EnrolmentCode]:
    """What has ended is neither found by its code nor printed again: nothing of its seal stays."""
    ending = standing(cards_of(homes))
    ended = list(ending.only("tenant_id", "unit_id"))
    ending.update(revoked_at=timezone.now(), sealed=None)
    return ended
