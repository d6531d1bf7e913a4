"""Whose accounts failed sign-ins were about. The trail knows only a keyed hash of the name, on the platform's side."""

from collections import defaultdict
from collections.abc import Iterable
from functools import lru_cache
from typing import Any
from uuid import UUID

from django.conf import settings

from apps.core.identity import PLATFORM_TENANT
from apps.tenants.failures import account_hash
from apps.tenants.models import Staff

MOST_KEPT = 50_000


def parameters(tenant_id: UUID) -> dict[str, Any]:
    """What the statement for failed sign-ins is told of a tenant's own staff; the platform's run sees all failures."""
    people = [(_hash(email), key) for key, email in _staff().filter(tenant_id=tenant_id).values_list("id", "email")]
    return {
        "everyone": tenant_id == PLATFORM_TENANT,
        "accounts": [account for account, _ in people],
        "staff": [key for _, key in people],
    }


def tenants_of(accounts: Iterable[str]) -> set[UUID]:
    """Whose staff have these hashes."""
    owners = defaultdict(set)
    for tenant_id, email in _staff().values_list("tenant_id", "email"):
        owners[_hash(email)].add(tenant_id)
    return set().union(*(owners[account] for account in accounts if account in owners))


def _hash(email: str) -> str:
    return _hashed(settings.SECRET_KEY, email)


@lru_cache(MOST_KEPT)
def _hashed(secret: str, email: str) -> str:
    """Made once for each address in each worker, not with every scan."""
    return account_hash(email)


def _staff() -> Any:
    return Staff.objects.order_by()
