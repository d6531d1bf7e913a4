"""The second factor at the door: who must set it up first, who has yet to show it, and what asks for it again.

A view says by its `proof` what it demands. A person is asked in one place, so no view can forget to. How a code is
judged is the tenants app's part (`SECOND_FACTOR_PROVER`).
"""

import time
from enum import StrEnum
from urllib.parse import urlencode

from django.conf import settings
from django.http import HttpResponseBase, HttpResponseRedirect
from django.utils.module_loading import import_string

from .errors import ErrorCode, Forbidden, Problem, SecondFactorMissing
from .http import Request
from .identity import ANONYMOUS
from .rbac import allows

# Where a staff session keeps when its factor was last shown, in seconds since 1970.
SHOWN_AT = "second_factor_at"
HEADER = "X-OTP"


class Proof(StrEnum):
    NEVER = "never"  # whatever the state of the factor: signing out, showing it, stopping what one began
    SET_UP = "set_up"  # before a factor that the tenant requires is set up, too
    SHOWN = "shown"  # once in this session
    RECENT = "recent"  # within `SECOND_FACTOR_SECONDS`
    NOW = "now"  # with this very call


def insist(request: Request) -> None:
    """Let pass or raise.

    A token stands for a factor that was shown when it was made; what asks for one again asks for its person.

    Raises:
        Forbidden: a token acts, and only its person may do this.
        SecondFactorMissing: the tenant requires a factor that the person has not set up.
        OtpRequired: the factor has to be shown; the code that the call brought, if any, was not right.
    """
    state, demand = request.admission.second_factor, request.rule.proof
    by_token = request.principal.is_token
    if by_token and demand in (Proof.RECENT, Proof.NOW):
        raise Forbidden("A token may not do this. Please sign in.", reason="a token where a person is asked for")
    if state == "off" or demand is Proof.NEVER or allows(ANONYMOUS, request.rule.permission):
        return
    if state == "missing":
        if demand is not Proof.SET_UP:
            raise SecondFactorMissing(reason=f"{demand} before the second factor is set up")
    elif not by_token and not _is_met(request, demand):
        import_string(settings.SECOND_FACTOR_PROVER)(request, request.headers.get(HEADER, ""))


def _is_met(request: Request, demand: Proof) -> bool:
    shown_at = request.admission.data.get(SHOWN_AT)
    if shown_at is None or (demand is Proof.NOW and is_program(request)):
        return False
    fresh = time.time() - shown_at < settings.SECOND_FACTOR_SECONDS
    return fresh or demand in (Proof.SHOWN, Proof.SET_UP)


def is_program(request: Request) -> bool:
    """Pages take a code by a form of their own; programs send it in the header."""
    return request.path.startswith("/api/")


def detour(request: Request, problem: Problem) -> HttpResponseBase | None:
    """Where a person is led instead of an error page; None for other problems, and for programs."""
    if is_program(request):
        return None
    pages = {
        ErrorCode.SECOND_FACTOR_REQUIRED: settings.SECOND_FACTOR_URL,
        ErrorCode.OTP_REQUIRED: f"{settings.SECOND_FACTOR_PROOF_URL}?{urlencode({'next': request.get_full_path()})}",
    }
    if problem.code not in pages:
        return None
    response = HttpResponseRedirect(pages[problem.code])
    response.problem = problem  # type: ignore[attr-defined]
    return response
