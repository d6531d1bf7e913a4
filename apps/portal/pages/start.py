"""The start page: sends staff to their work, and shows everybody else the two ways in."""

from typing import Any

from django.http import HttpRequest, HttpResponseBase, HttpResponseRedirect
from django.urls import reverse

from apps.core import rbac
from apps.core.pages import Page
from apps.core.rate_limiter import RatePolicy
from apps.core.rbac import Permission


class StartPage(Page):
    template_name = "home/landing.html"
    permission, rate_policy = Permission.PUBLIC, RatePolicy.PUBLIC
    http_method_names = ["get", "head"]

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if rbac.allows(self.principal, Permission.DEVELOPMENT_VIEW):
            return HttpResponseRedirect(reverse("page-dashboard"))
        return super().get(request, *args, **kwargs)
