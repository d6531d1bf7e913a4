"""The gate: one database call in front of every view, outside its transaction.

It checks the session (expiry, revocation, version), spends the rate limit that the view names, and yields the
`Principal`. It commits by itself, because a view's transaction is rolled back on any 4xx and its counts would vanish.
A view that declares no rule is refused loudly: nothing is reachable by omission.
"""

import json
from collections.abc import Callable, Mapping, Sequence
from contextlib import ExitStack
from dataclasses import dataclass
from typing import Any
from uuid import UUID

import structlog
from django.conf import settings
from django.core.exceptions import ImproperlyConfigured
from django.db import DatabaseError, connection
from django.http import HttpRequest, HttpResponseBase
from django.utils.module_loading import import_string

from . import problems, rate_limiter, readable, row_security, step_up
from .errors import Problem, Unavailable
from .http import Request
from .identity import ANONYMOUS, Principal, Role
from .rate_limiter import POLICIES, RatePolicy, Verdict
from .rbac import Permission
from .step_up import Proof

log = structlog.get_logger(__name__)

ADMIT = "SELECT security.admit(%s, %s, %s, %s, %s, %s)"


@dataclass(frozen=True, slots=True)
class Rule:
    """What a view demands for one method."""

    permission: Permission
    rate_policy: RatePolicy
    proof: Proof = Proof.SHOWN


# Stands until a view is found; a path that leads nowhere keeps it.
NO_VIEW = Rule(Permission.PUBLIC, RatePolicy.UNLIMITED)


@dataclass(frozen=True, slots=True)
class Credential:
    """What a request carries to show who it is. `flaw` says why it cannot be one; then nobody is signed in."""

    kind: str
    secret_hash: bytes | None = None
    session: UUID | None = None
    version: int | None = None
    flaw: str = ""


NO_CREDENTIAL = Credential("none")


@dataclass(frozen=True, slots=True)
class Admission:
    """The gate's answer.

    `state` is none, live, unknown, ended or expired; `data` is the staff session's own; `second_factor` is on, off, or
    missing where the tenant requires one.
    """

    state: str
    principal: Principal
    verdict: Verdict
    data: dict[str, Any]
    second_factor: str = "off"


# For probes only: no session is read and nothing is counted, so they answer while the database does not.
UNCHECKED = Admission("none", ANONYMOUS, Verdict(RatePolicy.UNLIMITED, allowed=True), {})


def admit(credential: Credential, address: str, policy: RatePolicy) -> Admission:
    """Judge one request; commits its count. `address` is already reduced to what is counted (IPv6 by /64).

    Raises:
        Unavailable: the store of the limits fails, and the policy does not let pass without it.
    """
    limit = POLICIES[policy]
    try:
        found = _judged(credential, address, rate_limiter.ROWS[policy])
    except DatabaseError as failure:
        log.exception("limits_failing", policy=policy, passes=limit.passes_when_failing)
        if not limit.passes_when_failing:
            raise Unavailable(reason="limits failing", headers={"Retry-After": "5"}) from failure
        found = _judged(credential, address, None)
    verdict = rate_limiter.verdict_at(
        policy,
        found.get("tightest"),
        allowed=found["allowed"],
        remaining=found.get("remaining", 0),
        reset_seconds=found.get("reset_seconds", 0.0),
        refusals=found.get("refusals", 0),
    )
    state = credential.flaw or found["state"]
    data = found.get("data", {})
    return Admission(state, _principal(found, credential.kind), verdict, data, found.get("second_factor", "off"))


def _judged(credential: Credential, address: str, rows: str | None) -> dict[str, Any]:
    """The gate's own words; without `rows` it looks at the session alone."""
    kind = "none" if credential.flaw else credential.kind
    arguments = [kind, credential.secret_hash, credential.session, credential.version, address, rows]
    with connection.cursor() as cursor:
        cursor.execute(ADMIT, arguments)
        found: dict[str, Any] = json.loads(cursor.fetchone()[0])
    return found


def _principal(found: dict[str, Any], kind: str) -> Principal:
    if found["state"] != "live":
        return ANONYMOUS
    data = found["data"]
    return Principal(
        role=Role(found["role"]),
        session=UUID(found["session_id"]),
        tenant_id=_uuid(found["tenant_id"]),
        subject_id=UUID(found["subject_id"]),
        development_ids=frozenset(map(UUID, found["development_ids"])),
        unit_id=_uuid(found["unit_id"]),
        house_type_code=found["house_type_code"],
        impersonated_by=_uuid(found["impersonator_id"]),
        read_only=bool(data.get("read_only")),
        permissions=frozenset(data["permissions"]) if kind == "token" else None,
    )


def _uuid(text: str | None) -> UUID | None:
    return UUID(text) if text else None


def rule_for(view: Callable[..., Any], method: str) -> Rule:
    """The rule a view declares.

    Raises:
        ImproperlyConfigured: the view declares none.
    """
    if hasattr(view, "rule"):
        return view.rule  # type: ignore[no-any-return]
    declared = getattr(view, "view_class", None) or getattr(view, "cls", None)
    if not hasattr(declared, "rule_for"):
        raise ImproperlyConfigured(f"{view!r} declares no permission and no rate policy")
    return declared.rule_for(method)  # type: ignore[union-attr, no-any-return]


def by_method(declared: Any, method: str) -> Any:
    """What a view declares for every method, or by name for `method`; None when it does not."""
    return declared.get(method) if isinstance(declared, Mapping) else declared


def declared_rule(view: type, methods: Sequence[str], method: str) -> Rule:
    """The rule that a class of views declares for `method`, one of the `methods` that it has; for a method that it
    lacks, the first one's, since it refuses that later. HEAD is GET.

    Raises:
        ImproperlyConfigured: it declares no permission or no rate policy.
    """
    known = {"HEAD": "GET"}.get(method, method)
    name = known if known in methods else methods[0]
    permission, policy, proof = (
        by_method(getattr(view, part, None), name) for part in ("permission", "rate_policy", "proof")
    )
    if permission is None or policy is None:
        raise ImproperlyConfigured(f"{view.__name__}.{name} declares no permission or no rate policy")
    return Rule(permission, policy, proof or Proof.SHOWN)


def ruled(permission: Permission, rate_policy: RatePolicy) -> Callable[[Callable[..., Any]], Callable[..., Any]]:
    """Declare the rule of a function view that is not ours to subclass."""

    def declare(view: Callable[..., Any]) -> Callable[..., Any]:
        view.rule = Rule(permission, rate_policy)  # type: ignore[attr-defined]
        return view

    return declare


def _renew_key(request: Request) -> None:
    """Programs have no key that could be another: theirs is the token itself."""
    if request.admission.state == "live" and request.credential.kind == "staff":
        request.session.cycle_key()


def read_credential(request: HttpRequest) -> Credential:
    for reader in settings.CREDENTIAL_READERS:
        credential = import_string(reader)(request)
        if credential is not None:
            return credential  # type: ignore[no-any-return]
    return NO_CREDENTIAL


class GateMiddleware:
    """Everything behind it knows who acts, and within what limits."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: Request) -> HttpResponseBase:
        with ExitStack() as request.scope:
            response = self.get_response(request)
        if request.rule.rate_policy in rate_limiter.EXPORTS and response.status_code < 400:
            _renew_key(request)
        for name, value in request.admission.verdict.headers().items():
            response.headers.setdefault(name, value)
        return response

    def process_view(
        self, request: Request, view: Callable[..., Any], args: Any, kwargs: Any
    ) -> HttpResponseBase | None:
        try:
            self._admit(request, view)
        except (Problem, DatabaseError) as exception:
            problem = problems.noted(request, exception)
            return step_up.detour(request, problem) or problems.render(request, problem)
        return None

    def _admit(self, request: Request, view: Callable[..., Any]) -> None:
        request.rule = rule_for(view, request.method or "")
        request.credential = read_credential(request)
        if request.rule.rate_policy is RatePolicy.UNLIMITED:
            request.admission = UNCHECKED
            readable.insist(request)
            return
        request.admission = admit(request.credential, request.limited_address, request.rule.rate_policy)
        request.principal = request.admission.principal
        if request.admission.state == "live" and request.credential.kind == "staff":
            request.session.preload(  # type: ignore[attr-defined]
                request.principal.session, request.admission.data
            )
        if not request.admission.verdict.allowed:
            raise rate_limiter.refuse(request.admission.verdict)
        request.scope.enter_context(row_security.acting(request.principal.session))
        readable.insist(request)
        step_up.insist(request)
