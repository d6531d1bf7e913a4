"""The homeowner's panels, marked page, drawings and waiting devices, judged by axe; large text fits and thumbs hit."""

import pytest
from django.db import transaction
from playwright.sync_api import expect

from apps.core import row_security
from apps.developments.models import Development, HouseType
from openhouse.testing.papers import ready_document

from .conftest import PHONE, path_of
from .test_accessibility import THEMES, fits, grave_findings, still
from .walking import small_targets

pytestmark = [pytest.mark.browser, pytest.mark.slow]
INSIDE = "[...document.querySelectorAll('dialog[open], .panel-body, [data-scroll]')]"


@pytest.fixture
def furnished(estate_a):
    """A home with rooms, something to confirm, a drawing, and a household that lets further devices in."""
    ready_document(estate_a, title="Home user guide")
    ready_document(estate_a, title="Fire safety", must_read=True)
    ready_document(estate_a, title="Ground floor plan", lines=("North", "Scale 1:100"))
    rooms = [{"name": "Kitchen", "length_m": "4.2", "width_m": "3.15"}]
    with row_security.service_scope(estate_a.tenant.pk, "test"), transaction.atomic():
        HouseType.objects.filter(development=estate_a.development, code="BD01").update(rooms=rooms)
        Development.objects.filter(pk=estate_a.development.pk).update(joining="approved")
    return estate_a


def judged(page, place):
    return [place, grave_findings(page), fits(page), small_targets(page)]


@THEMES
def test_panels_cards_and_large_text(open_context, join, card, furnished, theme):
    page = join(open_context(**still(theme)), furnished.unit)
    for number, question in enumerate(["What should the boiler pressure be?", "Can I see the plan?"], 1):
        page.get_by_label("Your question").fill(question)
        page.keyboard.press("Enter")
        expect(page.locator(".answer")).to_have_count(number)
    expect(page.locator("[data-must-read-count]")).to_be_visible()
    found = [judged(page, "answers")]
    page.locator(".source").first.click()
    expect(page.get_by_role("img", name="with the quoted words marked")).to_be_visible()
    found.append(judged(page, "source"))
    page.keyboard.press("Escape")
    for panel in ("Documents", "My home"):
        page.get_by_role("button", name=panel).click()
        expect(page.get_by_role("dialog").get_by_text("Loading")).to_have_count(0)
        found.append(judged(page, panel))
        page.keyboard.press("Escape")

    second = open_context(**still(theme)).new_page()
    second.goto(path_of(card(furnished.unit).url))
    expect(second.get_by_role("heading", name="Let this device in")).to_be_visible()
    found.append(judged(second, "waiting"))
    page.evaluate("window.openhouseLook.choose({size: 'larger'})")
    page.reload()
    expect(page.locator("[data-waiting-devices] li")).to_be_visible()
    expect(page.locator(".drawing")).to_be_visible()
    found.append(judged(page, "larger"))
    page.get_by_role("button", name="My home").click()
    expect(page.get_by_role("dialog").get_by_text("Loading")).to_have_count(0)
    found.append(judged(page, "My home, larger"))
    assert [place for place in found if place[1:] != [[], True, []]] == []


def test_letters_of_twice_the_size_leave_everything_in_reach(phone, join, furnished):
    page = join(phone, furnished.unit)
    page.get_by_label("Your question").fill("What should the boiler pressure be?")
    page.keyboard.press("Enter")
    expect(page.locator(".source")).to_be_visible()
    page.evaluate("document.documentElement.style.fontSize = '200%'")
    wide = f"{INSIDE}.filter((part) => part.scrollWidth > part.clientWidth).map((part) => part.className)"
    assert (fits(page), page.evaluate(wide)) == (True, [])
    assert page.locator("[data-scroll]").bounding_box()["height"] > PHONE["height"] / 3
    for panel in ("Documents", "My home"):
        page.get_by_role("button", name=panel).click()
        expect(page.get_by_role("dialog").get_by_text("Loading")).to_have_count(0)
        assert (panel, fits(page), page.evaluate(wide)) == (panel, True, [])
        page.keyboard.press("Escape")
