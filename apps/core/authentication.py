"""DRF's view of who acts. Apart from `api.py`, because DRF loads this while it defines its own views."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.middleware.csrf import CsrfViewMiddleware
from rest_framework.authentication import BaseAuthentication
from rest_framework.request import Request

from .errors import CsrfFailed
from .http import beneath
from .identity import Principal


class _CsrfCheck(CsrfViewMiddleware):
    def _reject(self, request: HttpRequest, reason: str) -> str:
        return reason


class PrincipalAuthentication(BaseAuthentication):
    """The gate has decided who acts; what is left is CSRF, for the one credential that browsers send by themselves."""

    def authenticate(self, request: Request) -> tuple[Any, Principal] | None:
        plain = beneath(request)
        if plain.credential.kind == "staff" and plain.principal.is_authenticated:
            self._enforce_csrf(plain)
        return (plain.user, plain.principal) if plain.principal.is_authenticated else None

    def authenticate_header(self, request: Request) -> str:
        return 'Bearer realm="openhouse"'

    def _enforce_csrf(self, request: HttpRequest) -> None:
        check = _CsrfCheck(lambda _: HttpResponse())
        check.process_request(request)
        reason = check.process_view(request, HttpResponse, (), {})
        if reason:
            raise CsrfFailed.because(reason)
