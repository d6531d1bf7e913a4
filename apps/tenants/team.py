"""The people of a builder company: who is there, who is invited, who leaves.

Somebody invited is a member of staff without a password, and inactive, until they follow their link. What must never be
left behind, a company that nobody can manage, is judged by `services`.
"""

from collections.abc import Iterable
from functools import partial
from uuid import UUID

from django.db import transaction
from django.db.models import Exists, OuterRef, Q, QuerySet
from django.utils.translation import gettext as _

from apps.audit.events import AuditEvent
from apps.audit.services import record
from apps.core import rbac
from apps.core.errors import Conflict, NotFound
from apps.core.identity import PLATFORM_TENANT, Principal
from apps.core.rbac import Permission

from . import mailing, services
from .links import Purpose
from .models import Membership, Staff


def team_of(principal: Principal, *, search: str = "") -> QuerySet[Staff]:
    """With memberships. Builders see themselves and whom they share a development with. `search` looks into name and
    e-mail."""
    rows = Staff.objects.filter(tenant_id=principal.tenant_id or PLATFORM_TENANT)
    if principal.is_bound:
        shared = Membership.objects.filter(
            tenant_id=OuterRef("tenant_id"), staff=OuterRef("pk"), development_id__in=sorted(principal.development_ids)
        )
        rows = rows.filter(Q(pk=principal.subject_id) | Exists(shared))
    if search:
        rows = rows.filter(Q(name__icontains=search) | Q(email__icontains=search))
    return rows.select_related("tenant").prefetch_related("memberships").order_by("-created_at", "id")


def member(principal: Principal, staff_id: UUID) -> Staff:
    """
    Raises:
        NotFound: there is none, or they are out of reach.
    """
    found = team_of(principal).filter(pk=staff_id).first()
    if found is None:
        raise NotFound(reason=f"no staff {staff_id} within reach")
    return found


@transaction.atomic
def invite(
    principal: Principal, *, email: str, role: str, name: str = "", development_ids: Iterable[UUID] = ()
) -> Staff:
    """Make an account that its person opens by a link in the mail.

    Raises:
        Invalid: a value, or an address that the team has already.
    """
    made = services.staff_create(
        principal,
        tenant_id=principal.tenant_id or PLATFORM_TENANT,
        email=email,
        name=name.strip() or email.partition("@")[0],
        role=role,
        password=None,
        development_ids=development_ids,
    )
    _send(principal, made)
    return member(principal, made.pk)


@transaction.atomic
def invite_again(principal: Principal, *, staff_id: UUID) -> None:
    """Send another link; the one before opens nothing any more.

    Raises:
        Conflict: the person has opened their account.
    """
    person = member(principal, staff_id)
    rbac.check(principal, Permission.STAFF_MANAGE, person)
    if not person.is_invited:
        raise Conflict(_("This person has opened their account already."))
    _send(principal, person)


@transaction.atomic
def remove(principal: Principal, *, staff_id: UUID) -> None:
    """Take the account away for good, an invitation too. Sessions end at once; the trail keeps plain ids.

    Raises:
        Conflict: it is one's own, or nobody would be left who can manage the company.
    """
    person = member(principal, staff_id)
    rbac.check(principal, Permission.STAFF_MANAGE, person)
    if person.pk == principal.subject_id:
        raise Conflict(_("You cannot remove yourself; ask another administrator."))
    services.keep_a_manager(person, role=person.role, is_active=False)
    record(AuditEvent.STAFF_REMOVED, principal, subject=person, role=person.role)
    # What hangs on the row goes by the database's own cascades: an admin may not touch second factors.
    Staff.objects.filter(tenant_id=person.tenant_id, pk=person.pk)._raw_delete("default")


def _send(principal: Principal, person: Staff) -> None:
    record(AuditEvent.STAFF_INVITED, principal, subject=person, role=person.role)
    transaction.on_commit(partial(mailing.send_soon, person.tenant_id, person.pk, Purpose.INVITATION))
