"""Every page in both themes, on a phone and on a desk, judged by axe: nothing serious, nothing critical."""

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import expect

from openhouse.testing.papers import ready_document

from .conftest import PHONE
from .walking import small_targets, unreached_scrollers

pytestmark = [pytest.mark.browser, pytest.mark.slow]

THEMES = pytest.mark.parametrize("theme", ["light", "dark"])
DESK = {"width": 1280, "height": 800}
GRAVE = ("serious", "critical")


def still(theme):
    """Colours are judged when nothing fades any more."""
    return {"color_scheme": theme, "reduced_motion": "reduce"}


def grave_findings(page):
    found = Axe().run(page).response["violations"]
    named = [
        f"{finding['id']}: {finding['help']} at {node['target']}"
        for finding in found
        if finding["impact"] in GRAVE
        for node in finding["nodes"]
    ]
    return named + unreached_scrollers(page)


def fits(page):
    """Nothing is wider than the screen."""
    return page.evaluate("document.documentElement.scrollWidth <= document.documentElement.clientWidth")


@THEMES
def test_open_pages(open_context, database, theme):
    page = open_context(**still(theme)).new_page()
    for path in ("/", "/accounts/login", "/join", "/join/0000000000", "/home/", "/not-a-page"):
        page.goto(path)
        page.wait_for_load_state("networkidle")
        assert (path, grave_findings(page), fits(page), small_targets(page)) == (path, [], True, [])


@THEMES
def test_the_chat_with_every_kind_of_answer_and_its_panels(open_context, join, estate_a, theme):
    ready_document(estate_a, title="Home user guide")
    page = join(open_context(**still(theme)), estate_a.unit)
    assert (grave_findings(page), small_targets(page)) == ([], [])
    questions = ["What should the boiler pressure be?", "Which airline flies to Reykjavik?", "I smell gas"]
    for number, question in enumerate(questions, 1):
        page.get_by_label("Your question").fill(question)
        page.keyboard.press("Enter")
        expect(page.locator(".answer")).to_have_count(number)
    assert grave_findings(page) == []
    assert fits(page)
    for panel in ("Documents", "My home"):
        page.get_by_role("button", name=panel).click()
        expect(page.get_by_role("dialog").get_by_text("Loading")).to_have_count(0)
        assert grave_findings(page) == []
        page.keyboard.press("Escape")


@THEMES
def test_the_builders_documents(desk, estate_a, theme):
    ready_document(estate_a, title="Home user guide")
    page = desk(estate_a.admin, **still(theme))
    for size in (PHONE, DESK):
        page.set_viewport_size(size)
        assert (size, grave_findings(page), fits(page)) == (size, [], True)
    page.get_by_label("Development").select_option("Oak Park")
    page.locator(".document").get_by_role("button", name="Delete").click()
    assert grave_findings(page) == []


@THEMES
def test_the_builders_developments(desk, estate_a, theme):
    size = {"light": PHONE, "dark": DESK}[theme]
    page = desk(estate_a.admin, viewport=size, **still(theme))
    place = f"/developments/{estate_a.development.pk}"
    paths = ["/dashboard", "/developments", place, f"{place}/builders", f"{place}/house-types/new", f"{place}/homes"]
    for path in paths:
        page.goto(path)
        assert (path, grave_findings(page), fits(page)) == (path, [], True)
    page.get_by_role("link", name="Edit home 1").click()
    page.get_by_label("Address", exact=True).fill("")
    page.get_by_role("button", name="Save").click()
    expect(page.get_by_text("may not be blank")).to_be_visible()
    assert (grave_findings(page), fits(page)) == ([], True)


def test_the_keyboard_alone_reaches_everything_and_panels_give_the_focus_back(phone, join, estate_a):
    page = join(phone, estate_a.unit)
    page.get_by_role("button", name="My home").focus()
    page.keyboard.press("Enter")
    expect(page.get_by_role("button", name="Close")).to_be_focused()
    page.keyboard.press("Escape")
    expect(page.get_by_role("button", name="My home")).to_be_focused()
