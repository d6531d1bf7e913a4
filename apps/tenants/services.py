"""Tenants and their staff: who may be made, by whom, and what must never be left behind."""

from collections.abc import Iterable, Mapping
from functools import partial
from typing import Any
from uuid import UUID

from django.apps import apps
from django.contrib.auth.password_validation import validate_password
from django.db import connection, transaction

from apps.audit.changes import apply_changes
from apps.audit.events import AuditEvent
from apps.audit.services import record
from apps.core import rbac, row_security
from apps.core.errors import Conflict, Invalid, SessionEnded
from apps.core.identity import PLATFORM_TENANT, Principal, Role
from apps.core.rbac import Permission
from apps.core.validation import save_new, told_as

from . import selectors
from .models import Membership, Staff, StaffRole, Tenant
from .sign_in import sign_in, sign_out

__all__ = [
    "keep_a_manager",
    "password_change",
    "roles_to_give",
    "scope_enter",
    "sign_in",
    "sign_out",
    "staff_change",
    "staff_create",
    "tenant_change",
    "tenant_create",
]


@transaction.atomic
def tenant_create(principal: Principal, *, name: str, slug: str, country: str = "IE") -> Tenant:
    rbac.check(principal, Permission.TENANT_MANAGE)
    if principal.tenant_id is not None:
        raise Conflict("Leave the tenant you work in before you create another.")
    tenant = Tenant(name=name.strip(), slug=slug.strip().lower(), country=country.upper())
    save_new(tenant, {"tenants_slug_key": "slug"})
    record(AuditEvent.TENANT_CREATED, principal, subject=tenant)
    return tenant


@transaction.atomic
def tenant_change(principal: Principal, *, tenant_id: UUID, changes: Mapping[str, Any]) -> Tenant:
    """Change what is given. The slug stays: links and commands name it."""
    tenant = selectors.tenant(principal, tenant_id)
    rbac.check(principal, Permission.TENANT_MANAGE, tenant)
    made = apply_changes(tenant, changes)
    if made:
        record(AuditEvent.TENANT_CHANGED, principal, subject=tenant, fields=made.fields, changes=made)
    return tenant


@transaction.atomic
def staff_create(
    principal: Principal,
    *,
    tenant_id: UUID,
    email: str,
    name: str,
    role: str,
    password: str | None,
    development_ids: Iterable[UUID] = (),
) -> Staff:
    """Without a password the account waits, inactive, until its person opens it by a link (`team.invite`).

    Raises:
        NotFound: no such tenant within reach.
        Invalid: a value, a weak password, an address that this tenant has already.
    """
    tenant = selectors.tenant(principal, tenant_id)
    rbac.check(principal, Permission.STAFF_MANAGE, tenant)
    _may_hold(principal, tenant.pk, role)
    person = Staff(tenant=tenant, email=email.strip().lower(), name=name.strip(), role=role)
    _protect(person, password)
    save_new(person, {"uq_staff_email": "email"})
    developments = _join(person, development_ids)
    record(AuditEvent.STAFF_CREATED, principal, subject=person, role=role, memberships=developments)
    return person


@transaction.atomic
def staff_change(
    principal: Principal,
    *,
    staff_id: UUID,
    name: str | None = None,
    role: str | None = None,
    development_ids: Iterable[UUID] | None = None,
    active: bool | None = None,
) -> Staff:
    """Change what is given. A change of role or of `active` ends the person's sessions.

    Raises:
        Conflict: nobody would be left who can manage the tenant, or the person has yet to open their account.
    """
    person = selectors.staff(principal, staff_id)
    rbac.check(principal, Permission.STAFF_MANAGE, person)
    given: dict[str, Any] = {"name": name, "role": role, "is_active": active}
    wanted = {field: value for field, value in given.items() if value is not None and value != getattr(person, field)}
    if wanted.get("is_active") and person.is_invited:
        raise Conflict("This person has not opened their account yet; send the invitation again.")
    if "role" in wanted:
        _may_hold(principal, person.tenant_id, wanted["role"])
    if wanted.keys() & {"role", "is_active"}:
        keep_a_manager(
            person, role=wanted.get("role", person.role), is_active=wanted.get("is_active", person.is_active)
        )
    made = apply_changes(person, wanted)
    payload: dict[str, Any] = {"fields": made.fields} if made else {}
    if development_ids is not None:
        payload["memberships"] = _replace_memberships(person, development_ids)
    if payload:
        record(AuditEvent.STAFF_CHANGED, principal, subject=person, changes=made, **payload)
    return selectors.staff(principal, staff_id)


@transaction.atomic
def password_change(principal: Principal, *, staff_id: UUID, password: str) -> None:
    """Set another person's password, or one's own; ends the person's sessions."""
    person = selectors.staff(principal, staff_id)
    if person.pk != principal.subject_id:
        rbac.check(principal, Permission.STAFF_MANAGE, person)
    with told_as("password"):
        validate_password(password, person)
    person.set_password(password)
    person.save(update_fields=["password"])
    record(AuditEvent.STAFF_CHANGED, principal, subject=person, password=True)


def scope_enter(principal: Principal, *, slug: str | None) -> None:
    """Let this session work inside one tenant, or inside none. Counts from the next request.

    Runs outside any transaction of the caller: the tenant may be one that the present scope cannot see.

    Raises:
        NotFound: no tenant has this slug.
    """
    rbac.check(principal, Permission.SCOPE_CHOOSE)
    with row_security.service_scope(None, "choose a tenant") as platform, transaction.atomic():
        entered = selectors.tenant_named(platform, slug).pk if slug else None
        if principal.tenant_id is not None:
            record(AuditEvent.SCOPE_ENTERED, principal, tenant_id=principal.tenant_id, entered=False)
        if entered is not None:
            record(AuditEvent.SCOPE_ENTERED, principal, tenant_id=entered, entered=True)
        _enter_tenant(principal.session, entered)


def _enter_tenant(session: UUID, tenant_id: UUID | None) -> None:
    proof = row_security.proof(f"enter_tenant:{session}:{tenant_id or ''}")
    with connection.cursor() as cursor:
        cursor.execute("SELECT security.enter_tenant(%s, %s, %s)", [session, tenant_id, proof])
        if not cursor.fetchone()[0]:
            raise SessionEnded(reason="ended while it chose a tenant")


def roles_to_give(principal: Principal) -> list[StaffRole]:
    """The roles that this person may hand out where they work; outside any tenant there are operators only."""
    outside = principal.tenant_id is None
    mine = [role for role in StaffRole if rbac.may_grant(principal, Role(role))]
    return [role for role in mine if (role == StaffRole.SUPER_ADMIN) == outside]


def _protect(person: Staff, password: str | None) -> None:
    if password is None:
        person.is_active = False
        person.set_unusable_password()
        return
    with told_as("password"):
        validate_password(password, person)
    person.set_password(password)


def _may_hold(principal: Principal, tenant_id: UUID, role: str) -> None:
    """Nobody hands out more than they hold, and operators belong to the platform alone."""
    if role not in StaffRole.values or not rbac.may_grant(principal, Role(role)):
        raise Invalid.field("role", "invalid", "You cannot give this role.")
    if (role == StaffRole.SUPER_ADMIN) != (tenant_id == PLATFORM_TENANT):
        raise Invalid.field("role", "invalid", "Operators belong to the platform, everybody else to a tenant.")


def keep_a_manager(person: Staff, *, role: str, is_active: bool) -> None:
    """One change of a tenant's managers at a time, so that two of them cannot remove each other at the same moment.
    Their rows are not locked: many who did that at once stood in each other's way for good.

    Raises:
        Conflict: nobody would be left who can manage the tenant.
    """
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(hashtextextended(%s, 0))", [f"managers:{person.tenant_id}"])
    roles = [role for role in StaffRole.values if Permission.STAFF_MANAGE in rbac.GRANTS[Role(role)]]
    rows = Staff.objects.filter(tenant_id=person.tenant_id, role__in=roles, is_active=True)
    managers = set(rows.values_list("pk", flat=True))
    stays = role in roles and is_active
    if managers == {person.pk} and not stays:
        raise Conflict("This is the last active administrator; make another one first.")


def _join(person: Staff, development_ids: Iterable[UUID]) -> list[UUID]:
    wanted = sorted(set(development_ids))
    _inside(person.tenant_id, wanted)
    make = partial(Membership, tenant_id=person.tenant_id, staff=person)
    Membership.objects.bulk_create(make(development_id=pk) for pk in wanted)
    return wanted


def _replace_memberships(person: Staff, development_ids: Iterable[UUID]) -> list[UUID]:
    wanted, present = set(development_ids), set(selectors.development_ids_of(person))
    gone = Membership.objects.filter(tenant_id=person.tenant_id, staff=person, development_id__in=present - wanted)
    gone.delete()
    _join(person, wanted - present)
    return sorted(wanted)


def _inside(tenant_id: UUID, development_ids: list[UUID]) -> None:
    """Developments stand above this app in the order of imports, so its model is asked for by name."""
    rows = apps.get_model("developments", "Development").objects
    if rows.filter(tenant_id=tenant_id, pk__in=development_ids).count() != len(development_ids):
        raise Invalid.field("memberships", "unknown", "One of these developments is not known.")
