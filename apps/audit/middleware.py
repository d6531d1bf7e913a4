"""One row for every call of staff's surfaces, whatever it returned, and one for every refusal anywhere.

It stands outside the view's transaction, which a refusal rolls back.
"""

from collections.abc import Callable
from contextlib import AbstractContextManager
from functools import partial
from typing import Any

import structlog
from django.db import DatabaseError, OperationalError, transaction
from django.http import HttpRequest, HttpResponseBase

from apps.core import gate, row_security
from apps.core.errors import ErrorCode, Problem, RateLimited
from apps.core.gate import NO_CREDENTIAL, NO_VIEW
from apps.core.http import Request
from apps.core.rate_limiter import Counted, RatePolicy

from . import foreign, replays, services
from .events import AuditEvent

log = structlog.get_logger(__name__)

WATCHED = ("/api/admin/", "/api/developers/", "/admin-enterprise/")
REFUSALS = frozenset(
    {
        ErrorCode.NOT_AUTHENTICATED,
        ErrorCode.SESSION_ENDED,
        ErrorCode.REPLAYED,
        ErrorCode.FORBIDDEN,
        ErrorCode.CSRF_FAILED,
        ErrorCode.UNKNOWN_CODE,
        ErrorCode.RATE_LIMITED,
    }
)
UNREFUSED = (AuditEvent.REQUEST, AuditEvent.IMPERSONATION_USED)


class AuditMiddleware:
    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: Request) -> HttpResponseBase:
        response = self.get_response(request)
        try:
            _note(request, response.status_code, getattr(response, "problem", None))
        except DatabaseError:
            log.critical("audit_write_failed", status=response.status_code, exc_info=True)
        return response


def _note(request: Request, status: int, problem: Problem | None) -> None:
    event = _event(request, problem)
    if event is not None:
        _write(event, request, status, problem)
    if problem is not None and problem.code is ErrorCode.NOT_FOUND:
        foreign.note_attempts(request)
    if problem is not None and problem.code is ErrorCode.SESSION_ENDED:
        replays.note(request)


def _event(request: Request, problem: Problem | None) -> AuditEvent | None:
    if isinstance(problem, RateLimited):
        return _limited(problem) if _worth_a_row(problem) else None
    if problem is not None and _is_refusal(problem):
        return AuditEvent.REQUEST_REFUSED
    if request.principal.impersonated_by is not None:
        return AuditEvent.IMPERSONATION_USED
    called = request.path.startswith(WATCHED) and (request.rule is not NO_VIEW or _has_room(request))
    return AuditEvent.REQUEST if called else None


def _is_refusal(problem: Problem) -> bool:
    """Also what is refused for a reason that its client is not told; a fault of ours is none, whatever it says."""
    return problem.code in REFUSALS or bool(problem.reason and problem.code is not ErrorCode.INTERNAL)


def _has_room(request: Request) -> bool:
    """What never reached the gate (a preflight, another host, plain http) is counted here: its rows would else be
    anybody's to make without end."""
    return gate.admit(NO_CREDENTIAL, request.limited_address, RatePolicy.PUBLIC).verdict.allowed


def _limited(problem: RateLimited) -> AuditEvent:
    floods = problem.policy == RatePolicy.CLIENT_ERRORS
    return AuditEvent.CLIENT_ERROR_FLOOD if floods else AuditEvent.RATE_LIMITED


def _worth_a_row(problem: RateLimited) -> bool:
    """The first refusal of a key at once, then at each power of two: a flood must not become a flood of rows. How many
    there were is told by `refusals`, but for attempts at one account or card, which are few from each address."""
    return isinstance(problem.policy, Counted) or problem.refusals & (problem.refusals - 1) == 0


def _write(event: AuditEvent, request: Request, status: int, problem: Problem | None) -> None:
    principal = request.principal
    row = partial(services.record, event, principal, status=status, **_payload(event, request, problem))
    try:
        _append(row, row_security.acting(principal.session))
    except OperationalError:
        # The request itself ended its session: a service of the same tenant writes in its stead.
        _append(row, row_security.service_scope(principal.tenant_id, "audit after the end of a session"))


def _append(row: Callable[[], None], scope: AbstractContextManager[object]) -> None:
    with scope, transaction.atomic():
        row()


def _payload(event: AuditEvent, request: Request, problem: Problem | None) -> dict[str, Any]:
    payload: dict[str, Any] = {"permission": request.rule.permission}
    if problem is not None:
        payload["code"] = problem.code
    if problem is not None and event not in UNREFUSED:
        payload["reason"] = problem.reason
    if isinstance(problem, RateLimited):
        payload |= {"policy": problem.policy, "refusals": problem.refusals}
    return payload
