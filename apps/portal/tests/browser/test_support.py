"""Support looks at a home from the enterprise admin, sees what its homeowner sees, and comes back."""

import re

import pytest
from playwright.sync_api import expect

pytestmark = [pytest.mark.browser, pytest.mark.slow]


def test_from_the_admin_to_the_home_and_back_and_the_homeowner_sees_it(desk, phone, join, estate_a):
    page = desk(estate_a.admin)
    page.goto(f"/admin-enterprise/homeowners/homeowner/{estate_a.homeowner.pk}/change/")
    page.get_by_role("link", name="Look as this homeowner").click()
    page.get_by_label("Why").fill("too short")
    page.get_by_role("button", name="Look at this home").click()
    expect(page.locator("textarea:invalid")).to_be_visible()
    page.get_by_label("Why").fill("Asked by phone why the chat stays empty.")
    page.get_by_role("button", name="Look at this home").click()

    expect(page.get_by_text("You look at this home as support")).to_be_visible()
    expect(page.get_by_text(estate_a.unit.address).first).to_be_visible()
    assert page.url.endswith("/home/")
    expect(page.locator("[data-minutes-left]")).to_have_text(re.compile(r"^(5\d|60)$"))
    expect(page.get_by_label("Your question")).to_be_hidden()

    page.get_by_role("link", name="Stop looking").click()
    page.get_by_role("button", name="Stop looking").click()
    page.wait_for_url("**/admin-enterprise/")
    page.go_back()
    page.go_back()
    expect(page.get_by_role("heading", name="You are signed out")).to_be_visible()

    own = join(phone, estate_a.unit)
    own.get_by_role("button", name="My home").click()
    expect(own.get_by_text("Asked by phone why the chat stays empty.")).to_be_visible()
