"""Answers kept for a minute: per tenant, role and language, under the versions of thresholds and findings (ADR 22).

A change of either is another key, on every worker, so no kept answer tells of findings as they no longer are. What else
it names, as a tenant, may have got another name within that minute.
"""

from collections.abc import Callable
from hashlib import sha256
from typing import Any

from django.core.cache import cache
from django.utils.translation import get_language

from apps.core.identity import Principal

from . import selectors

KEPT_SECONDS = 60


def kept(principal: Principal, asked: str, make: Callable[[], Any]) -> Any:
    """What `make` returned for this very question; `asked` names it whole, with its filters."""
    whose = principal.tenant_id or "all"
    parts = (whose, principal.role, selectors.revision(principal), get_language(), asked)
    key = "anomalies:" + sha256("\x1f".join(map(str, parts)).encode()).hexdigest()
    answer = cache.get(key)
    if answer is None:
        answer = make()
        cache.set(key, answer, KEPT_SECONDS)
    return answer
