"""One envelope for every error (RFC 9457), rendered for the API as problem+json and for people as a page.

Nothing of an exception's own text leaves: an unexpected one becomes `internal` with the request id, and the log holds
the rest under that id.
"""

import json
from collections.abc import Callable, Mapping
from typing import Any

import structlog
from django.core.exceptions import PermissionDenied, RequestDataTooBig, SuspiciousOperation, TooManyFieldsSent
from django.db import DatabaseError, InterfaceError, OperationalError
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase, UnreadablePostError
from django.http.multipartparser import MultiPartParserError
from django.template.loader import render_to_string
from django.utils.translation import gettext
from rest_framework import exceptions as drf
from rest_framework.views import set_rollback

from .errors import STATUS, CsrfFailed, ErrorCode, FieldError, Problem

log = structlog.get_logger(__name__)

TYPE = "https://openhouse.example/problems/"
# Of texts that are ours and an id that was checked: nothing in it can break, and nothing needs escaping.
BARE_PAGE = """<!doctype html>
<html lang="en">
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>{title}</title>
<h1>{title}</h1>
<p>Please try again in a minute. If you write to us about this, please quote <code>{instance}</code>.</p>
<p><a href="/">Go to the start page</a></p>
</html>
"""

_BY_EXCEPTION: tuple[tuple[type[BaseException], ErrorCode], ...] = (
    (drf.UnsupportedMediaType, ErrorCode.UNSUPPORTED_MEDIA_TYPE),
    (drf.MethodNotAllowed, ErrorCode.METHOD_NOT_ALLOWED),
    (drf.NotAcceptable, ErrorCode.NOT_ACCEPTABLE),
    (drf.NotFound, ErrorCode.NOT_FOUND),
    (drf.NotAuthenticated, ErrorCode.NOT_AUTHENTICATED),
    (drf.AuthenticationFailed, ErrorCode.NOT_AUTHENTICATED),
    (drf.PermissionDenied, ErrorCode.FORBIDDEN),
    (drf.APIException, ErrorCode.BAD_REQUEST),
    (OperationalError, ErrorCode.UNAVAILABLE),
    (InterfaceError, ErrorCode.UNAVAILABLE),
    (UnreadablePostError, ErrorCode.BAD_REQUEST),
    (RequestDataTooBig, ErrorCode.TOO_LARGE),
    (TooManyFieldsSent, ErrorCode.BAD_REQUEST),
    (Http404, ErrorCode.NOT_FOUND),
    (PermissionDenied, ErrorCode.FORBIDDEN),
    (MultiPartParserError, ErrorCode.BAD_REQUEST),
    (SuspiciousOperation, ErrorCode.BAD_REQUEST),
)


# What PostgreSQL says by SQLSTATE, where it is no fault of ours: the gate refused to enter the scope of a session that
# had ended since it was admitted; another request was first; a value does not fit its column.
_BY_SQLSTATE: Mapping[str, tuple[ErrorCode, str]] = {
    "28000": (ErrorCode.SESSION_ENDED, "ended during the request"),
    "23503": (ErrorCode.CONFLICT, "what it refers to has gone"),
    "23505": (ErrorCode.CONFLICT, "another request was first"),
    "22001": (ErrorCode.BAD_REQUEST, "a text too long for its column"),
    "22003": (ErrorCode.BAD_REQUEST, "a number too large for its column"),
    "22021": (ErrorCode.BAD_REQUEST, "a character that cannot be stored"),
}


class Coded(Problem):
    """A problem made from a foreign exception."""

    def __init__(self, code: ErrorCode, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.code = code


def to_problem(exception: BaseException) -> Problem:
    """Our own problems as they are; known foreign ones by their kind; everything else is internal."""
    if isinstance(exception, Problem):
        return exception
    if isinstance(exception, drf.ValidationError):
        return Coded(ErrorCode.INVALID, errors=list(_flatten("", exception.get_full_details())))
    sqlstate: str = getattr(exception.__cause__, "sqlstate", None) or ""
    if isinstance(exception, DatabaseError) and sqlstate in _BY_SQLSTATE:
        code, reason = _BY_SQLSTATE[sqlstate]
        return Coded(code, reason=reason)
    for kind, code in _BY_EXCEPTION:
        if isinstance(exception, kind):
            return Coded(code)
    return Coded(ErrorCode.INTERNAL, reason=type(exception).__name__)


def _flatten(path: str, details: Any) -> list[FieldError]:
    """DRF's nested details as a flat list with dotted paths."""
    if isinstance(details, dict) and set(details) == {"message", "code"}:
        return [FieldError(path, str(details["code"]), str(details["message"]))]
    items = details.items() if isinstance(details, dict) else enumerate(details)
    found: list[FieldError] = []
    for key, inner in items:
        plain = isinstance(key, int) and isinstance(inner, dict) and set(inner) == {"message", "code"}
        name = path if plain or key == "non_field_errors" else f"{path}.{key}".strip(".")
        found += _flatten(name, inner)
    return found


def document(request: HttpRequest, problem: Problem) -> dict[str, Any]:
    """The members of a problem document. `instance` is the request id."""
    status, title = STATUS[problem.code][0], gettext(STATUS[problem.code][1])
    body: dict[str, Any] = {
        "type": TYPE + problem.code,
        "title": title,
        "status": status,
        "detail": problem.detail or title + ".",
        "instance": getattr(request, "id", ""),
        "code": str(problem.code),
    }
    if problem.errors:
        body["errors"] = [{"field": e.field, "code": e.code, "message": e.message} for e in problem.errors]
    return body | dict(problem.more)


def page_of(body: dict[str, Any]) -> str:
    """The error page; when the template itself breaks, a bare one, because this is the last place to fall."""
    try:
        return render_to_string("errors/problem.html", {"problem": body})
    except Exception:
        log.exception("error_page_failed")
        return BARE_PAGE.format(**body)


def render(request: HttpRequest, problem: Problem, page: Callable[[dict[str, Any]], str] = page_of) -> HttpResponse:
    """The answer for a problem, by who asks: a program below /api/, else a person, with `page` of its document."""
    body = document(request, problem)
    if request.path.startswith("/api/"):
        content, content_type = json.dumps(body), "application/problem+json"
    else:
        content, content_type = page(body), "text/html; charset=utf-8"
    response = HttpResponse(content, status=body["status"], content_type=content_type, headers=problem.headers)
    response.problem = problem  # type: ignore[attr-defined]
    if problem.code is ErrorCode.RATE_LIMITED or body["status"] in (401, 403):
        response.headers["Cache-Control"] = "no-store"
    return response


def noted(request: HttpRequest, exception: BaseException) -> Problem:
    """The problem behind an exception; what is our fault is logged under the request id."""
    problem = to_problem(exception)
    if problem.status >= 500:
        log.error("unhandled_exception", path=request.path, exc_info=exception)
    return problem


def api_exception_handler(exception: Exception, context: dict[str, Any]) -> HttpResponse:
    """DRF's hook. The view's transaction is rolled back for every error."""
    request = context["request"]._request
    problem = noted(request, exception)
    set_rollback()
    return render(request, problem)


class ProblemMiddleware:
    """Turns what a view raises into a page or a problem document; its transaction has been rolled back by then."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        return self.get_response(request)

    def process_exception(self, request: HttpRequest, exception: Exception) -> HttpResponse:
        return render(request, noted(request, exception))


def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:
    return render(request, CsrfFailed.because(reason))


def bad_request(request: HttpRequest, exception: Exception) -> HttpResponse:
    return render(request, noted(request, exception))


def not_found(request: HttpRequest, exception: Exception) -> HttpResponse:
    return render(request, Coded(ErrorCode.NOT_FOUND))


def forbidden(request: HttpRequest, exception: Exception) -> HttpResponse:
    return render(request, noted(request, exception))


def server_error(request: HttpRequest) -> HttpResponse:
    """For what a middleware outside ours raised; Django calls this while it handles the exception."""
    log.exception("unhandled_exception", path=request.path)
    return render(request, Coded(ErrorCode.INTERNAL))
