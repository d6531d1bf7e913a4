"""The closed list of errors that leave the system, and the exceptions that carry them.

Services raise these; `problems.py` renders them. No other text reaches a client.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from types import MappingProxyType
from typing import Any


class ErrorCode(StrEnum):
    """`code` of a problem document. The HTTP status and the title follow from it."""

    BAD_REQUEST = "bad_request"
    INVALID = "invalid"
    NOT_AUTHENTICATED = "not_authenticated"
    INVALID_CREDENTIALS = "invalid_credentials"
    OTP_REQUIRED = "otp_required"
    SESSION_ENDED = "session_ended"
    REPLAYED = "replayed"
    FORBIDDEN = "forbidden"
    SECOND_FACTOR_REQUIRED = "second_factor_required"
    CSRF_FAILED = "csrf_failed"
    NOT_FOUND = "not_found"
    UNKNOWN_CODE = "unknown_code"
    SURNAME_REQUIRED = "surname_required"
    METHOD_NOT_ALLOWED = "method_not_allowed"
    NOT_ACCEPTABLE = "not_acceptable"
    CONFLICT = "conflict"
    TOO_LARGE = "too_large"
    IDEMPOTENCY_MISMATCH = "idempotency_mismatch"
    UNSUPPORTED_MEDIA_TYPE = "unsupported_media_type"
    RATE_LIMITED = "rate_limited"
    INTERNAL = "internal"
    UNAVAILABLE = "unavailable"


STATUS: Mapping[ErrorCode, tuple[int, str]] = {
    ErrorCode.BAD_REQUEST: (400, "The request could not be read"),
    ErrorCode.INVALID: (400, "Some of the input is not valid"),
    ErrorCode.NOT_AUTHENTICATED: (401, "Please sign in"),
    ErrorCode.INVALID_CREDENTIALS: (401, "E-mail or password is not right"),
    ErrorCode.OTP_REQUIRED: (401, "A one-time code is needed"),
    ErrorCode.SESSION_ENDED: (401, "This session has ended"),
    ErrorCode.REPLAYED: (401, "This session was ended for your safety"),
    ErrorCode.FORBIDDEN: (403, "You may not do this"),
    ErrorCode.SECOND_FACTOR_REQUIRED: (403, "Please set up your second factor first"),
    ErrorCode.CSRF_FAILED: (403, "The form has expired"),
    ErrorCode.NOT_FOUND: (404, "Not found"),
    ErrorCode.SURNAME_REQUIRED: (403, "A surname is needed"),
    ErrorCode.UNKNOWN_CODE: (404, "This code is not known"),
    ErrorCode.METHOD_NOT_ALLOWED: (405, "Method not allowed"),
    ErrorCode.NOT_ACCEPTABLE: (406, "No acceptable format"),
    ErrorCode.CONFLICT: (409, "Not possible in the current state"),
    ErrorCode.TOO_LARGE: (413, "The request is too large"),
    ErrorCode.IDEMPOTENCY_MISMATCH: (422, "This key was used for another request"),
    ErrorCode.UNSUPPORTED_MEDIA_TYPE: (415, "This content type is not accepted"),
    ErrorCode.RATE_LIMITED: (429, "Too many requests"),
    ErrorCode.INTERNAL: (500, "Something went wrong on our side"),
    ErrorCode.UNAVAILABLE: (503, "Temporarily unavailable"),
}


@dataclass(frozen=True, slots=True)
class FieldError:
    """One thing wrong with the input: `field` is a dotted path, '' for the whole body."""

    field: str
    code: str
    message: str


class Problem(Exception):
    """An error with an answer for the client.

    `reason` is for the audit trail only and may tell what the client must not learn. `more` are members that the
    document of this one has beyond those of all.
    """

    code = ErrorCode.BAD_REQUEST
    more: Mapping[str, Any] = MappingProxyType({})

    def __init__(
        self,
        detail: str = "",
        *,
        reason: str = "",
        errors: Sequence[FieldError] = (),
        headers: Mapping[str, str] | None = None,
    ) -> None:
        super().__init__(detail)
        self.detail, self.reason, self.errors = detail, reason, tuple(errors)
        self.headers = dict(headers or {})

    @property
    def status(self) -> int:
        return STATUS[self.code][0]

    @property
    def sentence(self) -> str:
        """What to tell a person who reads one sentence."""
        return self.errors[0].message if self.errors else self.detail


class BadRequest(Problem):
    code = ErrorCode.BAD_REQUEST


class Invalid(Problem):
    code = ErrorCode.INVALID

    @classmethod
    def field(cls, name: str, code: str, message: str) -> "Invalid":
        return cls(errors=[FieldError(name, code, message)])


class NotAuthenticated(Problem):
    code = ErrorCode.NOT_AUTHENTICATED


class InvalidCredentials(Problem):
    code = ErrorCode.INVALID_CREDENTIALS


class OtpRequired(Problem):
    """A one-time code is missing or not right; `errors` names `otp` when one was given."""

    code = ErrorCode.OTP_REQUIRED


class SecondFactorMissing(Problem):
    code = ErrorCode.SECOND_FACTOR_REQUIRED


class SessionEnded(Problem):
    code = ErrorCode.SESSION_ENDED


class Replayed(Problem):
    code = ErrorCode.REPLAYED


class Forbidden(Problem):
    code = ErrorCode.FORBIDDEN


class SurnameRequired(Problem):
    code = ErrorCode.SURNAME_REQUIRED


class CsrfFailed(Problem):
    code = ErrorCode.CSRF_FAILED

    @classmethod
    def because(cls, told: object) -> "CsrfFailed":
        """What Django says, without the address that it quotes, which may hold anything of anybody."""
        return cls(reason=str(told).partition(" - ")[0])


class NotFound(Problem):
    """Missing and out of reach are the same answer: status, body and headers."""

    code = ErrorCode.NOT_FOUND


class UnknownCode(Problem):
    code = ErrorCode.UNKNOWN_CODE


class Conflict(Problem):
    code = ErrorCode.CONFLICT


class IdempotencyMismatch(Problem):
    code = ErrorCode.IDEMPOTENCY_MISMATCH


class TooLarge(Problem):
    code = ErrorCode.TOO_LARGE


class UnsupportedMediaType(Problem):
    code = ErrorCode.UNSUPPORTED_MEDIA_TYPE


class RateLimited(Problem):
    """`refusals` counts those of the key under `policy` since it was last admitted, this one included."""

    code = ErrorCode.RATE_LIMITED

    def __init__(self, detail: str, *, policy: str, refusals: int, headers: Mapping[str, str]) -> None:
        super().__init__(detail, reason=f"{policy} refused {refusals} times", headers=headers)
        self.policy, self.refusals = policy, refusals


class Unavailable(Problem):
    code = ErrorCode.UNAVAILABLE
