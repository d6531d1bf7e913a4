"""A person protects their account in a real browser and signs in with the code; every page on the way is accessible."""

import os

import pytest
from playwright.sync_api import expect

from apps.tenants.tests.factors import App
from openhouse.testing.estates import PASSWORD

from .conftest import PHONE
from .test_accessibility import DESK, fits, grave_findings

pytestmark = [pytest.mark.browser, pytest.mark.slow]
PICTURES = os.environ.get("PICTURES", "")


def judged(page, name):
    for size in (PHONE, DESK):
        page.set_viewport_size(size)
        assert (name, grave_findings(page), fits(page)) == (name, [], True)
        if PICTURES:
            page.screenshot(path=f"{PICTURES}/{name}-{size['width']}.png")


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_from_the_set_up_to_the_next_sign_in(desk, estate_a, theme):
    page = desk(estate_a.admin, color_scheme=theme, reduced_motion="reduce")
    page.get_by_role("link", name="Your account").click()
    expect(page.locator(".session")).to_contain_text("Chrome, Linux this one")
    judged(page, "sessions")
    page.get_by_role("link", name="Second factor").click()
    judged(page, "off")
    page.get_by_role("button", name="Set up").click()
    picture = page.get_by_alt_text("QR code for the app")
    assert picture.evaluate("image => image.complete && image.naturalWidth > 100")
    app = App(page.locator(".secret").inner_text())
    judged(page, "set-up")
    page.get_by_label("Code from the app").fill("000000")
    page.get_by_role("button", name="Switch on").click()
    expect(page.get_by_role("alert")).to_contain_text("not right")
    page.wait_for_timeout(1100)
    page.get_by_label("Code from the app").fill(app.code(0))
    page.get_by_role("button", name="Switch on").click()
    expect(page.locator(".codes li")).to_have_count(10)
    judged(page, "codes")
    page.get_by_role("link", name="I have kept them").click()
    expect(page.get_by_role("heading", name="Your second factor is on")).to_be_visible()
    judged(page, "on")

    page.get_by_role("button", name="Sign out").click()
    page.get_by_label("E-mail").fill(estate_a.admin.email)
    page.get_by_label("Password").fill(PASSWORD)
    page.get_by_role("button", name="Sign in").click()
    expect(page.get_by_role("heading", name="Type your code")).to_be_visible()
    judged(page, "proof")
    page.get_by_label("Code from the app").fill(app.code(1))
    page.get_by_role("button", name="Go on").click()
    page.wait_for_url("**/dashboard")
    page.goto("/accounts/password")
    judged(page, "password")
