"""Base of every server-rendered page: the same rule as an API view, answered with a page or a redirect to sign in."""

from collections.abc import Mapping
from datetime import UTC
from typing import Any, ClassVar, NoReturn, cast
from urllib.parse import urlencode

from django.conf import settings
from django.http import HttpRequest, HttpResponseBase, HttpResponseRedirect
from django.utils import timezone
from django.views.generic import TemplateView

from . import calendar, rbac
from .errors import ErrorCode, NotAuthenticated
from .gate import Rule, declared_rule
from .http import Request
from .identity import Principal
from .problems import Coded
from .rate_limiter import RatePolicy
from .rbac import Permission
from .step_up import Proof


class Page(TemplateView):
    """A page. `permission` and `rate_policy` are declared by every concrete page; without them nothing is served.

    Each declaration holds for every method, or is a mapping by method name. Days and hours are those of the homes, save
    `in_utc`, as the trail and the models of the admin show them.
    """

    http_method_names = ["get", "post", "head"]
    permission: ClassVar[Permission | Mapping[str, Permission]]
    rate_policy: ClassVar[RatePolicy | Mapping[str, RatePolicy]]
    proof: ClassVar[Proof | Mapping[str, Proof]] = Proof.SHOWN
    in_utc: ClassVar[bool] = False

    @classmethod
    def rule_for(cls, method: str) -> Rule:
        return declared_rule(cls, _served(cls), method)

    @property
    def principal(self) -> Principal:
        return cast(Request, self.request).principal

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        try:
            rbac.check(self.principal, cast(Request, request).rule.permission)
        except NotAuthenticated:
            return HttpResponseRedirect(f"{settings.LOGIN_URL}?{urlencode({'next': request.get_full_path()})}")
        with timezone.override(UTC if self.in_utc else calendar.zone()):
            response = super().dispatch(request, *args, **kwargs)
            response.headers.setdefault("Cache-Control", "no-store")
            # Rendered here, inside the view's transaction: a lazy template would run its queries without a scope.
            return response.render() if hasattr(response, "render") else response

    def http_method_not_allowed(self, request: HttpRequest, *args: Any, **kwargs: Any) -> NoReturn:
        raise Coded(ErrorCode.METHOD_NOT_ALLOWED, headers={"Allow": ", ".join(_served(self))})


def _served(page: Page | type[Page]) -> list[str]:
    return [method.upper() for method in page.http_method_names if hasattr(page, method)]


def request_context(request: HttpRequest) -> dict[str, Any]:
    """What every template may show of the request."""
    return {"principal": getattr(request, "principal", None), "request_id": getattr(request, "id", "")}
