"""Look, team and notices in a real browser, from the builder's desk to the homeowner's phone."""

import os
import re

import pytest
from playwright.sync_api import expect

from apps.core import calendar
from apps.tenants.tests.pictures import picture
from openhouse.testing.estates import PASSWORD
from openhouse.testing.waiting import wait_for

from .conftest import PHONE
from .test_accessibility import DESK, fits, grave_findings, still

pytestmark = [pytest.mark.browser, pytest.mark.slow]
PICTURES = os.environ.get("PICTURES", "")
CHOSEN = "seven brave herons at dawn"


def judged(page, name, theme="light"):
    for size in (PHONE, DESK):
        page.set_viewport_size(size)
        assert (name, grave_findings(page), fits(page)) == (name, [], True)
        photographed(page, f"{name}-{theme}-{size['width']}")


def photographed(page, name):
    if PICTURES:
        page.screenshot(path=f"{PICTURES}/{name}.png", full_page=True)


def colour_of(page, selector, name="background-color"):
    return page.locator(selector).first.evaluate(f"e => getComputedStyle(e).getPropertyValue('{name}')")


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_a_look_is_chosen_and_homes_wear_it(desk, open_context, join, estate_a, theme, tmp_path):
    page = desk(estate_a.admin, **still(theme))
    page.goto("/settings/theme")
    page.get_by_label("Name of the service").fill("Oak Answers")
    page.get_by_label("Colour of the top optional", exact=True).fill("#1f3a5f")
    page.get_by_label("Colour of buttons and links optional", exact=True).fill("#ffcc00")
    suggestion = page.get_by_role("button", name=re.compile("Use #"))
    expect(suggestion).to_be_visible()
    expect(page.locator(".themed-light .look-top")).to_have_css("background-color", "rgb(31, 58, 95)")
    expect(page.locator(".themed-dark .look-top")).to_contain_text("Oak Answers")
    judged(page, "look-pale", theme)
    suggestion.click()
    page.get_by_role("button", name="Save").click()
    expect(page.get_by_role("status")).to_contain_text("Homes see it")
    logo = tmp_path / "logo.png"
    logo.write_bytes(picture(size=(600, 200)))
    page.get_by_label("A picture").set_input_files(logo)
    page.get_by_role("button", name="Add logo").click()
    expect(page.get_by_alt_text("Your logo")).to_be_visible()
    judged(page, "look", theme)

    home = join(open_context(**still(theme)), estate_a.unit)
    expect(home.locator(".chat-top")).to_have_css("background-color", "rgb(31, 58, 95)")
    expect(home.get_by_alt_text(estate_a.tenant.name)).to_be_visible()
    assert home.title() == "My home · Oak Answers"
    photographed(home, f"home-themed-{theme}")
    assert grave_findings(home) == []
    home.get_by_role("button", name="My home").click()
    expect(home.get_by_role("dialog").get_by_text("Loading")).to_have_count(0)
    assert grave_findings(home) == []
    home.get_by_role("button", name="Sign out on every device").click()
    expect(home.get_by_role("heading", name="You are signed out")).to_be_visible()
    assert home.locator("html").get_attribute("data-themed") is None
    assert home.title() == "My home · OpenHouse"


def test_the_next_person_in_the_same_browser_wears_their_own_builders_look(
    desk, open_context, join, estate_a, estate_b
):
    page = desk(estate_a.admin)
    page.goto("/settings/theme")
    page.get_by_label("Colour of the top optional", exact=True).fill("#1f3a5f")
    page.get_by_role("button", name="Save").click()
    expect(page.get_by_role("status")).to_contain_text("Homes see it")
    phone = open_context()
    first = join(phone, estate_a.unit)
    expect(first.locator(".chat-top")).to_have_css("background-color", "rgb(31, 58, 95)")
    second = join(phone, estate_b.unit)
    assert colour_of(second, ".chat-top") != "rgb(31, 58, 95)"


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_a_builder_is_invited_and_comes(desk, open_context, site, estate_a, theme):
    page = desk(estate_a.admin, **still(theme))
    page.goto("/settings/team")
    email = f"{theme}-{estate_a.tenant.slug}@example.test"
    page.get_by_label("E-mail").fill(email)
    page.get_by_label("Oak Park").check()
    judged(page, "team", theme)
    page.get_by_role("button", name="Send invitation").click()
    expect(page.locator(".team")).to_contain_text("Invited")
    page.locator(".team li", has_text=email).get_by_role("link", name="Change").click()
    judged(page, "member", theme)

    visitor = open_context(**still(theme)).new_page()
    visitor.goto(mailed(site, email))
    assert visitor.url == f"{site.url}/accounts/invitation"
    visitor.get_by_label("Your name").fill("Aoife Byrne")
    visitor.get_by_label("Password").fill(CHOSEN)
    judged(visitor, "invitation", theme)
    visitor.get_by_role("button", name="Set password").click()
    expect(visitor.get_by_role("status")).to_contain_text("Your password is set")
    visitor.get_by_label("E-mail").fill(email)
    visitor.get_by_label("Password").fill(CHOSEN)
    visitor.get_by_role("button", name="Sign in").click()
    expect(visitor.get_by_text("Aoife Byrne").first).to_be_visible()


def test_who_forgot_the_password_chooses_another(open_context, site, estate_a):
    page = open_context().new_page()
    page.goto("/accounts/login")
    page.get_by_role("link", name="Forgotten your password?").click()
    judged(page, "forgot")
    page.get_by_label("E-mail").fill(estate_a.builder.email)
    page.get_by_role("button", name="Send link").click()
    expect(page.get_by_role("status")).to_contain_text("If there is an account")
    page.goto(mailed(site, estate_a.builder.email))
    page.get_by_label("Password").fill(CHOSEN)
    page.get_by_role("button", name="Set password").click()
    page.get_by_label("E-mail").fill(estate_a.builder.email)
    page.get_by_label("Password").fill(PASSWORD)
    page.get_by_role("button", name="Sign in").click()
    expect(page.get_by_role("alert")).to_contain_text("not right")


def mailed(site, email):
    """The link in the newest mail to this address, which the worker has sent."""
    wait_for(lambda: links(site, email))
    return links(site, email)[0]


def links(site, email):
    mails = [file.read_text().replace("=\n", "") for file in sorted(site.mails.iterdir(), reverse=True)]
    found = [re.search(r"/accounts/\w+/\S+", text) for text in mails if f"To: {email}" in text]
    return [link[0] for link in found if link]


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_a_notice_is_published_read_and_put_away(desk, open_context, join, estate_a, theme):
    page = desk(estate_a.builder, **still(theme))
    page.goto("/settings/notices")
    for title in ("Water off on Tuesday", "The car park is swept"):
        page.get_by_label("Title").fill(title)
        page.get_by_label("Text").fill("From 10 to 12.\n\nPlease keep a kettle filled.")
        page.get_by_label("Last day").fill(calendar.today().isoformat())
        page.get_by_role("button", name="Publish").click()
        expect(page.locator(".team")).to_contain_text(title)
    judged(page, "notices", theme)

    home = join(open_context(**still(theme)), estate_a.unit)
    banner = home.get_by_role("region", name="From your builder")
    expect(banner.get_by_text("Please keep a kettle filled.").first).to_be_visible()
    photographed(home, f"home-notice-{theme}")
    assert grave_findings(home) == []
    assert fits(home)
    for left in (1, 0):
        banner.get_by_role("button", name="Got it").first.click()
        expect(home.locator("[data-notice-list] li")).to_have_count(left)
    expect(banner).to_be_hidden()
    home.reload()
    home.get_by_label("Your question").wait_for()
    expect(banner).to_be_hidden()
    home.get_by_role("button", name="My home").click()
    expect(home.get_by_role("dialog").get_by_text("Water off on Tuesday")).to_be_visible()
    photographed(home, f"home-panel-{theme}")
    assert grave_findings(home) == []

    page.locator(".team li", has_text="Water off").get_by_role("link", name="Change").click()
    page.get_by_label("Title").fill("Water off on Wednesday")
    page.get_by_role("button", name="Save").click()
    home.reload()
    expect(banner.get_by_text("Water off on Wednesday")).to_be_visible()
