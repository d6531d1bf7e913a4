"""Forgetting is loud: a view without a rule does not import, or does not answer; code without a scope reads nothing."""

import pytest
from django.core.exceptions import ImproperlyConfigured
from django.db import ProgrammingError, transaction
from django.http import HttpResponse
from django.urls import path
from django.views.generic import TemplateView, View
from rest_framework.response import Response

from apps.core.api import Api
from apps.core.pages import Page
from apps.core.rate_limiter import RatePolicy
from apps.core.rbac import Permission
from apps.tenants.models import Tenant


def test_an_api_view_without_a_permission_does_not_import():
    with pytest.raises(ImproperlyConfigured, match="declares no permission"):

        class Forgotten(Api):
            rate_policy = RatePolicy.PUBLIC

            def get(self, request):
                return Response({})


def test_an_api_view_that_forgets_one_method_does_not_import():
    with pytest.raises(ImproperlyConfigured, match=r"Half\.POST"):

        class Half(Api):
            permission = {"GET": Permission.PUBLIC}
            rate_policy = RatePolicy.PUBLIC

            def get(self, request):
                return Response({})

            def post(self, request):
                return Response({})


class Bare(Page):
    template_name = "errors/problem.html"


class Half(Page):
    template_name = "errors/problem.html"
    permission, rate_policy = {"POST": Permission.PUBLIC}, RatePolicy.PUBLIC


class Foreign(TemplateView):
    template_name = "errors/problem.html"


class Plain(View):
    def get(self, request):
        return HttpResponse("rows")


def function(request):
    return HttpResponse("rows")


@pytest.mark.parametrize("view", [Bare.as_view(), Half.as_view(), Foreign.as_view(), Plain.as_view(), function])
def test_a_page_or_foreign_view_without_a_rule_is_never_reached(view, settings, anonymous):
    settings.ROOT_URLCONF = type("planted", (), {"urlpatterns": [path("planted", view)]})
    response = anonymous().get("/planted")
    assert response.status_code == 500
    assert b"rows" not in response.content


def test_without_a_scope_no_row_is_read_or_written(estate_a):
    for forgotten in (Tenant.objects.count, lambda: Tenant.objects.create(name="x", slug="x")):
        with pytest.raises(ProgrammingError, match="permission denied"), transaction.atomic():
            forgotten()
