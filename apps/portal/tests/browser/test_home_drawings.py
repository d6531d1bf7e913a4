"""Drawings on the phone, and the page on its home screen."""

import re

import pytest
from playwright.sync_api import expect

from openhouse.testing.papers import ready_document

pytestmark = [pytest.mark.browser, pytest.mark.slow]
IPHONE = "Mozilla/5.0 (iPhone; CPU iPhone OS 18_0 like Mac OS X) AppleWebKit/605.1.15 Version/18.0 Safari/604.1"
OFFER = """
const offer = new Event("beforeinstallprompt", {cancelable: true});
offer.prompt = () => { document.title = "offered"; };
window.dispatchEvent(offer);
"""


def test_a_drawing_is_shown_and_saved(phone, join, estate_a, as_staff):
    plan = ready_document(estate_a, title="Ground floor plan", lines=("North", "Scale 1:100"))
    page = join(phone, estate_a.unit)
    page.get_by_label("Your question").fill("Can I see the plan?")
    page.keyboard.press("Enter")
    expect(page.locator(".drawing")).to_contain_text("Ground floor plan")
    with phone.expect_page() as opened:
        page.get_by_role("button", name="Show: Ground floor plan").click()
    opened.value.wait_for_url(re.compile(r"^blob:"))
    with page.expect_download() as saved:
        page.get_by_role("button", name="Save: Ground floor plan").click()
    assert saved.value.suggested_filename == "Ground floor plan.pdf"
    readers = as_staff(estate_a.builder).get(f"/api/developers/documents/{plan.pk}/readers").json()["results"]
    assert [(reader["views"], reader["downloads"]) for reader in readers] == [(1, 1)]


def test_an_iphone_is_told_how_and_a_browser_that_offers_has_a_button(open_context, join, estate_a):
    page = join(open_context(user_agent=IPHONE), estate_a.unit)
    page.get_by_role("button", name="My home").click()
    expect(page.get_by_text("Tap Share, then Add to Home Screen")).to_be_visible()
    expect(page.get_by_role("button", name="Install OpenHouse")).to_be_hidden()

    page = join(open_context(), estate_a.unit)
    page.get_by_role("button", name="My home").click()
    expect(page.get_by_text("On your home screen")).to_be_hidden()
    page.evaluate(OFFER)
    page.get_by_role("button", name="Install OpenHouse").click()
    assert page.title() == "offered"
    expect(page.get_by_text("On your home screen")).to_be_hidden()


def test_the_manifest_names_icons_that_are_there(phone, site, database):
    page = phone.new_page()
    page.goto("/home/")
    address = page.locator("link[rel=manifest]").get_attribute("href")
    answer = page.request.get(address)
    manifest = answer.json()
    assert manifest["start_url"] == "/home/"
    assert {icon["sizes"] for icon in manifest["icons"]} >= {"192x192", "512x512"}
    assert "maskable" in {icon["purpose"] for icon in manifest["icons"]}
    for icon in manifest["icons"]:
        found = page.request.get(f"{address.rsplit('/', 1)[0]}/{icon['src']}")
        assert (found.status, found.headers["content-type"]) == (200, icon["type"])


def test_the_first_load_is_small(phone, database):
    page = phone.new_page()
    requests = []
    page.on("requestfinished", lambda request: requests.append(request))
    page.goto("/home/")
    page.wait_for_load_state("networkidle")
    sizes = {request.url: request.sizes()["responseBodySize"] for request in requests}
    assert len(sizes) > 15
    assert sum(sizes.values()) < 100_000, sorted(sizes.items(), key=lambda item: -item[1])[:5]
