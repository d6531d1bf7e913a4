"""Two phones of one household: the second one is let in from the first."""

import pytest
from playwright.sync_api import expect

from .conftest import path_of

pytestmark = [pytest.mark.browser, pytest.mark.slow]


def test_the_second_phone_is_let_in_by_its_number(open_context, join, card, estate_a, set_joining):
    set_joining("approved")
    first = join(open_context(), estate_a.unit)
    second = open_context().new_page()
    second.goto(path_of(card(estate_a.unit).url))
    expect(second.get_by_role("heading", name="Let this device in")).to_be_visible()
    number = second.locator("[data-number]").inner_text()
    first.bring_to_front()
    second.route("**/session/ticket", lambda route: route.abort(), times=1)
    waits = first.locator("[data-waiting-devices] li")
    expect(waits).to_contain_text(f"shows the number {number}", timeout=30_000)
    waits.get_by_role("button", name="Let it in").click()
    expect(second.get_by_role("heading", name="Welcome")).to_be_visible()
    expect(waits).to_have_count(0)


def test_a_surname_is_asked_for_and_checked(open_context, join, card, estate_a, set_joining):
    set_joining("surname")
    join(open_context(), estate_a.unit)
    second = open_context().new_page()
    second.goto(path_of(card(estate_a.unit).url))
    second.get_by_label("Surname").fill("Nobody")
    second.keyboard.press("Enter")
    expect(second.get_by_text("Please give the surname of somebody in this home.")).to_be_visible()
    second.get_by_label("Surname").fill(estate_a.homeowner.name.split()[-1])
    second.keyboard.press("Enter")
    expect(second.get_by_role("heading", name="Welcome")).to_be_visible()
