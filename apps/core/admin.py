"""The enterprise admin's site: Django's own, behind the gate and `rbac`."""

from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from functools import update_wrapper
from typing import Any
from urllib.parse import urlencode

from django.conf import settings
from django.contrib import admin
from django.core.exceptions import ValidationError
from django.db import DataError
from django.http import HttpRequest, HttpResponseBase, HttpResponseRedirect
from django.urls import URLPattern, URLResolver
from django.utils.translation import gettext_lazy as _
from django.views.decorators.cache import never_cache

from . import rbac
from .errors import BadRequest, NotAuthenticated
from .gate import Rule
from .identity import Principal
from .rate_limiter import RatePolicy
from .rbac import Permission
from .step_up import Proof

RULE = Rule(Permission.ENTERPRISE_ADMIN, RatePolicy.ADMIN_API)
SENSITIVE_RULE = replace(RULE, proof=Proof.RECENT)
WRITING = frozenset({"add_view", "change_view", "delete_view"})

# Ours are /accounts/login and /accounts/logout; passwords are set where people are; no model has a page of its own.
UNUSED = frozenset({"login", "logout", "password_change", "password_change_done", "view_on_site"})

# What Django's pages let through of a key, a date or a number that is none.
UNREADABLE = (ValidationError, OverflowError, DataError)


def acting(request: HttpRequest) -> Principal:
    return request.principal  # type: ignore[attr-defined, no-any-return]


@contextmanager
def readable() -> Iterator[None]:
    """What fails in here because of a value in the request is the caller's mistake."""
    try:
        yield
    except UNREADABLE:
        raise BadRequest("The request holds a value that cannot be read.") from None


class EnterpriseAdminSite(admin.AdminSite):
    site_header = site_title = _("OpenHouse enterprise admin")
    index_title = _("Overview")
    site_url = None

    def has_permission(self, request: HttpRequest) -> bool:
        return rbac.allows(acting(request), Permission.ENTERPRISE_ADMIN)

    def admin_view(self, view: Any, cacheable: bool = False) -> Any:
        """Every page of the admin passes here: checked, and rendered inside the transaction whose scope it needs."""

        def inner(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
            try:
                rbac.check(acting(request), Permission.ENTERPRISE_ADMIN)
            except NotAuthenticated:
                return HttpResponseRedirect(f"{settings.LOGIN_URL}?{urlencode({'next': request.get_full_path()})}")
            with readable():
                response: HttpResponseBase = view(request, *args, **kwargs)
                return response.render() if hasattr(response, "render") else response

        return update_wrapper(inner if cacheable else never_cache(inner), view)

    def get_urls(self) -> list[Any]:
        found = [pattern for pattern in super().get_urls() if getattr(pattern, "name", "") not in UNUSED]
        for view in _views(found):
            view.rule = _rule_of(view)  # type: ignore[attr-defined]
        return found

    def get_log_entries(self, request: HttpRequest) -> Any:
        return []


def _rule_of(view: Callable[..., Any]) -> Rule:
    """Where a model is `sensitive`, its forms ask for the second factor again, already when they are opened; a view of
    its own says so by its `proof`.
    """
    sensitive = getattr(getattr(view, "model_admin", None), "sensitive", False)
    asks = (sensitive and view.__name__ in WRITING) or getattr(view, "proof", None) is Proof.RECENT
    return SENSITIVE_RULE if asks else RULE


def _views(patterns: Iterable[URLPattern | URLResolver]) -> Iterable[Callable[..., Any]]:
    for pattern in patterns:
        if isinstance(pattern, URLResolver):
            yield from _views(pattern.url_patterns)
        else:
            yield pattern.callback
