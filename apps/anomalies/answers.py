"""Answers kept for a while: per tenant and role, under the version of the policy and of the findings.

A change of thresholds or findings is another key, so a kept answer is never a wrong one, on any worker.
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
