"""Accounts of staff that are locked. What is counted stands under keyed hashes, so people are asked for by theirs."""

from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from django.db import connection
from django.db.models import Q

from apps.core import rbac
from apps.core.identity import Principal
from apps.core.keyset import Part, part
from apps.core.rbac import Permission
from apps.core.row_security import proof

from .lockout import Counter, account_key, quiet_seconds
from .models import Staff


@dataclass(frozen=True, slots=True)
class Failures:
    account: bytes
    key: bytes
    number: int
    last_at: datetime


@dataclass(frozen=True, slots=True)
class Lock:
    """`everywhere`: from whatever address; else from those where the attempts were made. It lasts from the last of the
    counted `failures`, which is what began it.
    """

    staff_id: UUID
    everywhere: bool
    failures: int
    since: datetime

    @property
    def until(self) -> datetime:
        return self.since + timedelta(seconds=quiet_seconds())

    @property
    def place(self) -> tuple[float, str]:
        return self.since.timestamp(), str(self.staff_id)


@dataclass(frozen=True, slots=True)
class Locked(Lock):
    person: Staff


def within_reach(principal: Principal, *, search: str = "", cursor: str | None = None, size: int) -> Part[Locked]:
    """Of the principal's tenant, or of all for an operator who works inside none; the one locked last first.

    `search` is in a name or an e-mail address.

    Raises Invalid: the cursor cannot be read.
    """
    rbac.check(principal, Permission.STAFF_MANAGE)
    found = part(_locks(_sought(principal, search)), lambda lock: lock.place, cursor, size)
    people = Staff.objects.select_related("tenant").in_bulk([lock.staff_id for lock in found.rows])
    return Part([Locked(**asdict(lock), person=people[lock.staff_id]) for lock in found.rows], found.next_cursor)


def _sought(principal: Principal, search: str) -> Mapping[bytes, tuple[UUID, str]]:
    """Ids and e-mail addresses by what their accounts are counted under."""
    staff, wanted = Staff.objects.filter(is_active=True), search.strip()
    if principal.tenant_id is not None:
        staff = staff.filter(tenant_id=principal.tenant_id)
    if wanted:
        staff = staff.filter(Q(name__icontains=wanted) | Q(email__icontains=wanted))
    return {account_key(email): (key, email) for key, email in staff.values_list("pk", "email")}


def _locks(people: Mapping[bytes, tuple[UUID, str]]) -> Iterable[Lock]:
    """One of each account: that from everywhere if there is one, else the latest."""
    found = [lock for failures in _failures(people) if (lock := _judged(*people[failures.account], failures))]
    latest = sorted(found, key=lambda lock: (lock.everywhere, lock.since))
    return {lock.staff_id: lock for lock in latest}.values()


def _judged(staff_id: UUID, email: str, failures: Failures) -> Lock | None:
    """One counter is the name's alone; the others of an account are the name's at one address."""
    alone = Counter.of({"username": email})
    everywhere = failures.key == alone.key
    limit = alone.limit if everywhere else Counter("username+ip_address", failures.key, None).limit
    return Lock(staff_id, everywhere, failures.number, failures.last_at) if failures.number >= limit else None


def _failures(people: Mapping[bytes, Any]) -> list[Failures]:
    accounts = list(people)
    if not accounts:
        return []
    shown = proof(f"account_failures:{','.join(account.hex() for account in accounts)}")
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT account, key, failures, last_at FROM security.account_failures(%s::bytea[], %s, %s)",
            [accounts, quiet_seconds(), shown],
        )
        return [Failures(bytes(account), bytes(key), number, at) for account, key, number, at in cursor.fetchall()]
