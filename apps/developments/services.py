"""Writing estates, designs and homes."""

from collections.abc import Mapping, Sequence
from decimal import Decimal
from itertools import chain, count
from typing import Any
from uuid import UUID

from django.db import IntegrityError, connection, transaction
from django.utils.text import slugify
from django.utils.translation import gettext as _

from apps.audit import services as audit
from apps.audit.changes import apply_changes
from apps.audit.events import AuditEvent
from apps.core import rbac
from apps.core.errors import Conflict, Invalid
from apps.core.identity import Principal
from apps.core.meanwhile import NOTHING_SEEN, hold_as_seen
from apps.core.rbac import Permission
from apps.core.validation import save_new, unless_taken

from . import selectors
from .archiving import refuse_archived
from .models import Development, HouseType, Unit
from .rooms import as_rooms, stored

SLUG_LENGTH = 60
UNIQUE_UNIT = {"uq_unit_number": "unit_number"}


@transaction.atomic
def development_create(principal: Principal, *, name: str, address: str = "") -> Development:
    """A new estate of the tenant that the principal works in.

    Raises:
        Conflict: a super_admin has not entered a tenant.
    """
    rbac.check(principal, Permission.DEVELOPMENT_CREATE)
    if principal.tenant_id is None:
        raise Conflict("Choose a tenant to work in first.")
    slug = _free_slug(principal.tenant_id, name)
    made = Development(tenant_id=principal.tenant_id, name=name, slug=slug, address=address)
    save_new(made, {"uq_development_slug": "name"})
    audit.record(AuditEvent.DEVELOPMENT_CREATED, principal, subject=made)
    return made


@transaction.atomic
def development_update(
    principal: Principal, *, development_id: UUID, changes: Mapping[str, Any], was: Mapping[str, Any] = NOTHING_SEEN
) -> Development:
    """Change name, address or contacts. The slug stays: links to it are out in the world.

    Raises:
        Conflict: somebody has changed the same since it was as in `was`.
    """
    estate = selectors.development(principal, development_id)
    rbac.check(principal, Permission.DEVELOPMENT_MANAGE, estate)
    hold_as_seen(estate, was=was, wanted=changes)
    made = apply_changes(estate, changes)
    if made:
        audit.record(AuditEvent.DEVELOPMENT_CHANGED, principal, subject=estate, fields=made.fields, changes=made)
    return estate


@transaction.atomic
def house_type_create(
    principal: Principal,
    *,
    development_id: UUID,
    code: str,
    name: str = "",
    bedrooms: int | None = None,
    floor_area_m2: Decimal | None = None,
    rooms: Sequence[Mapping[str, Any]] = (),
) -> HouseType:
    """
    Raises:
        Invalid: the development has this code already.
        Conflict: the development is archived.
    """
    estate = selectors.development(principal, development_id)
    rbac.check(principal, Permission.DEVELOPMENT_MANAGE, estate)
    refuse_archived(estate)
    made = HouseType(
        tenant_id=estate.tenant_id,
        development=estate,
        code=code,
        name=name,
        bedrooms=bedrooms,
        floor_area_m2=floor_area_m2,
        rooms=stored(rooms),
    )
    save_new(made, {"uq_house_type_code": "code"})
    audit.record(AuditEvent.HOUSE_TYPE_CREATED, principal, subject=made, house_type=code)
    return made


@transaction.atomic
def house_type_update(
    principal: Principal,
    *,
    development_id: UUID,
    house_type_id: UUID,
    changes: Mapping[str, Any],
    was: Mapping[str, Any] = NOTHING_SEEN,
) -> HouseType:
    """Change name, bedrooms, floor area or rooms. The code stays: homes and documents refer to it.

    Raises:
        Conflict: as `development_update`.
    """
    design = selectors.found(selectors.house_types_of(principal, development_id), house_type_id)
    rbac.check(principal, Permission.DEVELOPMENT_MANAGE, design)
    hold_as_seen(design, was=was, wanted=changes, meant={"rooms": as_rooms})
    if "rooms" in changes:
        changes = {**changes, "rooms": stored(changes["rooms"])}
    made = apply_changes(design, changes)
    if made:
        audit.record(
            AuditEvent.HOUSE_TYPE_CHANGED,
            principal,
            subject=design,
            house_type=design.code,
            fields=made.fields,
            changes=made,
        )
    return design


@transaction.atomic
def house_type_delete(principal: Principal, *, development_id: UUID, house_type_id: UUID) -> None:
    """Remove a design that nothing is of.

    Raises:
        Conflict: homes, documents, answers or notices name it.
    """
    design = selectors.found(selectors.house_types_of(principal, development_id), house_type_id)
    rbac.check(principal, Permission.DEVELOPMENT_MANAGE, design)
    _remove(design, _("Homes, documents, answers or notices are for this house type, so it stays."))
    audit.record(AuditEvent.HOUSE_TYPE_REMOVED, principal, subject=design, house_type=design.code)


@transaction.atomic
def unit_create(
    principal: Principal,
    *,
    development_id: UUID,
    unit_number: str,
    address: str,
    house_type_code: str,
    eircode: str = "",
    **details: Any,
) -> Unit:
    """`details` are those of `city`, `bedrooms`, `floor_area_m2` and `plot_area_m2` that the home has of its own.

    Raises:
        Invalid: the house type is not one of the development's, or the number is taken.
        Conflict: the development is archived.
    """
    estate = selectors.development(principal, development_id)
    rbac.check(principal, Permission.UNIT_MANAGE, estate)
    refuse_archived(estate)
    known_house_type(principal, development_id=estate.pk, code=house_type_code)
    made = Unit(
        tenant_id=estate.tenant_id,
        development=estate,
        unit_number=unit_number,
        address=address,
        house_type_code=house_type_code,
        eircode=eircode,
        **details,
    )
    save_new(made, UNIQUE_UNIT)
    audit.record(AuditEvent.UNIT_CREATED, principal, subject=made, house_type=house_type_code)
    return made


@transaction.atomic
def unit_update(
    principal: Principal, *, unit_id: UUID, changes: Mapping[str, Any], was: Mapping[str, Any] = NOTHING_SEEN
) -> Unit:
    """
    Raises:
        Invalid: as `unit_create`.
        Conflict: as `development_update`.
    """
    home = selectors.unit(principal, unit_id)
    rbac.check(principal, Permission.UNIT_MANAGE, home)
    hold_as_seen(home, was=was, wanted=changes, names={"house_type_code": "house_type"})
    if "house_type_code" in changes:
        known_house_type(principal, development_id=home.development_id, code=changes["house_type_code"])
    with unless_taken(UNIQUE_UNIT), transaction.atomic():
        made = apply_changes(home, changes)
    if made:
        audit.record(AuditEvent.UNIT_CHANGED, principal, subject=home, fields=made.fields, changes=made)
    return home


@transaction.atomic
def unit_delete(principal: Principal, *, unit_id: UUID) -> None:
    """Remove a home that was added by mistake.

    Raises:
        Conflict: it has a card, people or a history, which nobody may lose by a slip.
    """
    home = selectors.unit(principal, unit_id)
    rbac.check(principal, Permission.UNIT_MANAGE, home)
    _remove(home, _("This home has a card or people, so it stays. Correct its details instead."))
    audit.record(AuditEvent.UNIT_REMOVED, principal, subject=home, house_type=home.house_type_code)


def _remove(row: HouseType | Unit, why_not: str) -> None:
    """The database judges whether anything belongs to the row.

    Raises:
        Conflict: something does; it says `why_not`.
    """
    try:
        with transaction.atomic():
            # Not `row.delete()`, which would take what belongs to the row along.
            type(row).objects.filter(tenant_id=row.tenant_id, pk=row.pk)._raw_delete(using=row._state.db)
            connection.check_constraints()
    except IntegrityError:
        raise Conflict(why_not) from None


def known_house_type(principal: Principal, *, development_id: UUID, code: str) -> None:
    """
    Raises:
        Invalid: the development has no such house type; the message lists those it has.
    """
    codes = list(selectors.house_types_of(principal, development_id).values_list("code", flat=True))
    if code not in codes:
        valid = ", ".join(codes) or "none yet"
        raise Invalid.field(
            "house_type", "unknown_house_type", f"Not a house type of this development. Valid: {valid}."
        )


def _free_slug(tenant_id: UUID, name: str) -> str:
    """`oak-park`, else `oak-park-2` and so on; a name without Latin letters becomes `development`."""
    base = slugify(name)[: SLUG_LENGTH - 6].strip("-") or "development"
    taken = set(Development.objects.filter(tenant_id=tenant_id, slug__startswith=base).values_list("slug", flat=True))
    candidates = chain([base], (f"{base}-{number}" for number in count(2)))
    return next(slug for slug in candidates if slug not in taken)
