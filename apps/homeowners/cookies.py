"""The refresh token of browsers: a cookie that no script reads and no other site sends.

A caller is a browser when it sends `Origin` or `Sec-Fetch-Site`: a page's scripts can neither leave these out of a POST
nor forge them. Browsers get the token in the cookie only, so a script smuggled into a page cannot carry it away.
"""

from datetime import datetime

from django.conf import settings
from django.http import HttpRequest, HttpResponseBase

from apps.core.errors import CsrfFailed

PATH = "/api/homeowner/session"


def is_browser(request: HttpRequest) -> bool:
    return "Origin" in request.headers or "Sec-Fetch-Site" in request.headers


def keep(response: HttpResponseBase, token: str, ends: datetime) -> None:
    response.set_cookie(
        settings.HOMEOWNER_COOKIE_NAME,
        token,
        expires=ends,
        path=PATH,
        secure=settings.HOMEOWNER_COOKIE_SECURE,
        httponly=True,
        samesite="Strict",
    )


def forget(response: HttpResponseBase) -> None:
    response.delete_cookie(settings.HOMEOWNER_COOKIE_NAME, path=PATH, samesite="Strict")


def read(request: HttpRequest) -> str:
    """The token of the cookie, '' without one.

    Raises:
        CsrfFailed: the request does not show that a page of ours sends it.
    """
    token = request.COOKIES.get(settings.HOMEOWNER_COOKIE_NAME, "")
    if token and not _is_ours(request):
        raise CsrfFailed(reason="refresh from another site")
    return token


def _is_ours(request: HttpRequest) -> bool:
    same_origin = request.headers.get("Sec-Fetch-Site") == "same-origin"
    return same_origin or request.headers.get("Origin") in settings.ALLOWED_ORIGINS
