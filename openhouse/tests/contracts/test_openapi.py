"""The OpenAPI document says the whole API, without a warning, and its page needs nothing from anybody else."""

import re
from io import StringIO

import pytest
import yaml
from django.core.management import call_command
from django.urls import path
from rest_framework.response import Response

from apps.core.api import Api
from apps.core.rate_limiter import RatePolicy
from apps.core.rbac import Permission
from apps.core.surface import routes

UNDESCRIBED = {"schema": "the document itself", "docs": "the page that shows it"}


def generated(**options):
    out = StringIO()
    call_command("spectacular", "--fail-on-warn", "--validate", stdout=out, **options)
    return yaml.safe_load(out.getvalue())


@pytest.fixture(scope="module")
def document():
    return generated()


def test_every_route_and_method_is_described(document):
    ours = {
        (re.sub(r"<(?:\w+:)?(\w+)>", r"{\1}", route.path), method.lower())
        for route in routes()
        if route.path.startswith("/api/") and route.name not in UNDESCRIBED
        for method in route.methods
    }
    described = {
        (path, method) for path, item in document["paths"].items() for method in item if method != "parameters"
    }
    assert len(ours) >= 60
    assert described == ours
    assert document["openapi"].startswith("3.1")


def test_every_operation_says_how_it_fails(document):
    for path_, item in document["paths"].items():
        for method, operation in item.items():
            failure = operation["responses"]["default"]["content"]
            assert list(failure) == ["application/problem+json"], (path_, method)


def test_programs_learn_of_tokens_and_of_repeated_requests(document):
    paths, development = document["paths"], "/api/developers/developments/{development_id}"
    assert "Token" in document["components"]["securitySchemes"]["accessToken"]["description"]
    assert {"accessToken": []} in paths[f"{development}/documents"]["post"]["security"]
    assert {"accessToken": []} not in paths["/api/developers/tokens"]["post"]["security"]
    assert paths["/api/auth/me"]["get"]["security"] == [{"staffSession": []}]
    assert paths["/api/chat/messages"]["get"]["security"] == [{"homeownerToken": []}]

    def takes_a_key(path_):
        return "Idempotency-Key" in [one["name"] for one in paths[path_]["post"].get("parameters", [])]

    offered = [path_ for path_, item in paths.items() if "post" in item and takes_a_key(path_)]
    assert {f"{development}/documents", f"{development}/units", f"{development}/units/import"} <= set(offered)
    assert [path_ for path_ in offered if not path_.startswith("/api/developers/")] == []
    assert not takes_a_key("/api/developers/tokens")
    assert not takes_a_key("/api/developers/units/{unit_id}/enrolment")


def test_a_view_that_cannot_be_described_is_caught(settings):
    class Vague(Api):
        permission, rate_policy = Permission.PUBLIC, RatePolicy.PUBLIC
        Output = int

        def get(self, request):
            return Response({})

    settings.ROOT_URLCONF = type("planted", (), {"urlpatterns": [path("api/vague", Vague.as_view())]})
    with pytest.raises((SystemExit, Exception), match=r"."):
        generated(urlconf=settings.ROOT_URLCONF.urlpatterns)


def test_the_page_of_the_document_loads_from_here_only(anonymous):
    page = anonymous().get("/api/docs/")
    html = page.content.decode()
    assert page.status_code == 200
    sources = re.findall(r'(?:src|href)="([^"]+)"', html)
    assert len(sources) >= 4
    assert [source for source in sources if not source.startswith("/")] == []
    assert "<style" not in html
    assert re.findall(r"<script(?![^>]*\bsrc=)", html) == []
    assert anonymous().get(next(s for s in sources if "script" in s).replace("&amp;", "&")).status_code == 200
