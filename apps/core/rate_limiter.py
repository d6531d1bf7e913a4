"""The limiter: every limit is a named policy here, and a view only names one.

A policy is judged in the gate's one call (`gate.admit`), all of its windows together and exactly. Requests without a
live session fall under the policy's `no_session` windows, counted per client address.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from math import ceil

from django.conf import settings
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django_ratelimit.core import get_usage  # type: ignore[import-untyped]

from .errors import RateLimited


class Per(StrEnum):
    PERSON = "person"
    TENANT = "tenant"
    ADDRESS = "address"


class RatePolicy(StrEnum):
    ADMIN_API = "admin_api"
    ADMIN_LIST = "admin_list"
    ANALYTICS = "analytics"
    DEVELOPER_ANALYTICS = "developer_analytics"
    EXPORT = "export"
    DEVELOPER_API = "developer_api"
    DEVELOPER_EXPORT = "developer_export"
    UPLOAD = "upload"
    CHAT = "chat"
    HOMEOWNER_API = "homeowner_api"
    DOWNLOAD = "download"
    DEVELOPER_DOWNLOAD = "developer_download"
    HOMEOWNER_EXPORT = "homeowner_export"
    SIGN_IN = "sign_in"
    JOIN = "join"
    REFRESH = "refresh"
    CLIENT_ERRORS = "client_errors"
    PUBLIC = "public"
    UNLIMITED = "unlimited"


@dataclass(frozen=True, slots=True)
class Window:
    """At most `limit` requests in any `seconds` seconds. Windows with one `bucket` share their count."""

    limit: int
    seconds: int
    bucket: str
    per: Per = Per.PERSON

    def row(self, when: str) -> list[str]:
        return [when, self.bucket, self.per, str(self.limit), str(self.seconds)]

    def headers(self, remaining: int, reset_seconds: float, *, allowed: bool) -> dict[str, str]:
        """`RateLimit` and `RateLimit-Policy` as in draft-ietf-httpapi-ratelimit-headers, `Retry-After` on refusal."""
        reset = max(1, ceil(reset_seconds))
        headers = {
            "RateLimit-Policy": f'"{self.bucket}";q={self.limit};w={self.seconds}',
            "RateLimit": f'"{self.bucket}";r={remaining};t={reset}',
        }
        return headers if allowed else headers | {"Retry-After": str(reset)}


@dataclass(frozen=True, slots=True)
class Limit:
    """`passes_when_failing`: whether requests go on, unlimited, while the store of the limits fails; else 503."""

    session: tuple[Window, ...] = ()
    no_session: tuple[Window, ...] = ()
    message: str | Promise = field(default=_("You are going a little fast. Please wait a moment and try again."))
    passes_when_failing: bool = False

    @property
    def windows(self) -> list[tuple[str, Window]]:
        """In the order in which the gate locks them, the same for every policy; a bucket's longest window first."""
        found = [("session", window) for window in self.session] + [
            ("no_session", window) for window in self.no_session
        ]
        return sorted(found, key=lambda one: (one[0], one[1].bucket, -one[1].seconds))

    def rows(self) -> str | None:
        """The windows as PostgreSQL writes an array of arrays; names hold nothing that would need quotes."""
        rows = ("{" + ",".join(window.row(when)) + "}" for when, window in self.windows)
        return "{" + ",".join(rows) + "}" if self.windows else None


_ADDRESS = (Window(50, 60, "public", Per.ADDRESS),)
_ADMIN = Window(100, 60, "admin")
_DEVELOPER = (Window(150, 60, "developer"), Window(20, 5, "developer"))
_HOMEOWNER = Window(120, 60, "homeowner")
_ANALYTICS = Window(30, 60, "analytics")
_EXPORTS, _DOWNLOADS = Window(5, 60, "exports"), Window(30, 60, "download")
_TENANT = Window(settings.TENANT_CEILING, 1, "tenant", Per.TENANT)

POLICIES: Mapping[RatePolicy, Limit] = {
    RatePolicy.ADMIN_API: Limit((_ADMIN, _TENANT), _ADDRESS, passes_when_failing=True),
    # Lists are what dashboards poll: their own budget inside the admin's, so that a flood of them leaves room to act.
    RatePolicy.ADMIN_LIST: Limit((Window(60, 60, "admin_lists"), _ADMIN, _TENANT), _ADDRESS, passes_when_failing=True),
    # Figures over time are read in few requests, and dear ones: a page of them that reloads itself stops here.
    RatePolicy.ANALYTICS: Limit((_ANALYTICS, _ADMIN, _TENANT), _ADDRESS, passes_when_failing=True),
    RatePolicy.DEVELOPER_ANALYTICS: Limit((_ANALYTICS, *_DEVELOPER, _TENANT), _ADDRESS, passes_when_failing=True),
    RatePolicy.EXPORT: Limit((_EXPORTS, _ADMIN, _TENANT), _ADDRESS),
    RatePolicy.DEVELOPER_API: Limit((*_DEVELOPER, _TENANT), _ADDRESS, passes_when_failing=True),
    RatePolicy.DEVELOPER_EXPORT: Limit((_EXPORTS, *_DEVELOPER, _TENANT), _ADDRESS),
    RatePolicy.DEVELOPER_DOWNLOAD: Limit((_DOWNLOADS, *_DEVELOPER, _TENANT), _ADDRESS, passes_when_failing=True),
    RatePolicy.UPLOAD: Limit(
        (Window(20, 60, "upload"), *_DEVELOPER, _TENANT),
        _ADDRESS,
        _("That is many files at once. The next one can go in a moment."),
    ),
    RatePolicy.CHAT: Limit(
        (Window(10, 30, "chat"), _TENANT),
        _ADDRESS,
        _("You are asking faster than I can read. Your question is kept; send it again in a moment."),
        passes_when_failing=True,
    ),
    RatePolicy.HOMEOWNER_API: Limit((_HOMEOWNER, _TENANT), _ADDRESS, passes_when_failing=True),
    RatePolicy.HOMEOWNER_EXPORT: Limit((_EXPORTS, _HOMEOWNER, _TENANT), _ADDRESS),
    RatePolicy.DOWNLOAD: Limit((_DOWNLOADS, _TENANT), _ADDRESS, passes_when_failing=True),
    RatePolicy.SIGN_IN: Limit(
        (Window(10, 60, "sign_in", Per.ADDRESS),),
        (Window(10, 60, "sign_in", Per.ADDRESS),),
        _("Too many attempts to sign in from here. Please wait a minute."),
    ),
    RatePolicy.JOIN: Limit(
        (Window(20, 3600, "join", Per.ADDRESS),),
        (Window(20, 3600, "join", Per.ADDRESS),),
        _("Too many codes were tried from here. Please wait a while, or ask your builder for help."),
    ),
    # As many as other calls of homeowners; by address, since the token is judged behind the gate.
    RatePolicy.REFRESH: Limit(
        (Window(120, 60, "refresh", Per.ADDRESS),),
        (Window(120, 60, "refresh", Per.ADDRESS),),
    ),
    # Outside every other budget: a page that fails in a loop must not keep its person from working.
    RatePolicy.CLIENT_ERRORS: Limit(
        (Window(30, 60, "client_errors"), Window(120, 60, "client_errors_address", Per.ADDRESS)),
        (Window(30, 60, "client_errors", Per.ADDRESS),),
    ),
    RatePolicy.PUBLIC: Limit((Window(120, 60, "pages"),), _ADDRESS, passes_when_failing=True),
    RatePolicy.UNLIMITED: Limit(),
}

# What carries much away at once: few a minute, and the session of who does it gets a new key.
EXPORTS = frozenset({RatePolicy.EXPORT, RatePolicy.DEVELOPER_EXPORT})

# Written once: the gate is called for every request.
ROWS: Mapping[RatePolicy, str | None] = {policy: limit.rows() for policy, limit in POLICIES.items()}


@dataclass(frozen=True, slots=True)
class Verdict:
    """What the gate decided: the tightest window, what remains in it, and seconds until a place is free.

    `refusals` counts how often the key has been refused since it was last admitted.
    """

    policy: RatePolicy
    allowed: bool
    window: Window | None = None
    remaining: int = 0
    reset_seconds: float = 0.0
    refusals: int = 0

    def headers(self) -> dict[str, str]:
        if self.window is None:
            return {}
        return self.window.headers(self.remaining, self.reset_seconds, allowed=self.allowed)


def verdict_at(policy: RatePolicy, position: int | None, **decided: float) -> Verdict:
    """The verdict for the window at 1-based `position` among the policy's rows."""
    window = POLICIES[policy].windows[position - 1][1] if position else None
    return Verdict(policy=policy, window=window, **decided)  # type: ignore[arg-type]


def refuse(verdict: Verdict) -> RateLimited:
    return RateLimited(
        str(POLICIES[verdict.policy].message),
        policy=verdict.policy,
        refusals=verdict.refusals,
        headers=verdict.headers(),
    )


class Counted(StrEnum):
    """Limits where there is no session and the address is not enough: many addresses may try one account or card."""

    SIGN_IN_ACCOUNT = "sign_in_account"
    JOIN_CARD = "join_card"
    RESET_ACCOUNT = "reset_account"


# At most so many in an hour.
COUNTED: Mapping[Counted, tuple[int, str | Promise]] = {
    Counted.SIGN_IN_ACCOUNT: (100, _("Too many attempts to sign in to this account. Please try again later.")),
    Counted.RESET_ACCOUNT: (5, _("A new password was asked for this account often. Please try again later.")),
    Counted.JOIN_CARD: (60, _("This card was used very often just now. Please try again later.")),
}


def count(counted: Counted, value: str) -> None:
    """Count one attempt at `value`, which names nobody (a keyed hash), by django-ratelimit in fixed windows.

    Counts stand outside any transaction of the caller's, so call it before one begins.

    Raises:
        RateLimited: the window is full.
    """
    limit, message = COUNTED[counted]
    rate = f"{limit}/h"
    usage = get_usage(None, group=counted, key=lambda group, request: value, rate=rate, increment=True)
    if usage["should_limit"]:
        window = Window(limit, 3600, counted)
        headers = window.headers(0, usage["time_left"], allowed=False)
        raise RateLimited(str(message), policy=counted, refusals=usage["count"] - limit, headers=headers)
