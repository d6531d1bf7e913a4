"""Homeowners' tokens: signed claims about a session that the gate holds. No other module knows a claim's name.

An access token says which session it speaks for; whether that session lives is the gate's to say, on every request.
A refresh token is good for one exchange (`sessions.py`).
"""

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID, uuid4

from django.conf import settings
from django.http import HttpRequest
from rest_framework_simplejwt.backends import TokenBackend
from rest_framework_simplejwt.exceptions import TokenBackendError

from apps.core.gate import Credential
from apps.core.identity import Role

from .models import Homeowner

ALGORITHM = "HS256"
ISSUER, AUDIENCE = "openhouse", "openhouse:homeowner"
ACCESS, REFRESH = "access", "refresh"
SCHEME = "bearer "
# A token of ours has them all; one without any of them was made by somebody else's code, with our key.
CLAIMS = frozenset(
    {"iss", "aud", "sub", "sid", "tenant_id", "development_id", "unit_id", "role"}
    | {"jti", "session_version", "token_type", "iat", "nbf", "exp"}
)


class BadToken(Exception):
    """The text is no token of ours; `str()` is a reason for the audit trail."""


@dataclass(frozen=True, slots=True)
class Claims:
    session: UUID
    subject: UUID
    version: int
    jti: UUID


def access_token(
    *,
    homeowner: Homeowner,
    session: UUID,
    version: int,
    ends: datetime | None = None,
    impersonated_by: UUID | None = None,
) -> str:
    """Lives `HOMEOWNER_ACCESS_SECONDS`, and never longer than the session; support's lives as long as the session."""
    if impersonated_by is not None and ends is not None:
        return _encode(homeowner, session, version, ACCESS, uuid4(), ends, impersonated_by)
    until = datetime.now(UTC) + timedelta(seconds=settings.HOMEOWNER_ACCESS_SECONDS)
    return _encode(homeowner, session, version, ACCESS, uuid4(), min(until, ends or until))


def refresh_token(*, homeowner: Homeowner, session: UUID, version: int, jti: UUID, ends: datetime) -> str:
    return _encode(homeowner, session, version, REFRESH, jti, ends)


def verified(token: str, token_type: str) -> Claims:
    """The claims of a token that we signed, for this portal, of this type and still in time.

    Raises:
        BadToken: it is none.
    """
    claims = _decode(token)
    if not claims.keys() >= CLAIMS:
        raise BadToken("missing claims")
    if claims["token_type"] != token_type or claims["role"] != Role.HOMEOWNER:
        raise BadToken("wrong type of token")
    version = claims["session_version"]
    if type(version) is not int or not 0 < version < 2**31:
        raise BadToken("malformed claims")
    try:
        return Claims(UUID(claims["sid"]), UUID(claims["sub"]), version, UUID(claims["jti"]))
    except (ValueError, TypeError, AttributeError):
        raise BadToken("malformed claims") from None


def read_bearer(request: HttpRequest) -> Credential | None:
    """The credential in `Authorization: Bearer`, flawed when it is no access token of ours; None without the header."""
    header = request.headers.get("Authorization", "")
    if not header.lower().startswith(SCHEME):
        return None
    try:
        claims = verified(header[len(SCHEME) :].strip(), ACCESS)
    except BadToken as bad:
        return Credential("homeowner", flaw=str(bad))
    return Credential("homeowner", session=claims.session, version=claims.version)


def _encode(
    homeowner: Homeowner,
    session: UUID,
    version: int,
    token_type: str,
    jti: UUID,
    expires: datetime,
    impersonated_by: UUID | None = None,
) -> str:
    now = datetime.now(UTC)
    claims: dict[str, Any] = {
        "sub": str(homeowner.pk),
        "sid": str(session),
        "tenant_id": str(homeowner.tenant_id),
        "development_id": str(homeowner.development_id),
        "unit_id": str(homeowner.unit_id),
        "role": str(Role.HOMEOWNER),
        "session_version": version,
        "jti": str(jti),
        "token_type": token_type,
        "iat": now,
        "nbf": now,
        "exp": expires,
    }
    if impersonated_by is not None:
        # `act` as in RFC 8693: who really acts.
        claims |= {"impersonated_by": str(impersonated_by), "act": {"sub": str(impersonated_by)}}
    return _backend(settings.JWT_SIGNING_KEY).encode(claims)


def _decode(token: str) -> dict[str, Any]:
    keys = [key for key in (settings.JWT_SIGNING_KEY, settings.JWT_PREVIOUS_KEY) if key]
    for key in keys:
        try:
            return dict(_backend(key).decode(token))
        except (TokenBackendError, ValueError, TypeError, RecursionError):
            continue
    raise BadToken("no valid token")


def _backend(key: str) -> TokenBackend:
    return TokenBackend(ALGORITHM, key, key, AUDIENCE, ISSUER)
