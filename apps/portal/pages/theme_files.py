"""What a themed page fetches: its colours and its logo. Open to everybody and kept by browsers for good: another look
has another address. Neither tells whose it is."""

import re
from typing import Any

from django.http import HttpRequest, HttpResponse, HttpResponseBase

from apps.core.errors import NotFound
from apps.core.pages import Page
from apps.core.rate_limiter import RatePolicy
from apps.core.rbac import Permission
from apps.tenants import stylesheet, theme

from .accounts import OutsideTransaction

COLOURS = re.compile(r"(none|[0-9a-f]{6})-(none|[0-9a-f]{6})")
FOR_GOOD = "public, max-age=31536000, immutable"


class ThemeFile(Page):
    permission, rate_policy = Permission.PUBLIC, RatePolicy.PUBLIC
    http_method_names = ["get", "head"]


class StylesheetFile(ThemeFile):
    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        named = COLOURS.fullmatch(kwargs["colours"])
        if named is None:
            raise NotFound(reason="no colours of this name")
        brand, accent = ("" if part == "none" else f"#{part}" for part in named.groups())
        return for_good(stylesheet.css(brand, accent), "text/css; charset=utf-8")


class LogoFile(OutsideTransaction, ThemeFile):
    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        png = theme.logo_named(kwargs["digest"])
        if png is None:
            raise NotFound(reason="no logo of this name")
        return for_good(png, "image/png")


def for_good(content: str | bytes, content_type: str) -> HttpResponse:
    headers = {"Cache-Control": FOR_GOOD, "Cross-Origin-Resource-Policy": "same-origin"}
    return HttpResponse(content, content_type=content_type, headers=headers)
