"""Whatever goes wrong, a person gets a page and a program a document; neither tells what the log alone may hold."""

import logging
from html.parser import HTMLParser

import pytest
from django.http import HttpResponse
from django.urls import path

from apps.core import errors, problems
from apps.core.gate import ruled
from apps.core.rate_limiter import RatePolicy
from apps.core.rbac import Permission

SECRET = "password-of-somebody"
CAUSES = {
    400: errors.BadRequest(reason=SECRET),
    403: errors.Forbidden(reason=SECRET),
    404: errors.NotFound(reason=SECRET),
    413: errors.TooLarge(reason=SECRET),
    429: errors.RateLimited("Slowly, please.", policy=SECRET, refusals=1, headers={"Retry-After": "7"}),
    500: ValueError(SECRET),
    503: errors.Unavailable(reason=SECRET, headers={"Retry-After": "5"}),
}
# What a person is told to do, by the page's own words.
WORDS = {403: "ask your administrator", 404: "does not exist", 413: "something smaller", 429: "Slowly, please"}
WORDS |= {400: "could not be read", 500: "We have a record", 503: "back in a moment"}


@pytest.fixture
def plant(settings):
    """Views that fail with one cause, as a page and below /api/."""

    def planted(cause):
        @ruled(Permission.PUBLIC, RatePolicy.PUBLIC)
        def failing(request):
            raise cause

        routes = [path("planted", failing), path("api/planted", failing)]
        from openhouse.urls import urlpatterns

        names = ("handler400", "handler403", "handler404", "handler500")
        handlers = {name: f"apps.core.problems.{function}" for name, function in zip(names, HANDLERS, strict=True)}
        settings.ROOT_URLCONF = type("planted", (), {"urlpatterns": [*routes, *urlpatterns]} | handlers)

    return planted


HANDLERS = ("bad_request", "forbidden", "not_found", "server_error")


def logged(caplog, request_id):
    found = [
        record.msg for record in caplog.records if record.levelno >= logging.ERROR and isinstance(record.msg, dict)
    ]
    return [line for line in found if line.get("request_id") == request_id]


@pytest.mark.parametrize("status", CAUSES)
def test_each_has_a_page_and_a_document(status, plant, anonymous):
    plant(CAUSES[status])
    page, document = anonymous().get("/planted"), anonymous().get("/api/planted")
    assert (page.status_code, document.status_code) == (status, status)
    assert page.headers["Content-Type"].startswith("text/html")
    assert document.headers["Content-Type"] == "application/problem+json"
    text = page.content.decode()
    assert WORDS[status] in text
    assert page.headers["X-Request-ID"] in text
    assert "<main" in text
    told = document.json()
    assert (told["status"], told["instance"]) == (status, document.headers["X-Request-ID"])
    assert SECRET not in text + document.content.decode()
    assert page.headers.get("Retry-After") == {429: "7", 503: "5"}.get(status)


@pytest.mark.parametrize("address", ["/planted", "/api/planted"])
def test_the_id_of_a_500_finds_exactly_one_record(address, plant, anonymous, caplog):
    plant(ValueError(SECRET))
    with caplog.at_level(logging.ERROR):
        response = anonymous().get(address)
    (record,) = logged(caplog, response.headers["X-Request-ID"])
    assert (record["event"], record["path"]) == ("unhandled_exception", address)
    assert "ValueError" in str(record["exception"])


class Tags(HTMLParser):
    def __init__(self):
        super().__init__()
        self.seen = []

    def handle_starttag(self, tag, attrs):
        self.seen.append(tag)


def test_a_page_of_errors_that_breaks_itself_leaves_a_plain_one(plant, anonymous, monkeypatch, caplog):
    def broken(*args, **kwargs):
        raise RuntimeError(SECRET)

    plant(ValueError(SECRET))
    monkeypatch.setattr(problems, "render_to_string", broken)
    with caplog.at_level(logging.ERROR):
        response = anonymous().get("/planted")
    text, tags = response.content.decode(), Tags()
    tags.feed(text)
    assert response.status_code == 500
    assert {"title", "h1", "a", "code"} <= set(tags.seen)
    assert response.headers["X-Request-ID"] in text
    assert SECRET not in text
    found = [line["event"] for line in logged(caplog, response.headers["X-Request-ID"])]
    assert sorted(found) == ["error_page_failed", "unhandled_exception"]


def test_a_middleware_that_breaks_is_answered_alike(plant, anonymous, settings, caplog):
    plant(ValueError(SECRET))
    settings.MIDDLEWARE = [*settings.MIDDLEWARE[:1], f"{__name__}.Breaking", *settings.MIDDLEWARE[1:]]
    with caplog.at_level(logging.ERROR):
        page, document = anonymous().get("/planted"), anonymous().get("/api/planted")
    assert (page.status_code, document.json()["code"]) == (500, "internal")
    assert SECRET not in page.content.decode() + document.content.decode()
    assert len(logged(caplog, page.headers["X-Request-ID"])) == 1


class Breaking:
    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request) -> HttpResponse:
        raise ValueError(SECRET)
