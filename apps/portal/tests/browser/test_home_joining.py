"""Who shows a valid card sees its builder's look from the first screen on; a wrong code shows the product's own."""

import re

import pytest
from playwright.sync_api import expect

from apps.core import row_security
from apps.tenants import theme as themes

from .conftest import path_of
from .test_accessibility import THEMES, fits, grave_findings, still
from .walking import small_targets

pytestmark = [pytest.mark.browser, pytest.mark.slow]
BLUE = "rgb(31, 58, 95)"


@pytest.fixture
def dressed(estate_a, set_joining):
    """A builder in blue with a name for the service, whose homes let further devices in."""
    with row_security.service_scope(estate_a.tenant.pk, "test") as principal:
        changes = {"product_name": "Oak Answers", "brand": "#1f3a5f"}
        themes.theme_change(principal, changes=changes)
    set_joining("approved")
    return estate_a


def judged(page):
    return grave_findings(page), fits(page), small_targets(page)


@THEMES
def test_the_welcome_wears_the_look_of_the_card_and_a_wrong_code_none(open_context, card, dressed, theme):
    page = open_context(**still(theme)).new_page()
    page.goto(path_of(card(dressed.unit).url))
    expect(page.get_by_role("heading", name="Welcome")).to_be_visible()
    strip = page.locator(".centred > header")
    expect(strip).to_have_css("background-color", BLUE)
    expect(strip).to_contain_text("Oak Answers")
    assert page.title() == "Welcome · Oak Answers"
    assert judged(page) == ([], True, [])

    second = open_context(**still(theme)).new_page()
    second.goto(path_of(card(dressed.unit).url))
    expect(second.get_by_role("heading", name="Let this device in")).to_be_visible()
    expect(second.locator(".centred > header")).to_have_css("background-color", BLUE)
    assert judged(second) == ([], True, [])

    second.goto("/join/0000000000")
    expect(second.get_by_role("heading", name="We do not know this code")).to_be_visible()
    assert second.locator("html").get_attribute("data-themed") is None
    assert second.title() == "Welcome · OpenHouse"
    assert judged(second) == ([], True, [])


@THEMES
def test_the_question_for_a_surname_wears_it_too_while_the_card_is_valid(
    open_context, join, card, dressed, set_joining, theme
):
    set_joining("surname")
    join(open_context(), dressed.unit)
    page = open_context(**still(theme)).new_page()
    page.goto(path_of(card(dressed.unit).url))
    expect(page.get_by_role("heading", name="Who lives here?")).to_be_visible()
    expect(page.locator(".centred > header")).to_have_css("background-color", BLUE)
    assert judged(page) == ([], True, [])
    page.get_by_label("Surname").fill("Nobody")
    page.keyboard.press("Enter")
    expect(page.get_by_text("Please give the surname of somebody in this home.")).to_be_visible()
    expect(page.locator(".centred > header")).to_contain_text("Oak Answers")
    card(dressed.unit)  # in the place of the one that was shown
    page.get_by_role("button", name="Open my home").click()
    expect(page.get_by_role("heading", name="We do not know this code")).to_be_visible()
    assert page.locator("html").get_attribute("data-themed") is None


def test_too_many_tries_are_told_in_the_language_of_the_page(open_context, site, database):
    context = open_context()
    context.add_cookies([{"name": "openhouse-language", "value": "ga", "url": site.url}])
    page = context.new_page()
    refusal = {"status": 429, "headers": {"Retry-After": "1500"}, "json": {"code": "rate_limited"}}
    page.route("**/api/homeowner/session", lambda route: route.fulfill(**refusal))
    page.goto("/join/0000000000")
    expect(page.get_by_text(re.compile("i gceann 25 nóiméad"))).to_be_visible()
