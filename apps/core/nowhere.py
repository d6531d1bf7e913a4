"""Paths that lead nowhere are requests like others: judged by the gate, within a limit, and on the trail.

Without these views nobody would be asked who calls, and guessing paths would cost nothing.
"""

from collections.abc import Callable
from typing import NoReturn

from django.db import transaction
from django.http import HttpRequest
from django.urls import URLPattern, path
from django.views.decorators.csrf import csrf_exempt

from .errors import ErrorCode
from .gate import ruled
from .problems import Coded
from .rate_limiter import RatePolicy
from .rbac import Permission


def rest_of(prefix: str, rate_policy: RatePolicy) -> URLPattern:
    """Takes what no pattern before it has taken of the paths below `prefix`."""

    # No check of the CSRF token: nothing is done here, and everybody gets the same answer.
    @csrf_exempt
    @transaction.non_atomic_requests
    def nowhere(request: HttpRequest, rest: str) -> NoReturn:
        raise Coded(ErrorCode.NOT_FOUND)

    view: Callable[..., NoReturn] = ruled(Permission.PUBLIC, rate_policy)(nowhere)
    view.leads_nowhere = True  # type: ignore[attr-defined]
    return path(f"{prefix}<path:rest>", view)
