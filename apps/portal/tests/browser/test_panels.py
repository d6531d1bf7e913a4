"""In a browser: a panel fails alone and can be tried again, and what goes wrong in a page is told to us once."""

import re

import pytest

pytestmark = [pytest.mark.slow, pytest.mark.browser]

ERRORS, LOG = "**/admin-enterprise/panels/client-errors", "**/api/log/client"
# Not awaited by the page, as an error of ours would not be.
REJECT = "() => { Promise.reject(new Error('rejected for aoife@example.ie')) }"
ROWS = "SELECT kind, message, page, count FROM client_errors WHERE tenant_id = %s ORDER BY kind"


@pytest.fixture
def unwatched(browser, site, as_staff, settings):
    """`unwatched(person)` is a page of theirs whose errors are the test's own."""
    contexts = []

    def opened(person, **options):
        contexts.append(browser.new_context(base_url=site.url, **options))
        key = as_staff(person).cookies[settings.SESSION_COOKIE_NAME].value
        contexts[-1].add_cookies([{"name": settings.SESSION_COOKIE_NAME, "value": key, "url": site.url}])
        return contexts[-1].new_page()

    yield opened
    for context in contexts:
        context.close()


def test_a_panel_fails_alone_and_is_tried_again(unwatched, estate_a, superuser):
    office = unwatched(estate_a.admin)

    def fail(route):
        route.fulfill(status=500, body="<h1>stack trace</h1>", headers={"X-Request-ID": "abcdef1234567890"})

    office.route(ERRORS, fail)
    office.goto("/admin-enterprise/")
    failed = office.get_by_role("alert").filter(has_text="This part could not be loaded")
    failed.wait_for()
    assert "abcdef1234567890" in failed.inner_text()
    assert office.get_by_text("stack trace").count() == 0
    office.get_by_text("Nothing unusual is open.").wait_for()
    office.unroute(ERRORS)
    failed.get_by_role("link", name="Try again").click()
    office.get_by_role("heading", name="Errors in browsers in the last week").wait_for()
    office.get_by_text("panel answered 500").wait_for()
    assert office.get_by_role("alert").count() == 0
    assert superuser.execute(ROWS, [estate_a.tenant.pk]).fetchall() == [
        ("panel", "panel answered 500", "/admin-enterprise/", 1)
    ]


def test_without_script_a_panel_is_a_link(unwatched, estate_a):
    page = unwatched(estate_a.admin, java_script_enabled=False)
    page.goto("/admin-enterprise/")
    page.get_by_role("link", name="Errors in browsers in the last week").click()
    page.get_by_text("No browser told of an error.").wait_for()


def test_a_page_tells_of_rejections_and_lost_files_once(unwatched, estate_a, superuser):
    page = unwatched(estate_a.builder)
    page.goto("/documents")
    with page.expect_response(LOG):
        page.evaluate(REJECT)
    with page.expect_response(LOG):
        page.evaluate("() => { const i = new Image(); i.src = '/static/lost.png?secret=1'; document.body.append(i) }")
    told = []
    page.on("request", lambda request: told.append(request.url) if request.url.endswith("/api/log/client") else None)
    page.evaluate(REJECT)
    page.wait_for_timeout(200)
    assert told == []
    found = superuser.execute(ROWS, [estate_a.tenant.pk]).fetchall()
    assert [row[:2] for row in found] == [("load", "img did not load"), ("rejection", "rejected for [e-mail]")]
    assert all(re.fullmatch(r"/[a-z]*", row[2]) for row in found)
