"""The first middleware: a request id, the client's address, and the line of the access log."""

import re
from collections.abc import Callable
from time import perf_counter
from uuid import uuid4

import structlog
from django.conf import settings
from django.http import HttpRequest, HttpResponseBase

from . import request_context
from .addresses import UNKNOWN, client_address, limited_address, tells_truth
from .gate import NO_CREDENTIAL, NO_VIEW, UNCHECKED
from .http import Request
from .identity import ANONYMOUS
from .readable import UNREADABLE
from .request_context import RequestContext
from .secret_paths import SECRET_PATHS

# The access log: the web server's own would hold the code of a card that is scanned.
log = structlog.get_logger(__name__)

REQUEST_ID = re.compile(r"[A-Za-z0-9._-]{8,64}")
SECRET_PATH = re.compile(rf"^/({SECRET_PATHS})/.+", re.DOTALL)


class RequestMiddleware:
    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: Request) -> HttpResponseBase:
        request.id = _request_id(request)
        request.address = client_address(request)
        request.limited_address = limited_address(request.address)
        if not tells_truth(request):
            request.META.pop("HTTP_X_FORWARDED_PROTO", None)
        # What holds until the gate has judged; a host that is not ours never gets so far.
        request.principal, request.admission = ANONYMOUS, UNCHECKED
        request.rule, request.credential = NO_VIEW, NO_CREDENTIAL
        request_context.begin(_context(request))
        began = perf_counter()
        with structlog.contextvars.bound_contextvars(request_id=request.id, method=request.method):
            response = self.get_response(request)
            took_ms = round((perf_counter() - began) * 1000)
            log.info("request", path=request_context.current().path, status=response.status_code, took_ms=took_ms)
        response.headers["X-Request-ID"] = request.id
        response.headers["Reporting-Endpoints"] = settings.REPORTING_ENDPOINTS
        return response


def _request_id(request: Request) -> str:
    given = request.headers.get("X-Request-ID", "")
    return given if REQUEST_ID.fullmatch(given) else uuid4().hex


def _context(request: Request) -> RequestContext:
    path = UNREADABLE.sub("?", SECRET_PATH.sub(r"/\1/[code]", request.path))
    address = None if request.address == UNKNOWN else request.address
    return RequestContext(request.id, address, (request.method or "")[:10], path[:300])
