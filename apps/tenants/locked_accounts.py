"""Accounts of staff that are locked. What is counted stands under keyed hashes, so people are asked for by theirs."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db import connection

from apps.core import rbac
from apps.core.identity import Principal
from apps.core.rbac import Permission
from apps.core.row_security import proof

from .lockout import Counter, account_key, quiet_seconds
from .models import Staff


@dataclass(frozen=True, slots=True)
class Locked:
    """`everywhere`: from whatever address; else from those where the attempts were made. It lasts from the last of the
    counted `failures`, which is what began it.
    """

    person: Staff
    everywhere: bool
    failures: int
    since: datetime
    until: datetime


@dataclass(frozen=True, slots=True)
class Failures:
    account: bytes
    key: bytes
    number: int
    last_at: datetime


def within_reach(principal: Principal) -> list[Locked]:
    """Of the principal's tenant, or of all for an operator who works inside none; the one locked last first."""
    rbac.check(principal, Permission.STAFF_MANAGE)
    staff = Staff.objects.filter(is_active=True).select_related("tenant")
    if principal.tenant_id is not None:
        staff = staff.filter(tenant_id=principal.tenant_id)
    people = {account_key(person.email): person for person in staff}
    found = [lock for failures in _failures(people) if (lock := _judged(people[failures.account], failures))]
    latest = sorted(found, key=lambda lock: (lock.everywhere, lock.until))
    return sorted({lock.person.pk: lock for lock in latest}.values(), key=lambda lock: lock.until, reverse=True)


def _judged(person: Staff, failures: Failures) -> Locked | None:
    """One counter is the name's alone; the others of an account are the name's at one address."""
    alone = Counter.of({"username": person.email})
    everywhere = failures.key == alone.key
    limit = alone.limit if everywhere else Counter("username+ip_address", failures.key, None).limit
    until = failures.last_at + timedelta(seconds=quiet_seconds())
    locked = failures.number >= limit
    return Locked(person, everywhere, failures.number, failures.last_at, until) if locked else None


def _failures(people: Mapping[bytes, Staff]) -> list[Failures]:
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
