"""All that is held about a person, gathered in one place: for their builder's answer to an access request, and for
themselves. Apps above this one say in `PERSONAL_DATA_SOURCES` what they hold; a contract test reads from the database's
catalogue which tables name a person, so none can be forgotten, neither here nor when the person is removed.
"""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.conf import settings
from django.db import connection, transaction
from django.utils import timezone
from django.utils.module_loading import import_string

from apps.audit import services as audit
from apps.audit.events import AuditEvent
from apps.core import rbac
from apps.core.errors import Forbidden
from apps.core.identity import Principal
from apps.core.rbac import Permission

from . import selectors
from .models import Homeowner

SESSIONS = """SELECT device, CASE WHEN NOT support THEN host(address) END AS address, created_at, seen_at, expires_at,
    support
FROM security.list_sessions() WHERE subject_id = %s ORDER BY created_at DESC"""
NOT_HERE = (
    "Entries of the security log name this person by a random number only, and are kept as the law and the contract"
    " with the builder ask for."
)


@dataclass(frozen=True, slots=True)
class Source:
    """One part of the answer.

    `tables` are those with rows of a person that it reads. Staff need `permission` too, where it is given: what
    somebody asked is not for every builder to read, while the person gets all of it.
    """

    name: str
    tables: frozenset[str]
    collect: Callable[[Homeowner], Any]
    permission: Permission | None = None


def sources() -> Iterator[Source]:
    yield Source("person", frozenset({"homeowners"}), _person)
    yield Source("home", frozenset(), _home)
    yield Source("sessions", frozenset(), _sessions)
    for path in settings.PERSONAL_DATA_SOURCES:
        yield import_string(path)


@transaction.atomic
def of_homeowner(principal: Principal, *, homeowner_id: UUID) -> Mapping[str, Any]:
    """For an access request that reaches the builder. What this member of staff may not read is named, not shown.

    Raises:
        NotFound: no such homeowner within reach.
    """
    person = selectors.homeowner(principal, homeowner_id)
    rbac.check(principal, Permission.HOMEOWNER_EXPORT, person)
    return _gathered(principal, person, lambda part: part.permission is None or rbac.allows(principal, part.permission))


@transaction.atomic
def own(principal: Principal) -> Mapping[str, Any]:
    """The same for the homeowner who acts, all of it.

    Raises:
        Forbidden: support looks at the home; it may look, and not carry everything away.
    """
    rbac.check(principal, Permission.HOME_EXPORT)
    if principal.impersonated_by is not None:
        raise Forbidden("Only the homeowner may take this copy.", reason="export while impersonating")
    return _gathered(principal, selectors.resident(principal), lambda _part: True)


def _gathered(principal: Principal, person: Homeowner, may: Callable[[Source], bool]) -> Mapping[str, Any]:
    parts = list(sources())
    told = {part.name: part.collect(person) for part in parts if may(part)}
    withheld = [part.name for part in parts if part.name not in told]
    audit.record(AuditEvent.HOMEOWNER_EXPORTED, principal, subject=person, parts=sorted(told))
    return {"made_at": timezone.now(), **told, "withheld": withheld, "not_here": NOT_HERE}


def _person(person: Homeowner) -> Mapping[str, Any]:
    return {
        "id": person.pk,
        "name": person.name,
        "email": person.email,
        "phone": person.phone,
        "active": person.is_active,
        "recorded_at": person.created_at,
    }


def _home(person: Homeowner) -> Mapping[str, Any]:
    home = person.unit
    return {
        "unit_number": home.unit_number,
        "address": home.address,
        "eircode": home.eircode,
        "house_type": home.house_type_code,
        "development": home.development.name,
        "builder": home.tenant.name,
    }


def _sessions(person: Homeowner) -> list[dict[str, Any]]:
    """Where they are signed in now; sessions that have ended are forgotten by themselves."""
    with connection.cursor() as cursor:
        cursor.execute(SESSIONS, [person.pk])
        names = [column.name for column in cursor.description]
        return [dict(zip(names, row, strict=True)) for row in cursor.fetchall()]
