"""Base of every server-rendered page: the same rule as an API view, answered with a page or a redirect to sign in."""

from typing import Any, ClassVar, NoReturn, cast
from urllib.parse import urlencode

from django.conf import settings
from django.http import HttpRequest, HttpResponseBase, HttpResponseRedirect
from django.views.generic import TemplateView

from . import rbac
from .errors import ErrorCode, NotAuthenticated
from .gate import Rule
from .http import Request
from .identity import Principal
from .problems import Coded
from .rate_limiter import RatePolicy
from .rbac import Permission
from .step_up import Proof


class Page(TemplateView):
    """A page. `permission` and `rate_policy` are declared by every concrete page; without them nothing is served."""

    http_method_names = ["get", "post", "head"]
    permission: ClassVar[Permission]
    rate_policy: ClassVar[RatePolicy]
    proof: ClassVar[Proof] = Proof.SHOWN

    @classmethod
    def rule_for(cls, method: str) -> Rule:
        return Rule(cls.permission, cls.rate_policy, cls.proof)

    @property
    def principal(self) -> Principal:
        return cast(Request, self.request).principal

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        try:
            rbac.check(self.principal, cast(Request, request).rule.permission)
        except NotAuthenticated:
            return HttpResponseRedirect(f"{settings.LOGIN_URL}?{urlencode({'next': request.get_full_path()})}")
        response = super().dispatch(request, *args, **kwargs)
        response.headers.setdefault("Cache-Control", "no-store")
        # Rendered here, inside the view's transaction: a lazy template would run its queries without a scope.
        return response.render() if hasattr(response, "render") else response

    def http_method_not_allowed(self, request: HttpRequest, *args: Any, **kwargs: Any) -> NoReturn:
        raise Coded(ErrorCode.METHOD_NOT_ALLOWED, headers={"Allow": ", ".join(self._served())})

    def _served(self) -> list[str]:
        return [method.upper() for method in self.http_method_names if hasattr(self, method)]


def request_context(request: HttpRequest) -> dict[str, Any]:
    """What every template may show of the request."""
    return {"principal": getattr(request, "principal", None), "request_id": getattr(request, "id", "")}
