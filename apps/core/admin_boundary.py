"""What fails behind the enterprise admin's door fails inside its frame: the person sees what happened and can go on.

Refusals stay what they are, and so does what a panel's script asks for, which says it in the panel's place. When the
frame fails too, the page of errors that needs nothing is left.
"""

from collections.abc import Callable
from functools import partial
from typing import Any

import structlog
from django.contrib import admin
from django.db import transaction
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme

from . import rbac
from .admin import acting
from .panels import HEADER
from .problems import noted, page_of, render, to_problem
from .rbac import Permission

log = structlog.get_logger(__name__)


class AdminBoundaryMiddleware:
    """Behind `ProblemMiddleware`, so it is asked first; around the gate, so the scope of the session still holds."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        return self.get_response(request)

    def process_exception(self, request: HttpRequest, exception: Exception) -> HttpResponse | None:
        if not _has_frame(request) or to_problem(exception).status < 500:
            return None
        return render(request, noted(request, exception), page=partial(_framed, request))


def _has_frame(request: HttpRequest) -> bool:
    inside = request.path.startswith(reverse("admin:index")) and HEADER not in request.headers
    return inside and rbac.allows(acting(request), Permission.ENTERPRISE_ADMIN)


def _framed(request: HttpRequest, body: dict[str, Any]) -> str:
    """In a transaction of its own: the view's has been rolled back."""
    try:
        with transaction.atomic():
            context = admin.site.each_context(request)
            context |= {"title": body["title"], "problem": body, "again": _again(request)}
            return render_to_string("admin/problem.html", context, request)
    except Exception:
        log.exception("admin_frame_failed")
        return page_of(body)


def _again(request: HttpRequest) -> str:
    """Where trying again begins: at the same page; after a form, at the page that it was sent from."""
    if request.method in ("GET", "HEAD"):
        return request.get_full_path()
    sent_from = request.headers.get("Referer", "")
    ours = url_has_allowed_host_and_scheme(sent_from, {request.get_host()}, require_https=request.is_secure())
    return sent_from if ours else reverse("admin:index")
